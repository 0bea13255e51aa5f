"""Holds the spectra of an FSL-MRS basis folder against an independent simulation of the emitted Pulseq file.

    .venv/bin/python conformance/basis_spectra.py SEQC

The folder is read as FSL-MRS's documentation has it (conjugated, 4.65 ppm at frequency zero). The other side is
`simulated_spectra.py`: density matrices with QuTiP's spin operators, the file read by pypulseq, PRESS and semi-LASER with the
same shaped pulses, and with ideal ones. One line a comparison; asked for are 1e-3 of the largest peak.
"""

import json
import pathlib
import sys
import tempfile

import numpy as np

import emitted_shots
import simulated_spectra

SEQUENCES = ("ideal press", "shaped press", "ideal semi-laser", "shaped semi-laser")
MOLECULES = {"Glu": "Glu", "Gln": "Gln", "NAA": "NAA", "mI": "Ins"}
RECEIVER_PPM, FSL_PPM, TOLERANCE = 4.7, 4.65, 1e-3


def main():
    sys.argv += ["--places", "12"]
    options = simulated_spectra.parsed_options()
    width = simulated_spectra.LINEWIDTH
    failed = count = 0
    with tempfile.TemporaryDirectory() as temporary:
        for title in SEQUENCES:
            design = simulated_spectra.SEQUENCES[title]
            folder = pathlib.Path(temporary) / title.replace(" ", "-")
            simulated_spectra.run(
                options.seqc, "build", str(design), "-o", f"{folder}/", "--target", "basis-fslmrs", "--molecules",
                ",".join(MOLECULES), "--no-macromolecules", "--linewidth", f"{width}Hz", "--places", options.places,
                "--precision", simulated_spectra.PRECISION,
            )  # fmt: skip
            path = folder / f"{design.stem}.seq"
            # The places across slices reach as far as the lines of all molecules together ask for.
            _, result = simulated_spectra.simulate(options, path, ",".join(MOLECULES))
            for name, own in MOLECULES.items():
                ours = read(folder / f"{design.stem}.basis-fslmrs" / f"{own}.json")
                kinds = emitted_shots.read(path, result["hertz_per_ppm"])
                theirs, _ = simulated_spectra.spectrum(options, name, result, kinds)
                difference = np.abs(ours - theirs).max() / np.abs(theirs).max()
                verdict = "ok" if difference <= TOLERANCE else "FAIL"
                failed += verdict != "ok"
                count += 1
                print(f"{title + ': ' + own:32s} {difference:9.2e}  within {TOLERANCE:7.1e}  {verdict}", flush=True)
    print(f"{count} comparisons, {failed} failed")
    return 1 if failed or not count else 0


def read(path):
    """The spectrum of a basis file, with frequency zero at the receiver."""
    basis = json.loads(path.read_text(encoding="utf-8"))["basis"]
    signal = np.conj(np.array(basis["basis_re"]) + 1j * np.array(basis["basis_im"]))
    time = np.arange(len(signal)) * basis["basis_dwell"]
    signal = signal * np.exp(-2j * np.pi * (RECEIVER_PPM - FSL_PPM) * basis["basis_centre"] * time)
    return np.fft.fftshift(np.fft.fft(signal)) / len(signal)


if __name__ == "__main__":
    sys.exit(main())
