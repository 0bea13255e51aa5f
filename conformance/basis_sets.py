#!/usr/bin/env python3
"""What readers make of the basis sets of `seqc build --target basis-...`, beside what `seqc simulate` says of the same.

    basis_sets.py SEQC

Every format is read by code written here from its documentation, Osprey's MAT-file by SciPy, LCModel's file by PyPI's
suspect as well. Signals are brought to one frame (frequencies positive towards higher shifts, zero at the receiver) by
what the format says of its own, and compared with the JSON of `seqc simulate`. The singlets of NAA and creatine must
stand at their shifts on each program's own axis. `basis_spectra.py` has spectra that are not seqc's.
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import scipy.io
import suspect.io.lcmodel

ROOT = Path(__file__).resolve().parent.parent
MOLECULES = ["NAA", "Cr", "Glu", "mI"]
# Of the methyl groups, Govindaraju et al. 2000.
SINGLETS = {"NAA": 2.008, "Cr": 3.027}
LCMODEL = {"mI": "Ins"}
RECEIVER = 4.7
OPTIONS = ["--places", "12", "--precision", "1e-4"]
# Digits of each format, beside the largest sample; suspect keeps 32-bit numbers.
TOLERANCE, SINGLE = 1e-7, 1e-6
NAMES = ("press", "semi-laser", "pulse-acquire")


def run(*words):
    result = subprocess.run(words, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(result.stderr.strip())
    return result.stdout


def simulated(seqc, path):
    """Signals by name, dwell time and frequency per ppm."""
    result = json.loads(
        run(seqc, "simulate", str(path), "--field", "2.8936T", "--molecules", ",".join(MOLECULES), "--linewidth", "2Hz",
            *OPTIONS, "--format", "json"))  # fmt: skip
    (shots,) = result["shots"]
    signals = {m["name"]: np.array(m["signal_re"]) + 1j * np.array(m["signal_im"]) for m in shots["molecules"]}
    return signals, shots["dwell_seconds"], result["hertz_per_ppm"]


def moved(signal, ppm, dwell, per_ppm):
    """The same lines with frequency zero `ppm` higher."""
    return signal * np.exp(-2j * np.pi * ppm * per_ppm * dwell * np.arange(len(signal)))


def fsl_mrs(folder, name):
    """"Basis spectra simulation" of FSL-MRS's documentation: conjugated on reading, 4.65 ppm at frequency zero."""
    found = {}
    for molecule in MOLECULES:
        path = folder / f"{name}.basis-fslmrs" / f"{LCMODEL.get(molecule, molecule)}.json"
        basis = json.loads(path.read_text(encoding="utf-8"))["basis"]
        signal = np.conj(np.array(basis["basis_re"]) + 1j * np.array(basis["basis_im"]))
        assert basis["basis_name"] == path.stem and basis["basis_nucleus"] == "1H" and basis["basis_width"] == 2
        found[molecule] = signal, basis["basis_dwell"], basis["basis_centre"], 4.65
    return found


def lcmodel(folder, name):
    """LCModel's reading: namelists, FMTBAS, 4.65 ppm at point 1, shifts falling, transforms over sqrt(N)."""
    text = (folder / f"{name}.basis").read_text(encoding="ascii")
    value = lambda key: float(re.search(rf"{key} *= *([-+0-9.eE]+)", text)[1])  # noqa: E731
    assert "FMTBAS = '(6E16.8)'" in text and value("NDATAB") == int(value("NDATAB"))
    found = {}
    for block in text.split("$BASIS\n")[1:]:
        head, data = block.split("$END\n", 1)
        metabolite = re.search(r"METABO = '(.{1,6})'", head)[1]
        rows = [line for line in data.split(" $", 1)[0].splitlines() if line]
        numbers = [float(row[k : k + 16]) for row in rows for k in range(0, len(row), 16)]
        spectrum = np.array(numbers[0::2]) + 1j * np.array(numbers[1::2])
        assert len(spectrum) == value("NDATAB")
        signal = np.conj(np.fft.ifft(spectrum, norm="ortho"))
        found[metabolite] = signal, value("BADELT"), value("HZPPPM"), 4.65
    return {molecule: found[LCMODEL.get(molecule, molecule)] for molecule in MOLECULES}


def lcmodel_by_suspect(folder, name):
    basis = suspect.io.lcmodel.read_basis(str(folder / f"{name}.basis"))
    dwell, per_ppm = basis["BASIS1"]["BADELT"], basis["SEQPAR"]["HZPPPM"]
    found = {}
    for molecule in MOLECULES:
        entry = basis["SPECTRA"][LCMODEL.get(molecule, molecule)]
        assert entry["ISHIFT"] == 0 and entry["CONC"] == entry["TRAMP"] == entry["VOLUME"] == 1
        found[molecule] = np.conj(np.fft.ifft(entry["data"].astype(complex), norm="ortho")), dwell, per_ppm, 4.65
    return found


def lcmodel_raw(folder, name):
    """LCModel's data format: shifts falling, 4.65 ppm at frequency zero, with a singlet at 0 ppm of one proton."""
    found = {}
    dwell = lcmodel(folder, name)["NAA"][1]
    for molecule in MOLECULES:
        path = folder / f"{name}.basis-raw" / f"{LCMODEL.get(molecule, molecule)}.raw"
        head, data = path.read_text(encoding="ascii").rsplit("$END\n", 1)
        assert "FMTDAT = '(2E16.8)'" in head and f"ID = '{path.stem}'" in head
        per_ppm = float(re.search(r"HZPPPM = ([0-9.]+)", head)[1])
        table = np.array([[float(line[:16]), float(line[16:])] for line in data.splitlines()])
        time = dwell * np.arange(len(table))
        reference = np.exp(-2j * np.pi * 4.65 * per_ppm * time - np.pi * 2 * time)
        found[molecule] = np.conj(table[:, 0] + 1j * table[:, 1]) - reference, dwell, per_ppm, 4.65
    return found


def osprey(folder, name):
    """BASIS of Osprey: columns, one for each name; `specs` on `ppm`, which stands half a step beside the points."""
    basis = scipy.io.loadmat(folder / f"{name}.basis-osprey.mat", struct_as_record=False)["BASIS"][0, 0]
    names = [str(cell[0]) for cell in basis.name.ravel()]
    number = lambda field: float(getattr(basis, field).item())  # noqa: E731
    assert basis.fids.shape == tuple(basis.sz.ravel()) == (number("n"), len(names))
    assert number("nMets") == len(names) and number("nMM") == 0 and basis.dims[0, 0].t.item() == 1
    assert np.abs(np.fft.fftshift(np.fft.fft(basis.fids, axis=0), axes=0) - basis.specs).max() < 1e-9
    assert abs(basis.specs.real.max() - 1) < 1e-12
    per_ppm = number("Bo") * 42.577
    step = 1 / (number("dwelltime") * number("n") * per_ppm)
    middle = basis.ppm[0, int(number("n")) // 2] - step / 2
    assert abs(middle - number("centerFreq")) < 1e-9 and np.allclose(np.diff(basis.ppm[0]), step)
    return {
        molecule: (basis.fids[:, names.index(molecule)] * number("scale"), number("dwelltime"), per_ppm, middle)
        for molecule in MOLECULES
    }


def jmrui(folder, name):
    """A text file for each molecule: the stored signal turns the other way; ms and Hz."""
    found = {}
    for molecule in MOLECULES:
        text = (folder / f"{name}.basis-jmrui" / f"{molecule}.txt").read_text(encoding="ascii")
        head, data = text.split("Signal 1 out of 1 in file\n")
        fields = dict(line.split(":", 1) for line in head.splitlines() if ":" in line)
        table = np.array([[float(word) for word in line.split("\t")] for line in data.splitlines()])
        assert fields["SignalNames"].strip() == f"{molecule};" and len(table) == int(fields["PointsInDataset"])
        stored = table[:, 0] + 1j * table[:, 1]
        transform = np.fft.fftshift(np.fft.ifft(stored))
        assert np.abs(transform - table[:, 2] - 1j * table[:, 3]).max() < 1e-8 * np.abs(stored).max()
        dwell, per_ppm = float(fields["SamplingInterval"]) * 1e-3, float(fields["TransmitterFrequency"]) * 1e-6
        found[molecule] = np.conj(stored), dwell, per_ppm, RECEIVER
    return found


READERS = [
    ("FSL-MRS", fsl_mrs, TOLERANCE), ("LCModel", lcmodel, TOLERANCE), ("LCModel by suspect", lcmodel_by_suspect, SINGLE),
    ("LCModel's .raw", lcmodel_raw, TOLERANCE),
    ("Osprey by SciPy", osprey, TOLERANCE), ("jMRUI", jmrui, TOLERANCE),
]  # fmt: skip


def peak(signal, dwell, per_ppm, reference):
    """ppm of the tallest point, to a tenth of a point."""
    count = 16 * len(signal)
    spectrum = np.abs(np.fft.fft(signal, count))
    return reference + np.fft.fftfreq(count, dwell)[np.argmax(spectrum)] / per_ppm


def main():
    seqc, failed, count = sys.argv[1], 0, 0
    targets = "basis-fslmrs,basis-lcmodel,basis-osprey,basis-jmrui"
    with tempfile.TemporaryDirectory() as temporary:
        for name in NAMES:
            folder = Path(temporary) / name
            run(seqc, "build", str(ROOT / "examples" / f"{name}.seq"), "-o", f"{folder}/", "--target", targets,
                "--molecules", ",".join(MOLECULES), "--no-macromolecules", *OPTIONS)  # fmt: skip
            signals, dwell, per_ppm = simulated(seqc, folder / f"{name}.seq")
            for reader, read, tolerance in READERS:
                worst, places = 0.0, 0.0
                for molecule, (signal, own_dwell, own_per_ppm, reference) in read(folder, name).items():
                    wanted = signals[molecule]
                    same = moved(signal, RECEIVER - reference, own_dwell, own_per_ppm)
                    worst = max(worst, np.abs(same - wanted).max() / np.abs(wanted).max())
                    assert abs(own_dwell / dwell - 1) < 1e-7 and abs(own_per_ppm / per_ppm - 1) < 1e-7
                    if molecule in SINGLETS:
                        place = peak(signal, own_dwell, own_per_ppm, reference)
                        places = max(places, abs(place - SINGLETS[molecule]))
                verdict = "ok" if worst <= tolerance and places < 2e-3 else "FAIL"
                failed += verdict != "ok"
                count += 1
                print(f"{name + ': ' + reader:36s} {worst:9.2e}  singlets within {places:.4f} ppm  {verdict}", flush=True)
    print(f"{count} comparisons, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
