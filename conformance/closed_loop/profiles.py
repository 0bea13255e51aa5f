"""What B1 does to the signal of PRESS, from the samples of its pulses alone, by the Bloch equations.

A voxel gives the product of what its three slices let through: the integral over the offset of the transverse
magnetisation 2 conj(a) b after the excitation, rephased linearly, and of b^2 of each refocusing pulse, where (a, b) are the
Cayley-Klein parameters (Pauly et al., IEEE Trans Med Imaging 1991;10:53-65). No coupling, no relaxation, no carrier.
"""
import json

import numpy as np

OFFSETS_HERTZ = np.linspace(-4000, 4000, 801)


def shape(stored):
    """Samples of a shape of a Pulseq file: differences, two equal ones followed by how often they are repeated."""
    values = stored["stored"]
    if not stored["compressed"]:
        return np.array(values)
    steps, k = [], 0
    while k < len(values):
        if k + 2 < len(values) and values[k] == values[k + 1]:
            steps += [values[k]] * (2 + int(values[k + 2]))
            k += 3
        else:
            steps.append(values[k])
            k += 1
    return np.cumsum(steps)


def pulses(waveforms):
    """The pulses in Hz, in the order of their uses (`e`, `r`), and the time of a sample in s."""
    table = json.loads(waveforms)
    found = {}
    for pulse in table["rf"]:
        if pulse["times"] is not None:
            raise ValueError("a pulse with times of its own is not read")
        samples = pulse["amplitude_hz"] * shape(table["shapes"][pulse["magnitude"]]) * np.exp(
            2j * np.pi * shape(table["shapes"][pulse["phase"]]))
        found.setdefault(pulse["use"], samples)
    return found, table["rasters_s"]["rf"]


def cayley_klein(samples, seconds):
    f = OFFSETS_HERTZ
    a, b = np.ones(f.size, complex), np.zeros(f.size, complex)
    for sample in samples:
        rate = np.hypot(f, abs(sample)) + 1e-30
        half = np.pi * rate * seconds
        own_a = np.cos(half) - 1j * f / rate * np.sin(half)
        own_b = -1j * sample / rate * np.sin(half)
        a, b = own_a * a - own_b.conj() * b, own_b * a + own_a.conj() * b
    return a, b


def signal(found, seconds, b1):
    a, b = cayley_klein(b1 * found["e"], seconds)
    delays = np.linspace(-2e-3, 2e-3, 801)
    excited = np.abs((2 * a.conj() * b) @ np.exp(2j * np.pi * np.outer(OFFSETS_HERTZ, delays))).max()
    refocused = np.abs(np.sum(cayley_klein(b1 * found["r"], seconds)[1] ** 2))
    return excited * refocused**2


def share_of_signal(scans, name, b1):
    """Of PRESS with one shape for both refocusing pulses: its signal with this B1 over that with the nominal one."""
    found, seconds = pulses(scans.run("inspect", str(scans.folder / f"{name}-basis" / f"{name}.seq"), "--waveforms"))
    return signal(found, seconds, b1) / signal(found, seconds, 1.0)
