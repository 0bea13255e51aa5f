"""Compares the spectra of emitted Pulseq files with those of an independent simulation.

    python3 -m venv .venv
    .venv/bin/pip install -r conformance/requirements.txt -r conformance/requirements-spins.txt
    .venv/bin/python conformance/emitted_spectra.py SEQC

`seqc build` writes the files, `pypulseq` reads them (`emitted_shots.py`): nothing of the designs is known here but the
files. Spin operators are QuTiP's. A pulse is played sample by sample at many places across its slice. What acts on all
spins alike (B1, gradient, frequency offset) is a rotation, exact; shifts and couplings together act in steps, exact in
themselves; ours turn each spin with its own shift and let the couplings act in kicks. T1 and T2 act on each spin as a
channel of its own. Between pulses, gradients give every coherence order the phase of its moment: pathways that are not
brought back into phase are dropped, the others are summed over all shots with the phases that the file has for each.
Shots with different values of the label SET are spectra of their own; reference shots (label REF) are none.

Of an edited sequence the difference of its two spectra is compared as well, which is what it is for.

Saturation pulses come before the excitation and are left out on both sides: by the letter that the file gives their use.

One line a comparison: sequence, molecule, norm of the difference over the norm of the spectrum, tolerance. Exit status 1
when a tolerance is exceeded. `--finer` halves all steps and places here, `--only WORD` picks sequences.
"""

import argparse
import functools
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import qutip

import emitted_shots

SCANNER, REFERENCE_PPM, LINEWIDTH = "siemens-prisma", 4.7, 5.5
MOLECULES = ["Glu", "Gln"]
TOLERANCE = 1e-3
# Places across the thickness of a slice; its ends are where a pulse turns no spin by more than this (sine of half the
# angle), for excitations and for others, whose effect is its square.
PLACES, LEAST_TURN = 20, (1.5e-3, 1e-2)
# s: longest step of shifts and couplings in pulses, of relaxation in pulses, and of relaxation elsewhere.
STEP, PULSE_RELAXATION, RELAXATION = 4e-6, 40e-6, 0.5e-3
# A pathway with less than this of the whole is none.
NEGLIGIBLE = 1e-6

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
EXAMPLES = ["glu-gln-3t-precise", "glu-gln-3t-separated", "glu-gln-3t-robust"]
# Built for a site whose scanner plays long pulses. The difference is that of the spectra of SET 1 and SET 0.
EDITED, EDITED_SITE, EDITED_MOLECULES = "mega-press", "examples/site-prisma-mrs.scanner", ["GABA", "Cr"]
# Actual over nominal B1, and offset of the field in Hz.
NOMINAL = (1.0, 0.0)
MEMBERS = [NOMINAL, (0.85, 15.0)]


def main():
    options = parsed_options()
    failed = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for title, design, members, molecules, site in cases(pathlib.Path(folder)):
            if options.only and options.only not in title:
                continue
            path = pathlib.Path(folder) / f"{design.stem}.emitted.seq"
            run(options.seqc, "build", str(design), *site, "-o", str(path))
            for member, name in itertools.product(members, molecules):
                field, ours = simulate(options, path, member, name)
                kinds = emitted_shots.read(path, field)
                theirs = spectra(molecule(options.seqc, name, field, member), kinds)
                for group in molecule(options.seqc, name, field, member):
                    group.chunks.clear()
                assert sorted(ours) == sorted(theirs)
                # A difference that is small is measured by what it was taken from.
                unit = {number: np.linalg.norm(spectrum) for number, spectrum in theirs.items()}
                if title == EDITED:
                    for both in (ours, theirs):
                        both["difference"] = both[1] - both[0]
                    unit["difference"] = unit[0]
                for number in theirs:
                    difference = np.linalg.norm(ours[number] - theirs[number]) / unit[number]
                    verdict = "ok" if difference <= TOLERANCE else "FAIL"
                    failed += verdict != "ok"
                    count += 1
                    what = f"{title}: {name}" + (f" set {number}" if len(theirs) > 1 else "")
                    if member != NOMINAL:
                        what += f" (B1 {member[0]:g}, {member[1]:g} Hz)"
                    print(f"{what:58s} {difference:9.2e}  within {TOLERANCE:7.1e}  {verdict}", flush=True)
    print(f"{count} comparisons, {failed} failed")
    return 1 if failed or not count else 0


def parsed_options():
    global PLACES, STEP, PULSE_RELAXATION, RELAXATION
    parser = argparse.ArgumentParser()
    parser.add_argument("seqc")
    parser.add_argument("--finer", action="store_true", help="halve all steps and distances")
    parser.add_argument("--only", metavar="WORD", help="sequences whose title has it")
    options = parser.parse_args()
    if options.finer:
        PLACES, STEP, PULSE_RELAXATION, RELAXATION = 2 * PLACES, STEP / 2, PULSE_RELAXATION / 2, RELAXATION / 2
    return options


def cases(folder):
    """Title, file of the design, members, molecules, and how the site is said."""
    for title, body in SEQUENCES.items():
        design = folder / f"{title.split()[0]}.seq"
        design.write_text(f"{HEAD}sequence {{{body}}}\n")
        yield title, design, [NOMINAL], MOLECULES, []
    for name in EXAMPLES:
        # The way to the searched pulses is the same in all three.
        design = pathlib.Path("examples") / f"{name}.seq"
        yield name, design, MEMBERS if name == EXAMPLES[0] else [NOMINAL], MOLECULES, []
    design = pathlib.Path("examples") / f"{EDITED}.seq"
    yield EDITED, design, [NOMINAL], EDITED_MOLECULES, ["--scanner", EDITED_SITE]


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def simulate(options, path, member, name):
    """Hz per ppm, and spectra by the value of the label SET, as `seqc simulate` gives them."""
    scale, offset = member
    printed = run(
        options.seqc, "simulate", str(path), "--scanner", SCANNER, "--molecules", name, "--linewidth",
        f"{LINEWIDTH}Hz", "--b1", f"{scale}", "--offset", f"{offset}Hz", "--precision", "1e-4",
        "--places", "64", "--format", "json",
    )  # fmt: skip
    result = json.loads(printed)
    spectra = {}
    for shots in result["shots"]:
        words = shots["shots"].split()
        found = shots["molecules"][0]
        number = int(words[1]) if len(words) > 1 else 0
        spectra[number] = np.array(found["spectrum_re"]) + 1j * np.array(found["spectrum_im"])
    return result["hertz_per_ppm"], spectra


# Pathways.


def spectra(groups, kinds):
    """Mean over all shots of each value of the label SET."""
    totals, played = {}, {}
    for kind in kinds:
        played[kind.set] = played.get(kind.set, 0) + len(kind.phases)
    for kind in kinds:
        signal = sum(group.multiplicity * group.mean_signal(kind, kinds) for group in groups)
        share = len(kind.phases) / played[kind.set]
        totals[kind.set] = totals.get(kind.set, 0) + 1j * share * signal
    return {number: np.fft.fftshift(np.fft.fft(total)) / len(total) for number, total in totals.items()}


# The spins.


@functools.cache
def molecule(seqc, name, field, member):
    found = json.loads(run(seqc, "metabolites", name, "--format", "json"))
    for group in found["groups"]:
        # What stands in where none is known: docs/metabolites.md.
        group["t1_seconds"] = group["t1_seconds"] or 1.340
        group["t2_seconds"] = group["t2_seconds"] or 0.113
    return [Group(group, field, *member) for group in found["groups"]]


class Group:
    """Coupled spins: states are density operators, [place, row, column]."""

    def __init__(self, group, field, b1_scale, offset):
        shifts = group["shifts_ppm"]
        self.multiplicity, self.count = group["multiplicity"], len(shifts)
        self.size = 2**self.count
        self.t1, self.t2 = group["t1_seconds"], group["t2_seconds"]
        self.b1_scale = b1_scale
        spins = {axis: [self.single(axis, spin) for spin in range(self.count)] for axis in "xyz"}
        self.x, self.y, self.z = (sum(spins[axis]) for axis in "xyz")
        hertz = np.array([field * (ppm - REFERENCE_PPM) + offset for ppm in shifts])
        # What is common to all spins turns with B1.
        self.common_hertz, self.hertz = hertz.mean(), hertz
        self.own = sum(2 * np.pi * f * z for f, z in zip(hertz - hertz.mean(), spins["z"]))
        for one, other in itertools.combinations(range(self.count), 2):
            coupling = group["couplings_hertz"][one][other]
            if coupling:
                product = sum(spins[axis][one] @ spins[axis][other] for axis in "xyz")
                self.own = self.own + 2 * np.pi * coupling * product
        self.free = self.own + 2 * np.pi * self.common_hertz * self.z
        magnetic = np.rint(np.diag(self.z).real * 2) / 2
        self.order = magnetic[:, None] - magnetic[None, :]
        self.energies, self.vectors = np.linalg.eigh(self.free)
        self.delay = functools.cache(lambda seconds: exponential(self.free, seconds))
        self.states, self.signals, self.chunks = {}, {}, {}

    def single(self, axis, spin):
        factors = [qutip.qeye(2)] * self.count
        factors[spin] = qutip.jmat(1 / 2, axis)
        return qutip.tensor(factors).full()

    # Pathways: the largest order after each pulse is the number of spins.

    def mean_signal(self, kind, kinds):
        total = np.zeros(kind.samples, complex)
        for path in kind.pathways(self.count):
            factor = kind.share(path)
            if abs(factor) > 1e-3:
                total += factor * self.signal(kind, path)
        # Of directions along which only other kinds select, those kinds' places count.
        for pulse in {p.axis: p for other in kinds for p in other.pulses if p.axis is not None}.values():
            if pulse.axis not in [p.axis for p in kind.pulses]:
                places = self.places(pulse)
                total *= len(places) * (places[1] - places[0]) / pulse.thickness
        return total

    def signal(self, kind, path):
        """One pathway, damped, in units in which one proton gives 1."""
        state = self.prefix(kind, path, len(path))
        if state is None:
            return np.zeros(kind.samples, complex)
        return self.acquire(state, kind)

    def prefix(self, kind, path, length):
        """The state before pulse number `length`, mean over the places of the pulses before; None: there is none."""
        if length == 0:
            # With the unit operator, which is what relaxation leads back to.
            return self.z + np.eye(self.size)
        pulse = kind.pulses[length - 1]
        moments = [kind.dephasing(path, p.axis) if p.axis is not None else 0.0 for p in kind.pulses[:length]]
        starts = [p.start for p in kind.pulses] + [kind.start]
        seconds = round(starts[length] - pulse.end, 9)
        steps = zip(kind.pulses[:length], path, np.round(moments, 3) + 0.0, np.round(np.diff(starts), 9))
        key = tuple((p.key, order, moment, step) for p, order, moment, step in steps)
        if key not in self.states:
            before = self.prefix(kind, path, length - 1)
            goes_on = pulse.axis is not None and pulse.axis in [p.axis for p in kind.pulses[length:]]
            self.states[key] = None
            if before is not None:
                moment = None if goes_on else moments[-1]
                self.states[key] = self.after(before, pulse, path[length - 1], moment, seconds)
        return self.states[key]

    def after(self, state, pulse, order, moment, seconds):
        """`moment` None: another pulse selects along the axis, until then each place has a state of its own."""
        places = self.places(pulse)
        states = self.play(state, pulse, places)
        states = np.where(np.abs(self.order - order) < 0.1, states, 0)
        if moment is not None:
            if pulse.axis is not None:
                # What dephased a pathway at any time, at once.
                phases = np.exp(-2j * np.pi * moment * places) * (places[1] - places[0]) / pulse.thickness
                states = phases[:, None, None] * states
            states = states.sum(axis=0)[None]
        if np.linalg.norm(states) < NEGLIGIBLE * np.linalg.norm(self.z):
            return None
        states = self.wait(states, seconds)
        return states if moment is None else states[0]

    # What acts.

    def places(self, pulse):
        if pulse.axis is None:
            return np.zeros(1)
        least = LEAST_TURN[pulse.use != "excitation"]
        lower, upper = pulse.extent(tuple(self.hertz), self.b1_scale, least)
        count = int(np.ceil(PLACES * (upper - lower) / pulse.thickness))
        return lower + (np.arange(count) + 0.5) / count * (upper - lower)

    def wait(self, state, seconds):
        parts = max(1, round(seconds / RELAXATION))
        half = self.delay(seconds / parts / 2)
        for _ in range(parts):
            state = half @ state @ half.conj().T
            state = self.relax(state, seconds / parts)
            state = half @ state @ half.conj().T
        return state

    def play(self, state, pulse, places):
        """The state after a pulse at each place, phases of the event apart."""
        states = np.repeat(state[None], len(places), axis=0) if state.ndim == 2 else state
        assert len(states) == len(places), "one axis at a time, and pulses of a pair are equal"
        chunks = self.propagators(pulse, places)
        for number, (seconds, propagators) in enumerate(chunks):
            # Relaxation of half a chunk before the first and after the last, of a whole one between two.
            before = chunks[number - 1][0] if number else 0.0
            states = self.relax(states, (before + seconds) / 2)
            states = propagators @ states @ propagators.conj().transpose(0, 2, 1)
        return self.relax(states, chunks[-1][0] / 2)

    def propagators(self, pulse, places):
        """Of each stretch of a pulse between two steps of relaxation: its duration, and [place, row, column]."""
        if pulse.key in self.chunks:
            return self.chunks[pulse.key]
        most = max(1, round(STEP / pulse.raster))
        turns = pulse.turns(self.b1_scale, self.common_hertz, places, most)
        chunk = max(1, round(PULSE_RELAXATION / (most * pulse.raster)))
        seconds = most * pulse.raster
        half, whole = exponential(self.own, seconds / 2), exponential(self.own, seconds)
        result = []
        for first in range(0, len(turns), chunk):
            part = turns[first : first + chunk]
            own = np.repeat(half[None], len(places), axis=0)
            for index, turn in enumerate(part):
                own = tensor_power(turn, self.count) @ own
                own = (half if index + 1 == len(part) else whole) @ own
            result.append((len(part) * seconds, own))
        if self.size * len(result) * len(places) < 4e5:
            self.chunks[pulse.key] = result
        return result

    def relax(self, states, seconds):
        """Each spin: the transverse part decays with T2, the longitudinal with T1 towards what the unit says."""
        shape = states.shape
        units = np.trace(states, axis1=1, axis2=2) / self.size
        for spin in range(self.count):
            low, high = 2**spin, 2 ** (self.count - spin - 1)
            parts = states.reshape(-1, low, 2, high, low, 2, high)
            up, down = parts[:, :, 0, :, :, 0, :], parts[:, :, 1, :, :, 1, :]
            mean, half = (up + down) / 2, (up - down) / 2 * np.exp(-seconds / self.t1)
            result = parts * np.exp(-seconds / self.t2)
            result[:, :, 0, :, :, 0, :], result[:, :, 1, :, :, 1, :] = mean + half, mean - half
            states = result.reshape(shape)
        return states + ((1 - np.exp(-seconds / self.t1)) * units)[:, None, None] * self.z

    def acquire(self, state, kind):
        rho = self.vectors.conj().T @ state @ self.vectors
        raising = self.vectors.conj().T @ (self.x + 1j * self.y) @ self.vectors
        amplitudes = (raising * rho.T).ravel()
        frequencies = (self.energies[:, None] - self.energies[None, :]).ravel()
        keep = np.abs(amplitudes) > 1e-9
        times = kind.dwell * np.arange(kind.samples)
        values = np.exp(1j * np.outer(times, frequencies[keep])) @ amplitudes[keep]
        return values * np.exp(-np.pi * LINEWIDTH * times) * 4 / self.size


def exponential(generator, seconds):
    energies, vectors = np.linalg.eigh(generator)
    return (vectors * np.exp(-1j * energies * seconds)) @ vectors.conj().T


def tensor_power(turns, count):
    """The same rotation of `count` spins: [place, 2, 2] to [place, 2^count, 2^count]."""
    result = turns
    for _ in range(count - 1):
        size = 2 * result.shape[-1]
        result = (result[:, :, None, :, None] * turns[:, None, :, None, :]).reshape(-1, size, size)
    return result


if __name__ == "__main__":
    sys.exit(main())
