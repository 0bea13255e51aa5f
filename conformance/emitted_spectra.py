"""Compares the spectra of emitted Pulseq files with those of an independent simulation.

    python3 -m venv .venv
    .venv/bin/pip install -r conformance/requirements.txt -r conformance/requirements-spins.txt
    .venv/bin/python conformance/emitted_spectra.py SEQC

`seqc build` writes the file, `pypulseq` reads it: nothing of the design is known here but the file. Spin operators are
QuTiP's. Pulses are played sample by sample with the gradients of the file at 96 places across each slice, exponentials
are Taylor series of the whole Hamiltonian; T1 and T2 act on each spin as a channel of its own. Between pulses, gradients
give every coherence order the phase of its moment: pathways that are not brought back into phase are dropped, the others
are summed over all shots with the phases that the file has for each. The result is compared with what `seqc simulate`
says of the same file.

One line a comparison: sequence, molecule, norm of the difference over the norm of the spectrum, tolerance. Exit status 1
when a tolerance is exceeded.
"""

import functools
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import pypulseq
import qutip

FIELD = 3.0
HERTZ_PER_PPM, REFERENCE_PPM, LINEWIDTH = 42.576 * FIELD, 4.7, 5.5
MOLECULES = ["Glu", "Gln"]
TOLERANCE = 1e-3
# m: places lie within this of the centre of each slice; what lies beyond is 1.5e-4 of the PRESS signal.
PLACES, REACH = 96, 0.0155
# s: longest step of the pulses, and of relaxation.
PULSE_STEP, RELAXATION_STEP = 8e-6, 0.5e-3
# Cycles over 20 mm that remove a coherence.
DEPHASED = 0.5

HEAD = """
design "emitted"
scanner siemens-prisma
carrier 2.3 ppm
voxel 20 mm, 20 mm, 20 mm
fov 20 mm, 20 mm, 20 mm
pulse excite = slr(flip: 90 deg, duration: 2.6 ms, bandwidth: 3 kHz, use: excitation)
pulse refocus = slr(flip: 180 deg, duration: 4 ms, bandwidth: 2 kHz, use: refocusing)
pulse hard = rect(flip: 75 deg, duration: 200 us, use: excitation)
pulse turn = rect(flip: 160 deg, duration: 300 us, use: refocusing)
"""

SEQUENCES = {
    "PRESS": """
  repeat 4 as n {
    excite, slice x                                  phase by n (0, 180) deg
    rephase x
    refocus, slice y, crush y z 5 cycles across 20 mm  phase by n (0, 0, 90, 90) deg at 8 ms
    refocus, slice z, crush x z 7 cycles across 20 mm  at 22 ms
    acquire 512 points dwell 0.5 ms                  phase by n (0, 180, 180, 0) deg echo at 28 ms
    fill to 1 s
  }
""",
    "STEAM": """
  repeat 4 as n {
    excite, slice x as first                         phase by n (0, 180) deg
    rephase x
    spoil x y z 6 cycles across 20 mm
    excite, slice y as second                        at 10 ms after first
    spoil z 11 cycles across 20 mm
    excite, slice z as third                         phase by n (0, 0, 180, 180) deg at 12 ms after second
    rephase z
    rephase y                                        scale -1
    spoil x y z 6 cycles across 20 mm
    acquire 512 points dwell 0.5 ms                  phase by n (0, 180, 180, 0) deg echo at 10 ms after third
    fill to 1 s
  }
""",
    "hard spin echo, phase cycle": """
  repeat 4 as n {
    hard
    turn                                             phase by n (0, 90, 180, 270) deg at 15 ms
    acquire 512 points dwell 0.5 ms                  phase by n (0, 180) deg echo at 30 ms
    fill to 1 s
  }
""",
}


def main():
    seqc = sys.argv[1]
    groups = {name: read_groups(seqc, name) for name in MOLECULES}
    failed = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for title, body in SEQUENCES.items():
            path = pathlib.Path(folder) / "emitted.seq"
            design = pathlib.Path(folder) / "design.seq"
            design.write_text(f"{HEAD}sequence {{{body}}}\n")
            run(seqc, "build", str(design), "-o", str(path))
            ours = simulate(seqc, path)
            shots = read_shots(path)
            for name in MOLECULES:
                theirs = np.fft.fftshift(np.fft.fft(spectrum_signal(groups[name], shots))) / shots[0].samples
                difference = np.linalg.norm(ours[name] - theirs) / np.linalg.norm(theirs)
                verdict = "ok" if difference <= TOLERANCE else "FAIL"
                failed += verdict != "ok"
                count += 1
                what = f"{title}: {name}"
                print(f"{what:48s} {difference:9.2e}  within {TOLERANCE:7.1e}  {verdict}", flush=True)
    print(f"{count} comparisons, {failed} failed")
    return 1 if failed or not count else 0


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def simulate(seqc, path):
    """Spectra of one molecule each, by name, as `seqc simulate` gives them."""
    text = run(
        seqc, "simulate", str(path), "--field", f"{FIELD}T", "--molecules", ",".join(MOLECULES), "--linewidth",
        f"{LINEWIDTH}Hz", "--places", "96", "--precision", "1e-4", "--format", "json",
    )  # fmt: skip
    molecules = json.loads(text)["shots"][0]["molecules"]
    return {m["name"]: np.array(m["spectrum_re"]) + 1j * np.array(m["spectrum_im"]) for m in molecules}


# The file.


class Shot:
    """Pulses, the gradients' moments around them, and one acquisition."""

    def __init__(self):
        self.pulses, self.moments, self.moment = [], [], np.zeros(3)
        self.time = self.start = 0.0

    @property
    def phases(self):
        return [pulse.phase for pulse in self.pulses] + [self.receiver]


class Pulse:
    def __init__(self, rf, gradients, start):
        self.start, self.phase = start, rf.phase_offset + rf.phase_ppm * HERTZ_PER_PPM
        self.raster = rf.t[1] - rf.t[0]
        self.times = rf.t
        hertz = rf.freq_offset + rf.freq_ppm * HERTZ_PER_PPM
        # Hz; without the phase of the event, which the shots change.
        self.field = rf.signal * np.exp(2j * np.pi * hertz * rf.t)
        self.end = start + rf.shape_dur
        self.gradients = np.array([np.interp(rf.delay + rf.t, *g) if g else 0 * rf.t for g in gradients])
        on = [axis for axis in range(3) if np.abs(self.gradients[axis]).max() > 1]
        assert len(on) < 2, "one gradient at a time selects"
        self.axis = on[0] if on else None


def corners(gradient):
    if gradient is None:
        return None
    if gradient.type == "trap":
        times = np.cumsum([gradient.delay, gradient.rise_time, gradient.flat_time, gradient.fall_time])
        return times, gradient.amplitude * np.array([0, 1, 1, 0])
    times = gradient.delay + gradient.tt
    values = np.asarray(gradient.waveform)
    if gradient.tt[0] > 0:
        times = np.concatenate([[gradient.delay], times, [gradient.delay + gradient.shape_dur]])
        values = np.concatenate([[gradient.first], values, [gradient.last]])
    return times, values


def area(corner, start, end):
    """Of a gradient between two times, 1/m."""
    if corner is None or end <= start:
        return 0.0
    times, values = corner
    inner = times[(times > start) & (times < end)]
    points = np.concatenate([[start], inner, [end]])
    return np.trapezoid(np.interp(points, times, values, left=0, right=0), points)


def read_shots(path):
    """All shots; moments[i] is what the gradients do between pulse i and the next, or the first sample."""
    sequence = pypulseq.Sequence()
    sequence.read(str(path))
    shots, shot = [], Shot()
    for number in sequence.block_events:
        block = sequence.get_block(number)
        gradients = [corners(getattr(block, name)) for name in ("gx", "gy", "gz")]
        done = 0.0
        if block.rf is not None:
            pulse = Pulse(block.rf, gradients, shot.time + block.rf.delay)
            shot.moment = shot.moment + [area(g, 0, block.rf.delay) for g in gradients]
            shot.moments.append(shot.moment)
            shot.pulses.append(pulse)
            shot.moment, done = np.zeros(3), block.rf.delay + block.rf.shape_dur
        if block.adc is not None:
            adc = block.adc
            first = adc.delay + adc.dwell / 2
            shot.moments.append(shot.moment + [area(g, done, first) for g in gradients])
            shot.moments = shot.moments[1:]
            shot.start, shot.dwell, shot.samples = shot.time + first, adc.dwell, int(adc.num_samples)
            shot.receiver = adc.phase_offset + adc.phase_ppm * HERTZ_PER_PPM
            shots.append(shot)
            shot = Shot()
            continue
        shot.moment = shot.moment + [area(g, done, block.block_duration) for g in gradients]
        shot.time += block.block_duration
    return shots


# Pathways.


def pathways(shot, largest):
    """Orders after each pulse that are back in phase at the acquisition."""
    orders = range(-largest, largest + 1)
    for head in itertools.product(orders, repeat=len(shot.pulses) - 1):
        path = (*head, -1)
        # Within pulses the gradient counts from the centre on.
        if all(abs(total) * 0.02 < DEPHASED for total in moments_of(shot, path, centred=True)):
            yield path


def moments_of(shot, path, centred):
    total = sum(order * moment for order, moment in zip(path, shot.moments))
    if not centred:
        return total
    total = np.array(total, dtype=float)
    before = 0
    for pulse, order in zip(shot.pulses, path):
        step = np.gradient(pulse.times)
        # The pulses here are symmetric: their middle stands for their centre.
        late = pulse.times > (pulse.times[0] + pulse.times[-1]) / 2
        total += (pulse.gradients * step * np.where(late, order, before)).sum(axis=1)
        before = order
    return total


def share(shots, path):
    """What the phases of all shots leave of a pathway."""
    steps = np.diff([0, *path])
    factors = [
        np.exp(-1j * (np.dot(steps, [p.phase for p in shot.pulses]) + shot.receiver)) for shot in shots
    ]
    return sum(factors) / len(factors)


def spectrum_signal(groups, shots):
    """Mean over all shots, which differ in phases only."""
    first = shots[0]
    assert all(np.allclose(np.array(shot.moments), np.array(first.moments)) for shot in shots)
    total = np.zeros(first.samples, complex)
    for group in groups:
        for path in pathways(first, min(group.count, 4)):
            factor = share(shots, path)
            if abs(factor) > 1e-3:
                total += 1j * factor * group.multiplicity * group.signal(first, path)
    return total


# The spins.


def read_groups(seqc, name):
    molecule = json.loads(run(seqc, "metabolites", name, "--format", "json"))
    for group in molecule["groups"]:
        # What stands in where none is known: docs/metabolites.md.
        group["t1_seconds"] = group["t1_seconds"] or 1.340
        group["t2_seconds"] = group["t2_seconds"] or 0.113
    return [Group(group) for group in molecule["groups"]]


class Group:
    def __init__(self, group):
        shifts = group["shifts_ppm"]
        self.multiplicity, self.count = group["multiplicity"], len(shifts)
        self.t1, self.t2 = group["t1_seconds"], group["t2_seconds"]
        spins = {axis: [self.single(axis, spin) for spin in range(self.count)] for axis in "xyz"}
        self.x, self.y, self.z = (sum(spins[axis]) for axis in "xyz")
        self.free = sum(
            2 * np.pi * HERTZ_PER_PPM * (ppm - REFERENCE_PPM) * z for ppm, z in zip(shifts, spins["z"])
        )
        for one, other in itertools.combinations(range(self.count), 2):
            hertz = group["couplings_hertz"][one][other]
            if hertz:
                self.free = self.free + 2 * np.pi * hertz * sum(
                    spins[axis][one] @ spins[axis][other] for axis in "xyz"
                )
        magnetic = np.rint(np.diag(self.z).real * 2) / 2
        self.order = magnetic[:, None] - magnetic[None, :]
        self.energies, self.vectors = np.linalg.eigh(self.free)
        self.delay = functools.cache(self.delay)

    def single(self, axis, spin):
        factors = [qutip.qeye(2)] * self.count
        factors[spin] = qutip.jmat(1 / 2, axis)
        return qutip.tensor(factors).full()

    def delay(self, seconds):
        return (self.vectors * np.exp(-1j * self.energies * seconds)) @ self.vectors.conj().T

    def relax(self, states, seconds):
        """Each spin: the transverse part decays with T2, the longitudinal with T1, what is none does not."""
        shape = states.shape
        for spin in range(self.count):
            low, high = 2**spin, 2 ** (self.count - spin - 1)
            parts = states.reshape(-1, low, 2, high, low, 2, high)
            up, down = parts[:, :, 0, :, :, 0, :], parts[:, :, 1, :, :, 1, :]
            mean, half = (up + down) / 2, (up - down) / 2 * np.exp(-seconds / self.t1)
            result = parts * np.exp(-seconds / self.t2)
            result[:, :, 0, :, :, 0, :], result[:, :, 1, :, :, 1, :] = mean + half, mean - half
            states = result.reshape(shape)
        return states

    def wait(self, state, seconds):
        parts = max(1, round(seconds / RELAXATION_STEP))
        half = self.delay(seconds / parts / 2)
        for _ in range(parts):
            state = half @ state @ half.conj().T
            state = self.relax(state, seconds / parts)
            state = half @ state @ half.conj().T
        return state

    def play(self, state, pulse, places):
        """The state after a pulse at each place, phases of the event apart."""
        states = np.repeat(state[None], len(places), axis=0)
        times = max(1, int(round(PULSE_STEP / pulse.raster)))
        count = -(-len(pulse.field) // times)
        chunk = max(1, int(RELAXATION_STEP / (times * pulse.raster)) // 2)
        halves = [range(first, min(first + chunk, count)) for first in range(0, count, chunk)]
        for number, steps in enumerate(halves):
            propagators = self.propagators(pulse, steps, times, places)
            states = propagators @ states @ propagators.conj().transpose(0, 2, 1)
            # Relaxation of two chunks acts between them.
            if number % 2 == 0:
                both = len(steps) + (len(halves[number + 1]) if number + 1 < len(halves) else 0)
                states = self.relax(states, both * times * pulse.raster)
        return states

    def propagators(self, pulse, steps, times, places):
        result = np.repeat(np.eye(len(self.z), dtype=complex)[None], len(places), axis=0)
        for step in steps:
            part = slice(step * times, (step + 1) * times)
            field = pulse.field[part]
            seconds, mean = len(field) * pulse.raster, field.mean()
            strength = pulse.gradients[pulse.axis][part].mean() if pulse.axis is not None else 0.0
            fixed = self.free + 2 * np.pi * (mean.real * self.x + mean.imag * self.y)
            generator = fixed[None] + 2 * np.pi * strength * places[:, None, None] * self.z
            result = taylor(-1j * seconds * generator) @ result
        return result

    def signal(self, shot, path):
        """One pathway, damped, in units in which one proton gives 1."""
        state = self.z
        moments = moments_of(shot, path, centred=False)
        for index, (pulse, order) in enumerate(zip(shot.pulses, path)):
            selects = pulse.axis is not None
            places = (np.arange(PLACES) + 0.5) / PLACES * 2 * REACH - REACH if selects else np.zeros(1)
            states = self.play(state, pulse, places)
            if selects:
                phases = np.exp(-2j * np.pi * moments[pulse.axis] * places) * (2 * REACH / PLACES / 0.02)
                states = phases[:, None, None] * states
            state = np.where(np.abs(self.order - order) < 0.1, states.sum(axis=0), 0)
            last = index + 1 == len(shot.pulses)
            state = self.wait(state, (shot.start if last else shot.pulses[index + 1].start) - pulse.end)
        return self.acquire(state, shot)

    def acquire(self, state, shot):
        rho = self.vectors.conj().T @ state @ self.vectors
        raising = self.vectors.conj().T @ (self.x + 1j * self.y) @ self.vectors
        amplitudes = (raising * rho.T).ravel()
        frequencies = (self.energies[:, None] - self.energies[None, :]).ravel()
        keep = np.abs(amplitudes) > 1e-12
        times = shot.dwell * np.arange(shot.samples)
        values = np.exp(1j * np.outer(times, frequencies[keep])) @ amplitudes[keep]
        return values * np.exp(-np.pi * LINEWIDTH * times) * 4 / 2**self.count


def taylor(matrices):
    """The exponential of small matrices, to 1e-12."""
    result = term = np.repeat(np.eye(matrices.shape[-1], dtype=complex)[None], len(matrices), axis=0)
    for power in range(1, 9):
        term = term @ matrices / power
        result = result + term
    return result


if __name__ == "__main__":
    sys.exit(main())
