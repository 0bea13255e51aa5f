"""The course of signal of the fingerprinting example, by isochromats of numpy, beside `seqc simulate --species`.

    .venv/bin/python conformance/fingerprint_signal.py SEQC

`seqc build` writes the file, pypulseq reads it, and the simulation here plays its first train: every pulse as rotations about
the field of samples (means over 16 us) under its slice gradient, T1 and T2 in each, gradients between the pulses as phase,
2001 places across the slice. seqc follows 127 isochromats at each of its places. Compared are, for four pairs of T1 and T2, the
480 signals at the first sample: the norm of the difference over the norm. What both see of the slice's width differs a little,
so the scale of the whole course is compared apart.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import pypulseq

TRAIN = 480
TISSUES = {"white": (0.8, 0.07), "grey": (1.3, 0.09), "fluid": (4.0, 0.3), "muscle": (1.4, 0.04)}
PLACES = np.linspace(-6e-3, 6e-3, 2001)
TOLERANCE, SCALE_TOLERANCE = 0.01, 0.02
STEP = 16


def main():
    seqc = sys.argv[1]
    examples = pathlib.Path(__file__).parent.parent / "examples"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copy(examples / "fingerprint.csv", folder)
        molecules = "".join(
            f"molecule {title} {{\n  spin H at 4.7 ppm\n  t1 {t1} s\n  t2 {t2} s\n}}\n" for title, (t1, t2) in TISSUES.items())
        design = folder / "train.seq"
        design.write_text((examples / "fingerprint.seq").read_text() + molecules)
        table = folder / "table.json"
        run(seqc, "simulate", str(design), "--species", ",".join(TISSUES), "--repetitions", f"1-{TRAIN}", "-o", str(table))
        ours = signals(json.loads(table.read_text()))
        # Turns about z are nothing to spins along z, and pypulseq does not read them.
        plain = design.read_text().replace("rotate n * golden mod 360 deg about z {", "if yes {")
        design.write_text(plain)
        run(seqc, "build", str(design), "--scanner", "siemens-prisma", "-o", str(folder / "emitted.seq"))
        sequence = pypulseq.Sequence()
        sequence.read(str(folder / "emitted.seq"))
    theirs = simulate(steps(sequence))
    failed = 0
    for title in TISSUES:
        scale = np.vdot(theirs[title], ours[title]) / np.vdot(theirs[title], theirs[title])
        difference = np.linalg.norm(ours[title] - scale * theirs[title]) / np.linalg.norm(ours[title])
        ok = difference <= TOLERANCE and abs(abs(scale) - 1) <= SCALE_TOLERANCE
        failed += not ok
        print(f"fingerprint {title:7s} difference {difference:.2e}, scale {abs(scale):.4f}  {'ok' if ok else 'FAIL'}")
    print(f"{len(TISSUES)} comparisons, {failed} failed")
    return 1 if failed else 0


def run(*words):
    subprocess.run(words, check=True, capture_output=True)


def signals(table):
    """Of each tissue the signals of the acquisitions along z, a receiver in phase with the pulse."""
    profile = next(one for one in table["profiles"] if one["profile"] == "z")
    result = {title: [] for title in TISSUES}
    for event in profile["events"]:
        if event["event"] != "acquisition":
            continue
        for species in event["species"]:
            result[species["name"]].append(species["signal_re"] + 1j * species["signal_im"])
    return {title: np.array(values) for title, values in result.items()}


def steps(sequence):
    """Pulses as (rf, gradient samples), delays as (seconds, moment along z), and readouts, of the first train."""
    result, waited, moment, read = [], 0.0, 0.0, 0
    for number in sequence.block_events:
        block = sequence.get_block(number)
        duration = sequence.block_durations[number]
        times, values = corners(block.gz)
        area = lambda start, end: integral(times, values, start, end)
        if block.rf is not None:
            rf = block.rf
            start, end = rf.delay, rf.delay + rf.shape_dur
            result.append(("wait", waited + start, moment + area(0, start)))
            count = int(round(rf.shape_dur / 1e-6))
            assert len(rf.signal) == count and count % STEP == 0
            field = rf.signal * np.exp(1j * (rf.phase_offset + 2 * np.pi * rf.freq_offset * rf.t))
            middles = start + (np.arange(count // STEP) + 0.5) * STEP * 1e-6
            gradient = np.interp(middles, times, values, left=0, right=0) if len(times) else np.zeros(count // STEP)
            result.append(("pulse", field.reshape(-1, STEP).mean(axis=1), gradient))
            waited, moment = duration - end, area(end, duration)
            continue
        if block.adc is not None:
            first = block.adc.delay + block.adc.dwell / 2
            result.append(("wait", waited + first, moment + area(0, first)))
            result.append(("read",))
            waited, moment = duration - first, area(first, duration)
            read += 1
            if read == TRAIN:
                return result
            continue
        waited, moment = waited + duration, moment + area(0, duration)
    raise SystemExit("the train is shorter than expected")


def corners(gradient):
    if gradient is None:
        return np.zeros(0), np.zeros(0)
    if gradient.type == "trap":
        times = np.cumsum([gradient.delay, gradient.rise_time, gradient.flat_time, gradient.fall_time])
        return times, np.array([0, gradient.amplitude, gradient.amplitude, 0])
    return gradient.delay + gradient.tt, gradient.waveform


def integral(times, values, start, end):
    if len(times) == 0 or end <= start:
        return 0.0
    inside = times[(times > start) & (times < end)]
    nodes = np.concatenate([[start], inside, [end]])
    heights = np.interp(nodes, times, values, left=0, right=0)
    return float(np.sum(np.diff(nodes) * (heights[1:] + heights[:-1]) / 2))


def simulate(program):
    """[tissue][readout]: the sum over the places, over the nominal 5 mm."""
    states = {title: [np.zeros(PLACES.size, complex), np.ones(PLACES.size)] for title in TISSUES}
    result = {title: [] for title in TISSUES}
    share = (PLACES[1] - PLACES[0]) / 5e-3
    for step in program:
        for title, (t1, t2) in TISSUES.items():
            across, along = states[title]
            if step[0] == "read":
                # A pulse of phase 0 turns z to -y, which counts as real.
                result[title].append(1j * across.sum() * share)
            elif step[0] == "wait":
                across = across * np.exp(-step[1] / t2 + 2j * np.pi * step[2] * PLACES)
                along = 1 + (along - 1) * np.exp(-step[1] / t1)
            else:
                across, along = pulse(step[1], step[2], across, along, t1, t2)
            states[title] = [across, along]
    return {title: np.array(values) for title, values in result.items()}


def pulse(field, gradient, across, along, t1, t2):
    """Rotations about (B1x, B1y, offset), each between two halves of relaxation."""
    seconds = STEP * 1e-6
    half1, half2 = np.exp(-seconds / 2 / t1), np.exp(-seconds / 2 / t2)
    for b1, strength in zip(field, gradient):
        across, along = across * half2, 1 + (along - 1) * half1
        offset = strength * PLACES
        size = np.sqrt(abs(b1) ** 2 + offset**2)
        size[size == 0] = 1e-30
        nx, ny, nz = b1.real / size, b1.imag / size, offset / size
        cosine, sine = np.cos(2 * np.pi * size * seconds), np.sin(2 * np.pi * size * seconds)
        x, y, z = across.real, across.imag, along
        dot = (nx * x + ny * y + nz * z) * (1 - cosine)
        rotated = [
            cosine * x + sine * (ny * z - nz * y) + dot * nx,
            cosine * y + sine * (nz * x - nx * z) + dot * ny,
            cosine * z + sine * (nx * y - ny * x) + dot * nz,
        ]
        across, along = (rotated[0] + 1j * rotated[1]) * half2, 1 + (rotated[2] - 1) * half1
    return across, along


if __name__ == "__main__":
    sys.exit(main())
