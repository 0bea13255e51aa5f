"""A semi-LASER with shaped pulses over a voxel: seqc beside direct simulations with density matrices.

    benchmarks/simulation/run.sh SEQC

1. `seqc simulate examples/semi-laser.seq --places 32`: its twenty molecules, 32 places across each of three slices (and
   more where lines far from the carrier have slices elsewhere).
2. Direct: voxel by voxel, the Hamiltonian of every step of every pulse written out and exponentiated (NumPy, by its
   eigenvectors); coherence orders filtered after each pulse, T1 and T2, as in (1). A few voxels of every molecule are
   timed, and the time for 32 x 32 x 32 of them is worked out from these: it does not depend on the voxel.
3. The same with QuTiP's objects and their `expm()`, for one voxel of one molecule.
4. Agreement: a grid of few places, all of whose voxels are simulated directly and added up, and seqc's mean over it.

Times are CPU seconds (user and system) of one thread in (2) and (3), of all threads in (1). What pypulseq reads from the
emitted file is what the direct simulations play.
"""

import argparse
import functools
import itertools
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np
import qutip

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "conformance"))
import emitted_shots  # noqa: E402
import emitted_spectra  # noqa: E402

DESIGN, SIDE, LINEWIDTH = "examples/semi-laser.seq", 32, 5.5
# s: of the pulses in the direct simulations that are timed and in those that are compared, and between two actions of
# relaxation.
STEP, FINE_STEP, RELAXATION = 10e-6, 2e-6, 40e-6
# Agreement within this part of the largest peak.
TOLERANCE = 1e-3


def main():
    options = parsed_options()
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder) / "semi-laser.seq")
        run(options.seqc, "build", DESIGN, "-o", path)
        result, seconds = simulated(options.seqc, path, SIDE)
        (kind,) = emitted_shots.read(path, result["hertz_per_ppm"])
        places = [slice["places"] for slice in result["slices"]]
        names = [molecule["name"] for molecule in result["shots"][0]["molecules"]]
        print(f"seqc: {len(names)} molecules, {' x '.join(map(str, places))} places: {seconds:.1f} s of CPU")
        whole = direct_times(options, kind, result, names)
        print(
            f"direct: {whole:.0f} s of CPU a voxel for all of them, {whole * SIDE**3 / 86400:.0f} days for {SIDE}^3;"
            f" {whole * SIDE**3 / seconds:,.0f} times as long"
        )
        qutip_time(options, kind, result)
        return agreement(options, path, kind)


def parsed_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("seqc")
    parser.add_argument("--voxels", type=int, default=2, help="of each molecule in the direct simulation")
    parser.add_argument("--small", default="Lac", help="molecule of the grid whose voxels are all simulated directly")
    parser.add_argument("--places", type=int, default=3, help="across the slices of that grid, as seqc takes it")
    return parser.parse_args()


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def simulated(seqc, path, places, *more):
    """What seqc gives, and the CPU seconds it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = run(
        seqc, "simulate", path, "--scanner", "siemens-prisma", "--linewidth", f"{LINEWIDTH}Hz",
        "--places", str(places), "--format", "json", *more,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(printed), seconds


def groups(seqc, name, field):
    found = json.loads(run(seqc, "metabolites", name, "--format", "json"))["groups"]
    for group in found:
        group["t1_seconds"] = group["t1_seconds"] or 1.340
        group["t2_seconds"] = group["t2_seconds"] or 0.113
    return [Group(group, field, 1.0, 0.0) for group in found]


def direct_times(options, kind, result, names):
    """CPU seconds a voxel, all molecules together."""
    random = np.random.default_rng(1)
    whole = 0
    for name in names:
        molecule = groups(options.seqc, name, result["hertz_per_ppm"])
        for group in molecule:
            pathways(kind, group.count)
        start = time.process_time()
        for _ in range(options.voxels):
            place = [s["first_metres"] + s["step_metres"] * random.integers(s["places"]) for s in result["slices"]]
            for group in molecule:
                group.voxel(kind, place)
        seconds = (time.process_time() - start) / options.voxels
        print(f"  {name:6s} spins {'+'.join(str(g.count) for g in molecule):12s} {seconds:8.2f} s a voxel", flush=True)
        whole += seconds
    return whole


def qutip_time(options, kind, result):
    times = []
    for way in (Group.exponential, qutip_exponential):
        (group,) = groups(options.seqc, options.small, result["hertz_per_ppm"])
        group.exponential = way
        start = time.process_time()
        group.voxel(kind, [0.0, 0.0, 0.0])
        times.append(time.process_time() - start)
    print(f"QuTiP's expm(): one voxel of {options.small} {times[1]:.2f} s of CPU, NumPy {times[0]:.2f} s", flush=True)


def qutip_exponential(generator, seconds):
    return qutip.Qobj(-1j * seconds * generator).expm().full()


def agreement(options, path, kind):
    result, _ = simulated(options.seqc, path, options.places, "--molecules", options.small, "--precision", "1e-5")
    axes = [s["first_metres"] + s["step_metres"] * np.arange(s["places"]) for s in result["slices"]]
    weight = np.prod([s["weight"] for s in result["slices"]])
    total = 0
    for group in groups(options.seqc, options.small, result["hertz_per_ppm"]):
        group.step = FINE_STEP
        for place in itertools.product(*axes):
            total = total + group.multiplicity * weight * group.voxel(kind, place)
    theirs = np.fft.fftshift(np.fft.fft(1j * total)) / len(total)
    found = result["shots"][0]["molecules"][0]
    ours = np.array(found["spectrum_re"]) + 1j * np.array(found["spectrum_im"])
    difference = np.abs(ours - theirs).max() / np.abs(theirs).max()
    verdict = "ok" if difference <= TOLERANCE else "FAIL"
    voxels = " x ".join(str(len(axis)) for axis in axes)
    print(
        f"{options.small}, {voxels} voxels, each by itself: spectra differ by {difference:.1e} of the largest peak"
        f"  {verdict}"
    )
    return 0 if verdict == "ok" else 1


@functools.cache
def pathways(kind, largest):
    shares = ((path, kind.share(path)) for path in kind.pathways(largest))
    return [(path, share) for path, share in shares if abs(share) > 1e-3]


class Group(emitted_spectra.Group):
    exponential = staticmethod(emitted_spectra.exponential)
    step = STEP

    def voxel(self, kind, place):
        """The signal of one place, damped, all pathways that gradients and phase cycle let through."""
        place = np.array(place)
        total = np.zeros(kind.samples, complex)
        for path, share in pathways(kind, self.count):
            total += share * self.pathway(kind, path, place)
        return total

    def pathway(self, kind, path, place):
        state = (self.z + np.eye(self.size))[None]
        starts = [pulse.start for pulse in kind.pulses] + [kind.start]
        for number, (pulse, order) in enumerate(zip(kind.pulses, path)):
            state = self.directly(state, pulse, place)
            state = np.where(np.abs(self.order - order) < 0.1, state, 0)
            state = state * np.exp(-2j * np.pi * order * (kind.moments[number] @ place))
            if np.linalg.norm(state) < 1e-9:
                return np.zeros(kind.samples, complex)
            state = self.wait(state, starts[number + 1] - pulse.end)
        return self.acquire(state[0], kind)

    def directly(self, state, pulse, place):
        samples = max(1, round(self.step / pulse.raster))
        steps = len(pulse.field) // samples
        assert steps * samples == len(pulse.field), "the steps fill the pulse"
        seconds = samples * pulse.raster
        every = max(1, round(RELAXATION / seconds))
        field = pulse.field.reshape(steps, samples).mean(axis=1)
        strength = pulse.strength.reshape(steps, samples).mean(axis=1)
        distance = 0.0 if pulse.axis is None else place[pulse.axis]
        for step in range(steps):
            if step % every == 0:
                state = self.relax(state, seconds * min(every, steps - step) / 2)
            hamiltonian = self.free + 2 * np.pi * (
                field[step].real * self.x + field[step].imag * self.y + strength[step] * distance * self.z
            )
            turn = self.exponential(hamiltonian, seconds)
            state = turn @ state @ turn.conj().T
            if step % every == every - 1 or step + 1 == steps:
                state = self.relax(state, seconds * (step % every + 1) / 2)
        return state


if __name__ == "__main__":
    sys.exit(main())
