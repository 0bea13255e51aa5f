"""Compares the signals of our spin dynamics with QuTiP's.

    python3 -m venv .venv && .venv/bin/pip install -r conformance/requirements-spins.txt
    .venv/bin/python conformance/spin_dynamics.py SEQC PROBE

SEQC prints shifts and couplings (`seqc metabolites NAME --format json`), PROBE is SpinDynamicsProbe of Package.swift,
which plays the experiments that this script writes as text. Here QuTiP's spin operators make the Hamiltonian of each
group of spins, and its matrix exponential every propagator; crushers are averages over explicit angles, where ours are
filters of coherence orders. One line per comparison: molecule, experiment, norm of the difference over the norm of the
signal, tolerance. Exit status 1 when a tolerance is exceeded.

Tolerances: 1e-4, what issue and engine promise; ideal pulses and delays are exact on both sides and agree to 1e-6 (our
ideal pulse lasts a nanosecond), the shaped pulse shows the splitting at kicks of 80 us.
"""

import functools
import json
import subprocess
import sys

import numpy as np
import qutip

MOLECULES = ["Glu", "Gln", "GABA", "NAA", "mI", "Lac"]
HERTZ_PER_PPM, RECEIVER_PPM, LINEWIDTH = 42.57747892 * 3.0, 3.0, 5.0
B1_SCALE, OFFSET = 1.1, 12.0
SAMPLES, DWELL = 256, 0.5e-3
# Orders of seven spins before and after a refocusing pulse sum up to 14 at most.
ANGLES = 2 * np.pi * np.arange(16) / 16
TOLERANCE = 1e-4


def main():
    seqc, probe = sys.argv[1:3]
    random = np.random.default_rng(7)
    shape = 500 * random.uniform(-1, 1, (64, 2))
    experiments = {
        "PRESS 30": (press_text(), press),
        "STEAM 20, TM 10": (steam_text(), steam),
        "random pulse": (shaped_text(shape), lambda group: shaped(group, shape)),
    }
    failed = count = 0
    for name in MOLECULES:
        groups = read_groups(seqc, name)
        for title, (text, play) in experiments.items():
            ours = run_probe(probe, name, text)
            theirs = sum(group.multiplicity * group.signal(play(group)) for group in groups)
            difference = np.linalg.norm(ours - theirs) / np.linalg.norm(theirs)
            verdict = "ok" if difference <= TOLERANCE else "FAIL"
            failed += verdict != "ok"
            count += 1
            what = f"{name}: {title}"
            print(f"{what:48s} {difference:9.2e}  within {TOLERANCE:7.1e}  {verdict}", flush=True)
    print(f"{count} comparisons, {failed} failed")
    return 1 if failed or not count else 0


def read_groups(seqc, name):
    text = subprocess.run(
        [seqc, "metabolites", name, "--format", "json"], check=True, capture_output=True, text=True
    ).stdout
    molecule = json.loads(text)
    assert all(not group["heteronuclear"] for group in molecule["groups"]), name
    return [Group(group) for group in molecule["groups"]]


def run_probe(probe, name, steps):
    text = "\n".join(
        [
            f"system {HERTZ_PER_PPM!r} {RECEIVER_PPM!r} {LINEWIDTH!r}",
            f"member {B1_SCALE!r} {OFFSET!r}",
            *steps,
            f"acquire {name} {SAMPLES} {DWELL!r}",
        ]
    )
    printed = subprocess.run([probe], input=text + "\n", check=True, capture_output=True, text=True).stdout
    parts = np.array([line.split() for line in printed.splitlines()], dtype=float)
    return parts[:, 0] + 1j * parts[:, 1]


class Group:
    """Coupled spins: operators, and what pulses and delays do to a density operator."""

    def __init__(self, group):
        shifts = group["shifts_ppm"]
        self.multiplicity = group["multiplicity"]
        self.count = len(shifts)
        spins = {axis: [self.single(axis, spin) for spin in range(self.count)] for axis in "xyz"}
        self.x, self.y, self.z = (sum(spins[axis]) for axis in "xyz")
        hertz = [HERTZ_PER_PPM * (ppm - RECEIVER_PPM) + OFFSET for ppm in shifts]
        self.free = sum(2 * np.pi * f * operator for f, operator in zip(hertz, spins["z"]))
        for one in range(self.count):
            for other in range(one):
                coupling = group["couplings_hertz"][one][other]
                if coupling != 0:
                    product = sum(spins[axis][one] * spins[axis][other] for axis in "xyz")
                    self.free += 2 * np.pi * coupling * product
        self.propagator = functools.cache(lambda seconds: (-1j * seconds * self.free).expm())

    def single(self, axis, spin):
        factors = [qutip.qeye(2)] * self.count
        factors[spin] = qutip.jmat(1 / 2, axis)
        return qutip.tensor(factors)

    @staticmethod
    def turned(propagator, state):
        return propagator * state * propagator.dag()

    def wait(self, seconds, state):
        return self.turned(self.propagator(seconds), state)

    def ideal(self, degrees, phase, state):
        axis = np.cos(np.radians(phase)) * self.x + np.sin(np.radians(phase)) * self.y
        return self.turned((-1j * np.radians(degrees) * B1_SCALE * axis).expm(), state)

    def crush(self, angle, state):
        return self.turned((-1j * angle * self.z).expm(), state)

    def signal(self, state):
        """Tr(F+ rho) in units in which one proton gives 1, damped; precession in the eigenbasis."""
        energies, vectors = np.linalg.eigh(self.free.full())
        rho = vectors.conj().T @ state.full() @ vectors
        raising = vectors.conj().T @ (self.x + 1j * self.y).full() @ vectors
        # Tr(F+ rho(t)) = sum F+(a, b) rho(b, a) exp(-i (E_b - E_a) t)
        amplitudes = (raising * rho.T).ravel()
        frequencies = (energies[:, None] - energies[None, :]).ravel()
        times = DWELL * np.arange(SAMPLES)
        keep = np.abs(amplitudes) > 1e-14
        values = np.exp(1j * np.outer(times, frequencies[keep])) @ amplitudes[keep]
        return values * np.exp(-np.pi * LINEWIDTH * times) * 4 / 2**self.count


# PRESS: 14 ms and 16 ms, refocusing pulses that miss 180 degrees, so that crushers matter.

FIRST, SECOND = (150, 40), (175, 90)


def press_text():
    return [
        "ideal 90 0",
        "delay 0.007",
        "keep -1",
        f"ideal {FIRST[0]} {FIRST[1]}",
        "keep 1",
        "delay 0.015",
        f"ideal {SECOND[0]} {SECOND[1]}",
        "delay 0.008",
    ]


def press(group):
    state = group.wait(0.007, group.ideal(90, 0, group.z))
    state = between_crushers(group, FIRST, state)
    state = between_crushers(group, SECOND, group.wait(0.015, state))
    return group.wait(0.008, state)


def between_crushers(group, pulse, state):
    shots = [group.crush(a, group.ideal(*pulse, group.crush(a, state))) for a in ANGLES]
    return sum(shots) / len(shots)


# STEAM: the crushers of both halves of the echo time are equal, that of the mixing time is another.


def steam_text():
    return [
        "ideal 90 0",
        "delay 0.01",
        "keep 1",
        "ideal 90 30",
        "keep 0",
        "delay 0.01",
        "ideal 90 70",
        "delay 0.01",
    ]


def steam(group):
    excited = group.wait(0.01, group.ideal(90, 0, group.z))
    total = 0
    for angle in ANGLES:
        stored = group.ideal(90, 30, group.crush(angle, excited))
        stored = sum(group.crush(spoil, stored) for spoil in ANGLES) / len(ANGLES)
        read = group.ideal(90, 70, group.wait(0.01, stored))
        total += group.wait(0.01, group.crush(angle, read)) / len(ANGLES)
    return total


# A random pulse of 3.2 ms between two delays.

STEP = 50e-6


def shaped_text(shape):
    samples = " ".join(repr(float(value)) for value in shape.ravel())
    return ["ideal 90 0", "delay 0.005", f"shaped {STEP!r} {samples}", "delay 0.01"]


def shaped(group, shape):
    state = group.wait(0.005, group.ideal(90, 0, group.z))
    for x, y in shape:
        field = 2 * np.pi * B1_SCALE * (float(x) * group.x + float(y) * group.y)
        state = group.turned((-1j * STEP * (group.free + field)).expm(), state)
    return group.wait(0.01, state)


if __name__ == "__main__":
    sys.exit(main())
