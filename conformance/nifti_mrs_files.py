#!/usr/bin/env python3
"""What PyPI's nifti-mrs reads in the files of `seqc simulate -o NAME.nii`, beside the CSV of the same simulation.

    nifti_mrs_files.py SEQC

Each file must pass nifti-mrs' validation as it is opened. Signals are compared in the frame that nifti-mrs hands out
(frequencies positive towards higher shifts) and in the file, where the standard has them turn the other way. The
singlet of NAA must stand at its shift on an axis that is made of the file's metadata alone.

A phantom of `seqc phantom` is validated too: its acquisitions, less what is simulated without noise, must be noise of the
deviation that its truth states, and the concentrations must be those that were asked for.
"""
import csv
import gzip
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from nifti_mrs.nifti_mrs import NIFTI_MRS

ROOT = Path(__file__).resolve().parent.parent
# What the standard has for a side without localisation, mm: a design's voxel does not stand in its sequence.
UNKNOWN = (10000, 10000, 10000)
# Example, options, name of the file, TE in s, sides of the voxel in mm, kinds of shots with their tag.
CASES = [
    ("press", [], "scan.nii", 0.035, UNKNOWN, None),
    ("press", ["--macromolecules", "--snr", "50", "--seed", "7"], "scan.nii.gz", 0.035, UNKNOWN, None),
    ("semi-laser", ["--b1", "0.9"], "scan.nii.gz", 0.044, UNKNOWN, None),
    ("two-kinds", ["--shots", "each"], "scan.nii", None, (200, 150, 20), "DIM_DYN"),
]
# A design beside the examples: a field of view, and shots of two kinds.
TWO_KINDS = """
design "two kinds"
scanner siemens-prisma
fov 200 mm, 150 mm, 20 mm
pulse hard = rect(flip: 90 deg, duration: 20 us, use: excitation)
sequence {
  hard
  acquire 1024 points dwell 0.5 ms
  fill to 2 s
  hard
  delay 5 ms
  acquire 1024 points dwell 0.5 ms
  fill to 4 s
}
"""
MOLECULES = "NAA,Glu,Cr"
# Of the acetyl group, Govindaraju et al. 2000.
NAA = 2.008
# Half of the last place of a 32-bit float, and of the CSV's rounding, beside the largest sample.
TOLERANCE = 2e-7


def run(seqc, folder, name, options, output):
    design = ROOT / "examples" / f"{name}.seq"
    if not design.exists():
        design = folder / f"{name}.seq"
        design.write_text(TWO_KINDS, encoding="utf-8")
    result = subprocess.run(
        [seqc, "simulate", str(design), "--molecules", MOLECULES, *options, "-o", output],
        cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(result.stderr.strip())


def columns(path):
    """Signals by kind of shots and name: mixture and molecules."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    table = {}
    for row in csv.DictReader(io.StringIO("\n".join(lines))):
        for key in row:
            if key.endswith("_signal_re"):
                name = key[: -len("_signal_re")]
                value = complex(float(row[key]), float(row[f"{name}_signal_im"]))
                table.setdefault(row["shots"], {}).setdefault(name, []).append(value)
    return {shots: {name: np.array(values) for name, values in found.items()} for shots, found in table.items()}


def differs(found, wanted):
    return np.abs(found - wanted).max() > TOLERANCE * np.abs(wanted).max()


def header_faults(image, echo, sides):
    if image.nifti_mrs_version != "0.11":
        yield f"version {image.nifti_mrs_version}"
    if image.nucleus != ["1H"]:
        yield f"nucleus {image.nucleus}"
    if not 120 < image.spectrometer_frequency[0] < 130:
        yield f"frequency {image.spectrometer_frequency}"
    extension = image.hdr_ext
    if echo is None and "EchoTime" in extension or echo and abs(extension["EchoTime"] - echo) > 1e-9:
        yield f"EchoTime {extension['EchoTime']}"
    if tuple(np.round(image.header["pixdim"][1:4], 6)) != sides:
        yield f"voxel {image.header['pixdim'][1:4]}"
    if abs(image.spectralwidth * image.dwelltime - 1) > 1e-9:
        yield "spectral width"


def shift_of_peak(image, signal):
    """By the file's own metadata."""
    spectrum = np.abs(np.fft.fftshift(np.fft.fft(signal)))
    hertz = np.fft.fftshift(np.fft.fftfreq(signal.size, image.dwelltime))
    return image.SpecFreqChemShift + hertz[spectrum.argmax()] / image.spectrometer_frequency[0]


def faults(seqc, folder, case):
    name, options, output, echo, sides, tag = case
    run(seqc, folder, name, options, "scan.csv")
    run(seqc, folder, name, options, output)
    table = columns(folder / "scan.csv")
    ending = output[len("scan"):]
    mixture = NIFTI_MRS(folder / output)
    molecules = NIFTI_MRS(folder / f"scan-molecules{ending}")
    for image in (mixture, molecules):
        yield from header_faults(image, echo, sides)
    names = molecules.hdr_ext["dim_5_header"]["Molecule"]["Value"]
    if molecules.dim_tags[0] != "DIM_USER_0" or names[:3] != MOLECULES.split(","):
        yield f"molecules {names} in {molecules.dim_tags}"
    if tag and (mixture.dim_tags[0] != tag or molecules.dim_tags[1] != tag):
        yield f"shots in {mixture.dim_tags}"
    own, others = np.atleast_2d(np.squeeze(mixture[:]).T), np.squeeze(molecules[:])
    others = others.reshape(others.shape[0], len(names), -1)
    for index, (shots, wanted) in enumerate(table.items()):
        if differs(own[index], wanted["mixture"]):
            yield f"mixture of shots {shots}"
        for number, molecule in enumerate(names):
            if differs(others[:, number, index], wanted[molecule]):
                yield f"{molecule} of shots {shots}"
    singlet = others[:, names.index("NAA"), 0]
    if abs(shift_of_peak(molecules, singlet) - NAA) > 1 / singlet.size / molecules.dwelltime / 120:
        yield f"NAA at {shift_of_peak(molecules, singlet)}"
    # In the file: NAA is shielded more than water, so its frequency is the less negative one.
    stored = np.asanyarray(molecules.image.dataobj if hasattr(molecules.image, "dataobj") else molecules.image[:])
    stored = stored.reshape(stored.shape[3], -1, order="F")[:, names.index("NAA")]
    if np.fft.fftfreq(stored.size)[np.abs(np.fft.fft(stored)).argmax()] < 0:
        yield "the file turns the wrong way"
    if output.endswith(".gz") and not gzip.decompress((folder / output).read_bytes()).startswith(b"\x1c\x02\0\0n+2\0"):
        yield "no NIfTI-2 in the gzip file"


def phantom_faults(seqc, folder):
    design, count = str(ROOT / "examples" / "press.seq"), 30
    for options in (["--snr", "40", "--seed", "5", "--dynamics", str(count), "-o", "noisy.nii.gz"], ["-o", "clean.nii"]):
        words = [seqc, "phantom", design, "--molecules", "NAA=11,Glu=9,Cr=7", "--no-macromolecules", *options]
        result = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
        if result.returncode:
            raise RuntimeError(result.stderr.strip())
    noisy, clean = NIFTI_MRS(folder / "noisy.nii.gz"), NIFTI_MRS(folder / "clean.nii")
    truth = json.loads((folder / "noisy-truth.json").read_text(encoding="utf-8"))
    yield from header_faults(noisy, 0.035, UNKNOWN)
    if noisy.dim_tags[0] != "DIM_DYN" or noisy.shape[4] != count:
        yield f"acquisitions in {noisy.dim_tags}, {noisy.shape}"
    rest = np.squeeze(noisy[:]) - np.squeeze(clean[:])[:, None]
    for part in (rest.real, rest.imag):
        # Five standard deviations of the estimates.
        if abs(part.std() / truth["noise"]["deviation"] - 1) > 5 / np.sqrt(2 * part.size):
            yield f"noise of deviation {part.std()}"
        across = np.corrcoef(part.T)[np.triu_indices(count, 1)]
        if np.abs(across).max() > 5 / np.sqrt(len(part)):
            yield "acquisitions share noise"
    height = np.abs(np.fft.fft(np.squeeze(clean[:]))).max() / np.sqrt(len(rest)) / truth["noise"]["deviation"]
    if abs(height / 40 - 1) > 1e-5:
        yield f"signal to noise {height}"
    if {m["name"]: m["millimolar"] for m in truth["molecules"]} != {"NAA": 11, "Glu": 9, "Cr": 7}:
        yield "other concentrations"


def main():
    seqc = str(Path(sys.argv[1]).resolve())
    count = failed = 0
    for case in CASES:
        with tempfile.TemporaryDirectory() as place:
            found = list(faults(seqc, Path(place), case))
        count += 1
        failed += bool(found)
        print(f"NIfTI-MRS of {case[0]} {' '.join(case[1])}: {'; '.join(found)}{' FAIL' if found else 'ok'}")
    with tempfile.TemporaryDirectory() as place:
        found = list(phantom_faults(seqc, Path(place)))
    count += 1
    failed += bool(found)
    print(f"NIfTI-MRS of a phantom: {'; '.join(found)}{' FAIL' if found else 'ok'}")
    print(f"NIfTI-MRS: {count} comparisons, {failed} failed")


if __name__ == "__main__":
    main()
