"""Holds `seqc simulate` against an independent simulation of the same physics: to 1e-4 of the largest peak.

    python3 -m venv .venv
    .venv/bin/pip install -r conformance/requirements.txt -r conformance/requirements-spins.txt
    .venv/bin/python conformance/simulated_spectra.py SEQC

Seven molecules under pulse-acquire, PRESS, STEAM and semi-LASER: with ideal pulses (`conformance/simulate`, two
microseconds) and with the shaped ones of `examples`. `seqc build` writes the files, `pypulseq` reads them
(`emitted_shots.py`), and what `emitted_spectra.py` does with density matrices of QuTiP's operators is done here with
three differences:

* The places across each slice, and the width of the voxel that is the unit, are those that seqc states (`slices` in its
  JSON); `emitted_spectra.py` has its own.
* Every sample of a pulse turns each spin with its own shift, exactly; the couplings of a few samples, all of them in
  one exponential, come between.
* The whole is done with two step lengths, and what is left of the error of second order is taken away (Richardson).
  The change that this makes is printed as this side's own error.

A molecule is one list of spins; those that no coupling joins are simulated apart, which is worked out here.

One line a comparison: sequence, molecule, largest difference of the complex spectra over the largest magnitude, and the
largest change by Richardson's step. Exit status 1 when the difference exceeds the tolerance.

`--average 4e-6` plays means of the samples over that long here (shows what that would cost seqc), `--places N` is passed
on to seqc, `--only WORD` and `--molecules NAMES` choose.
"""

import argparse
import functools
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

import emitted_shots
import emitted_spectra

MOLECULES = ["Glu", "Gln", "GABA", "NAA", "GSH", "mI", "Lac"]
SEQUENCES = {
    f"{kind} {name}": pathlib.Path(folder) / f"{name}.seq"
    for kind, folder in (("ideal", "conformance/simulate"), ("shaped", "examples"))
    for name in ("pulse-acquire", "press", "steam", "semi-laser")
}
LINEWIDTH, PRECISION, TOLERANCE = 5.5, "1e-5", 1e-4
# At most so many samples of a pulse between two actions of the couplings, and so many of these between two of
# relaxation; s between two actions of relaxation in delays.
SAMPLES, KICKS, RELAXATION = 20, 5, 1e-3
# A pulse has at least so many samples; shorter ones are cut.
LEAST = 40
# Elements of the propagators of a pulse that are kept.
KEPT = 2e7


def main():
    options = parsed_options()
    failed = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for title, design in SEQUENCES.items():
            if options.only not in title:
                continue
            path = pathlib.Path(folder) / f"{title.replace(' ', '-')}.seq"
            run(options.seqc, "build", str(design), "-o", str(path))
            for name in options.molecules.split(","):
                ours, result = simulate(options, path, name)
                kinds = emitted_shots.read(path, result["hertz_per_ppm"])
                theirs, change = spectrum(options, name, result, kinds)
                largest = np.abs(theirs).max()
                difference = np.abs(ours - theirs).max() / largest
                verdict = "ok" if difference <= TOLERANCE else "FAIL"
                failed += verdict != "ok"
                count += 1
                own = np.abs(change).max() / largest
                print(
                    f"{title + ': ' + name:32s} {difference:9.2e}  within {TOLERANCE:7.1e}"
                    f"  (own step {own:7.1e})  {verdict}",
                    flush=True,
                )
    print(f"{count} comparisons, {failed} failed")
    return 1 if failed or not count else 0


def parsed_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("seqc")
    parser.add_argument("--only", metavar="WORD", default="", help="sequences whose title has it")
    parser.add_argument("--molecules", metavar="NAMES", default=",".join(MOLECULES), help="with commas between")
    parser.add_argument("--places", default="12", help="places across a slice, as seqc takes it")
    parser.add_argument("--average", type=float, default=0.0, help="seconds over which samples are averaged")
    return parser.parse_args()


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def simulate(options, path, name):
    """The spectrum of one molecule as seqc gives it, and all else that it says."""
    printed = run(
        options.seqc, "simulate", str(path), "--field", "2.8936T", "--molecules", name, "--linewidth",
        f"{LINEWIDTH}Hz", "--precision", PRECISION, "--places", options.places, "--format", "json",
    )  # fmt: skip
    result = json.loads(printed)
    (shots,) = result["shots"]
    found = shots["molecules"][0]
    return np.array(found["spectrum_re"]) + 1j * np.array(found["spectrum_im"]), result


def spectrum(options, name, result, kinds):
    """With the error of second order taken away, and what that changed."""
    for kind in kinds:
        for pulse in kind.pulses:
            for stated in (s for s in result["slices"] if pulse.axis == "xyz".index(s["axis"])):
                pulse.thickness = stated["step_metres"] / stated["weight"]
    coarse, fine = (
        transformed([Group(group, result, halvings, options.average) for group in groups(options.seqc, name)], kinds)
        for halvings in (0, 1)
    )
    return (4 * fine - coarse) / 3, (fine - coarse) / 3


def transformed(molecule, kinds):
    played = sum(len(kind.phases) for kind in kinds)
    total = 0
    for number, kind in enumerate(kinds, start=1):
        for group in molecule:
            group.kind = number
            total = total + group.multiplicity * len(kind.phases) / played * group.mean_signal(kind, kinds)
            group.chunks.clear()
    return np.fft.fftshift(np.fft.fft(1j * total)) / len(total)


@functools.cache
def groups(seqc, name):
    """Spins that couplings join, with how often they count: from the spins of the molecule in one list."""
    found = json.loads(run(seqc, "metabolites", name, "--format", "json"))["groups"]
    spins = [
        (shift, group["multiplicity"], group["t1_seconds"] or 1.340, group["t2_seconds"] or 0.113)
        for group in found
        for shift in group["shifts_ppm"]
    ]
    couplings = np.zeros((len(spins), len(spins)))
    first = 0
    for group in found:
        last = first + len(group["shifts_ppm"])
        couplings[first:last, first:last] = group["couplings_hertz"]
        first = last
    result = []
    rest = set(range(len(spins)))
    while rest:
        joined, border = set(), {min(rest)}
        while border:
            joined |= border
            border = {other for spin in border for other in rest if couplings[spin, other]} - joined
        rest -= joined
        members = sorted(joined)
        facts = {spins[spin][1:] for spin in members}
        assert len(facts) == 1, "coupled spins relax alike"
        multiplicity, t1, t2 = facts.pop()
        result.append(
            {
                "shifts_ppm": [spins[spin][0] for spin in members],
                "couplings_hertz": couplings[np.ix_(members, members)].tolist(),
                "multiplicity": multiplicity,
                "t1_seconds": t1,
                "t2_seconds": t2,
            }
        )
    return result


class Group(emitted_spectra.Group):
    def __init__(self, group, result, halvings, average):
        super().__init__(group, result["hertz_per_ppm"], result["b1_scale"], result["offset_hertz"])
        self.halvings, self.average, self.slices, self.kind = halvings, average, result["slices"], None
        own = sum(
            2 * np.pi * (hertz - self.common_hertz) * self.single("z", spin) for spin, hertz in enumerate(self.hertz)
        )
        self.couplings = self.own - own

    def places(self, pulse):
        """What seqc states, for this pulse and all others along its axis."""
        if pulse.axis is None:
            return np.zeros(1)
        # Of an axis along which only other kinds of shots select, theirs.
        stated = sorted(
            (s for s in self.slices if s["axis"] == "xyz"[pulse.axis]), key=lambda s: s["kind"] != self.kind
        )[0]
        return stated["first_metres"] + stated["step_metres"] * np.arange(stated["places"])

    def wait(self, state, seconds):
        parts = 2**self.halvings * max(1, round(seconds / RELAXATION))
        half = self.delay(seconds / parts / 2)
        for _ in range(parts):
            state = half @ self.relax(half @ state @ half.conj().T, seconds / parts) @ half.conj().T
        return state

    def propagators(self, pulse, places):
        key = pulse.key, places.tobytes()
        if key in self.chunks:
            return self.chunks[key]
        # A hard pulse turns spins far within a sample.
        cuts = max(1, LEAST // len(pulse.field))
        count = cuts * len(pulse.field)
        samples = largest_divisor(count, min(SAMPLES, 2 * count // LEAST), 2) // 2**self.halvings
        kicks = largest_divisor(count // samples // 2**self.halvings, min(KICKS, count // LEAST), 1)
        seconds = samples * pulse.raster / cuts
        turns = self.turns(pulse, places, samples, cuts)
        half, whole = (emitted_spectra.exponential(self.couplings, part * seconds) for part in (0.5, 1))
        result = []
        for first in range(0, len(turns), kicks):
            own = half
            for index in range(first, first + kicks):
                own = (half if index + 1 == first + kicks else whole) @ (product(turns[index]) @ own)
            result.append((kicks * seconds, own))
        if self.size**2 * len(result) * len(places) < KEPT:
            self.chunks[key] = result
        return result

    def turns(self, pulse, places, samples, cuts):
        """Of every spin during so many samples, cut into so many: [step, spin, place, 2, 2]."""
        field, strength = (averaged(values, self.average, pulse.raster) for values in (pulse.field, pulse.strength))
        field, strength = np.repeat(field, cuts), np.repeat(strength, cuts)
        offsets = self.hertz[None, :, None] + strength[:, None, None] * places[None, None, :]
        steps = rotations(self.b1_scale * field[:, None, None], offsets, pulse.raster / cuts)
        steps = steps.reshape(-1, samples, *steps.shape[1:])
        result = steps[:, 0]
        for sample in range(1, samples):
            result = steps[:, sample] @ result
        return result


def largest_divisor(number, most, multiple):
    return max(n for n in range(1, most + 1) if number % n == 0 and n % multiple == 0)


def averaged(values, seconds, raster):
    times = max(1, round(seconds / raster))
    return np.repeat(values.reshape(-1, times).mean(axis=1), times)


def rotations(field, offset, seconds):
    """exp(-i t 2 pi (Re(field) Ix + Im(field) Iy + offset Iz)): [..., 2, 2]."""
    size = np.sqrt(np.abs(field) ** 2 + offset**2)
    half = np.pi * size * seconds
    cosine, sine = np.cos(half), np.pi * seconds * np.sinc(half / np.pi)
    result = np.empty((*size.shape, 2, 2), complex)
    result[..., 0, 0], result[..., 1, 1] = cosine - 1j * sine * offset, cosine + 1j * sine * offset
    result[..., 0, 1], result[..., 1, 0] = -1j * sine * np.conj(field), -1j * sine * field
    return result


def product(turns):
    """Tensor product of the rotations of all spins: [spin, place, 2, 2] to [place, 2^spins, 2^spins]."""
    result = turns[0]
    for turn in turns[1:]:
        size = 2 * result.shape[-1]
        result = (result[:, :, None, :, None] * turn[:, None, :, None, :]).reshape(-1, size, size)
    return result


if __name__ == "__main__":
    sys.exit(main())
