"""Holds the closed forms of AnalyticEchoTests.swift against density matrices: python3 analytic_echoes.py

Spins 1/2 in numpy (nothing of seqc), ideal pulses, gradients as means over explicit angles, no relaxation. One line a
closed form: the largest difference from the density matrix over random parameters. Then the numbers of AX2 under STEAM
that the test quotes, for which no closed form is used: they must be those of the file. Exit status 1 when anything
differs.
"""

import sys

import numpy as np

ANGLES = 2 * np.pi * np.arange(16) / 16


class System:
    """hertz: of each spin; couplings: {(i, j): Hz}; `weak`: Iz Sz only."""

    def __init__(self, hertz, couplings, weak):
        self.count = len(hertz)
        pauli = {
            "x": np.array([[0, 1], [1, 0]]) / 2,
            "y": np.array([[0, -1j], [1j, 0]]) / 2,
            "z": np.array([[1, 0], [0, -1]]) / 2,
        }
        spins = {axis: [self.single(pauli[axis], n) for n in range(self.count)] for axis in "xyz"}
        self.x, self.y, self.z = (sum(spins[axis]) for axis in "xyz")
        self.hamiltonian = sum(2 * np.pi * f * z for f, z in zip(hertz, spins["z"]))
        for (one, other), j in couplings.items():
            axes = "z" if weak else "xyz"
            self.hamiltonian = self.hamiltonian + sum(2 * np.pi * j * spins[a][one] @ spins[a][other] for a in axes)

    def single(self, matrix, spin):
        result = np.eye(1)
        for n in range(self.count):
            result = np.kron(result, matrix if n == spin else np.eye(2))
        return result

    def wait(self, rho, seconds):
        return turned(self.hamiltonian, seconds, rho)

    def pulse(self, rho, degrees, phase=0.0):
        axis = np.cos(np.radians(phase)) * self.x + np.sin(np.radians(phase)) * self.y
        return turned(axis, np.radians(degrees), rho)

    def crush(self, rho, angle):
        return turned(self.z, angle, rho)

    def signal(self, rho):
        """A pulse and a receiver of the same phase give a positive signal; one proton gives 1."""
        return 1j * np.trace((self.x + 1j * self.y) @ rho) * 4 / 2**self.count

    def press(self, first, whole, after):
        """Refocusing pulses at first / 2 and (first + whole) / 2, signal `after` seconds behind the echo."""
        mean = 0
        for angle in ANGLES:
            rho = self.wait(self.pulse(self.z, 90), first / 2)
            rho = self.crush(self.pulse(self.crush(rho, angle), 180), angle)
            rho = self.wait(rho, whole / 2)
            for other in ANGLES:
                end = self.crush(self.pulse(self.crush(rho, other), 180), other)
                mean = mean + self.wait(end, (whole - first) / 2 + after) / len(ANGLES) ** 2
        return self.signal(mean)

    def steam(self, echo, mixing, after):
        mean = 0
        for angle in ANGLES:
            stored = self.pulse(self.crush(self.wait(self.pulse(self.z, 90), echo / 2), angle), 90)
            stored = sum(self.crush(stored, spoil) for spoil in ANGLES) / len(ANGLES)
            read = self.crush(self.pulse(self.wait(stored, mixing), 90), angle)
            mean = mean + self.wait(read, echo / 2 + after) / len(ANGLES)
        return self.signal(mean)


def turned(generator, amount, rho):
    energies, vectors = np.linalg.eigh(generator)
    propagator = (vectors * np.exp(-1j * energies * amount)) @ vectors.conj().T
    return propagator @ rho @ propagator.conj().T


# Closed forms; derivations and sources stand in AnalyticEchoTests.swift.


def press_ax(hertz, j, whole, after):
    return sum(np.exp(2j * np.pi * f * after) for f in hertz) * np.cos(np.pi * j * (whole + after))


def press_ax2(hertz, j, whole, after):
    modulation = np.cos(np.pi * j * (whole + after))
    a, x = (np.exp(2j * np.pi * f * after) for f in hertz)
    return a * modulation**2 + 2 * x * modulation


def press_ab(hertz, j, first, whole, after):
    centre, delta = (hertz[0] + hertz[1]) / 2, hertz[0] - hertz[1]
    size = np.hypot(delta, j)
    state = np.array([1, 0, 0, 0])
    for sign, seconds in ((1, first / 2), (-1, whole / 2), (1, (whole - first) / 2 + after)):
        half = np.pi * size * seconds
        state = times(np.array([np.cos(half), np.sin(half) * j / size, 0, np.sin(half) * sign * delta / size]), state)
    angle = np.pi * j * (whole + after)
    return 2 * np.exp(2j * np.pi * centre * after) * (state[0] * np.cos(angle) + state[1] * np.sin(angle))


def times(left, right):
    """Rotations as cosine and sine of half the angle: of (l0 - i l.sigma) (r0 - i r.sigma)."""
    scalar = left[0] * right[0] - left[1:] @ right[1:]
    return np.concatenate([[scalar], left[0] * right[1:] + right[0] * left[1:] + np.cross(left[1:], right[1:])])


def steam_ab(hertz, j, echo, mixing, after):
    centre, delta = (hertz[0] + hertz[1]) / 2, hertz[0] - hertz[1]
    size = np.hypot(delta, j)
    p, q = j / size, delta / size
    a, b = np.pi * j * echo / 2, np.pi * size * echo / 2
    a2, b2 = a + np.pi * j * after, b + np.pi * size * after
    psi = 2 * np.pi * size * mixing
    longitudinal = (np.cos(a) * np.cos(b) + p * np.sin(a) * np.sin(b)) * (
        np.cos(a2) * np.cos(b2) + p * np.sin(a2) * np.sin(b2)
    )
    z = q**2 * np.cos(a) + p**2 * np.cos(a) * np.cos(psi) - p * np.sin(a) * np.sin(psi)
    y = -np.sin(a) * np.cos(psi) - p * np.cos(a) * np.sin(psi)
    zero_quantum = q**2 * np.sin(b) * np.sin(b2) * (z * np.cos(a2) + y * np.sin(a2))
    return -np.exp(2j * np.pi * centre * after) * (longitudinal + zero_quantum)


def main():
    random = np.random.default_rng(3)
    worst = dict.fromkeys(["PRESS AX", "PRESS AX2", "PRESS AB", "STEAM AB", "STEAM AX"], 0.0)
    for _ in range(20):
        hertz = random.uniform(-40, 40, 2)
        j, first, rest, mixing, after = random.uniform(5, 20), *random.uniform(5e-3, 40e-3, 4)
        whole = first + rest
        cases = {
            "PRESS AX": (System(hertz, {(0, 1): j}, True).press(first, whole, after), press_ax(hertz, j, whole, after)),
            "PRESS AX2": (
                System([*hertz, hertz[1]], {(0, 1): j, (0, 2): j}, True).press(first, whole, after),
                press_ax2(hertz, j, whole, after),
            ),
            "PRESS AB": (
                System(hertz, {(0, 1): j}, False).press(first, whole, after),
                press_ab(hertz, j, first, whole, after),
            ),
            "STEAM AB": (
                System(hertz, {(0, 1): j}, False).steam(whole, mixing, after),
                steam_ab(hertz, j, whole, mixing, after),
            ),
        }
        for name, (matrix, closed) in cases.items():
            worst[name] = max(worst[name], abs(matrix - closed))
        weak = System(hertz, {(0, 1): j}, True).steam(whole, mixing, 0)
        a, b, psi = np.pi * j * whole / 2, np.pi * (hertz[0] - hertz[1]) * whole / 2, 2 * np.pi * (hertz[0] - hertz[1])
        closed = -(np.cos(a) ** 2 - np.sin(a) ** 2 * np.sin(b) ** 2 * np.cos(psi * mixing))
        worst["STEAM AX"] = max(worst["STEAM AX"], abs(weak - closed))
    failed = 0
    for name, difference in worst.items():
        failed += not difference < 1e-12
        print(f"{name}: {difference:.1e}  {'ok' if difference < 1e-12 else 'FAIL'}")
    for (echo, mixing), quoted in AX2.items():
        system = System([110, -130, -130], {(0, 1): 7, (0, 2): 7}, False)
        values = np.array([system.steam(echo, mixing, after) for after in (0.25e-3, 20.25e-3)])
        good = np.abs(values - quoted).max() < 1e-9
        failed += not good
        print(f"AX2, TE {echo * 1e3:g} ms, TM {mixing * 1e3:g} ms: {np.round(values, 9)}  {'ok' if good else 'FAIL'}")
    print(f"{len(worst) + len(AX2)} comparisons, {failed} failed")
    return 1 if failed else 0


# Echo and mixing time, s: the signal 0.25 and 20.25 ms behind the echo. Shifts of 110 and -130 Hz, J 7 Hz.
AX2 = {
    (20e-3, 10e-3): (-1.4374925428+0.1160683433j, 0.5234823413-0.9872377602j),
    (20e-3, 12e-3): (-1.3319229164+0.1142063511j, 0.4386658613-0.7855449531j),
    (72e-3, 30e-3): (-0.5118675528+0.0583790393j, 0.0729814085-0.1535493917j),
    (144e-3, 6e-3): (-0.6831103474+0.0482889326j, 0.4280162124-0.4790263890j),
}

if __name__ == "__main__":
    sys.exit(main())
