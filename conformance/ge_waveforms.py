#!/usr/bin/env python3
"""What PyPI's pulserver finds when it compares the waveform files of `seqc build --target ge-xml` with the Pulseq file.

    ge_waveforms.py SEQC

pulserver reads both by readers of its own (the Pulseq file by pypulseqpp), so the two backends of seqc are held against
each other. Some instances of every example that plays on GE are compared, as each takes a reading of the whole
sequence; and one file whose gradients are made 2 % stronger must be found to differ.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from pulserver.validate import validate

ROOT = Path(__file__).resolve().parent.parent
SCANNER = "conformance/ge-premier-working.scanner"
# pulserver takes offsets in ppm as those of 1.5 T, so a design that has them is written in the version that has none.
DESIGNS = {"gre-2d": [], "tse": [], "epi": ["--pulseq-version", "1.4.2"]}
# mT/m; six digits of G/cm and of Pulseq's amplitudes are far below.
GRADIENT = 0.005
# Percent of the peak of RHO, and of pi of THETA.
TRANSMIT = 0.5


def length(path):
    head = path.read_text(encoding="latin-1")[:2000]
    return float(re.search(r'endTime="([0-9.]+)"', head).group(1))


def compare(seq, played, start):
    return validate(
        seq, vendor="ge", played=played, dead_time_us=-start, tolerance_mt_per_m=GRADIENT,
        rf_tolerance_percent=TRANSMIT)


def stronger(path, folder):
    """The same file with every gradient value 2 % larger."""
    lines, channel = [], ""
    for line in path.read_text(encoding="latin-1").splitlines():
        if "<sequencer" in line:
            channel = line
        parts = line.split("\t")
        if len(parts) == 2 and "Gradient" in channel:
            line = f"{parts[0]}\t{float(parts[1]) * 1.02:.6f}"
        lines.append(line)
    changed = folder / "stronger.xml"
    changed.write_text("\n".join(lines), encoding="latin-1")
    return changed


def main():
    seqc = str(Path(sys.argv[1]).resolve())
    count = failed = 0

    def report(what, good, detail=""):
        nonlocal count, failed
        count += 1
        failed += not good
        print(f"{what} {detail}{'ok' if good else 'FAIL'}")

    for name, options in DESIGNS.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            run = subprocess.run(
                [seqc, "build", f"examples/{name}.seq", "--scanner", SCANNER, "--target", "ge-xml", "-o", place + "/"]
                + options,
                cwd=ROOT, capture_output=True, text=True, check=False)
            if run.returncode:
                report(name, False, run.stderr.strip() + " ")
                continue
            files = sorted((folder / f"{name}.ge-xml").iterdir())
            starts = [0.0]
            for file in files:
                starts.append(starts[-1] + length(file))
            chosen = sorted({0, 1, len(files) // 3, len(files) // 2, len(files) - 1})
            seq = folder / f"{name}.seq"
            for index in chosen:
                result = compare(seq, files[index], starts[index])
                text = "" if result.agrees else str(result).replace("\n", " / ") + " "
                report(f"{name} instance {index + 1} of {len(files)}", result.agrees, text)
            if name == "gre-2d":
                result = compare(seq, stronger(files[0], folder), 0)
                report(f"{name} with stronger gradients is found to differ", not result.agrees)
    print(f"ge-xml: {count} comparisons, {failed} failed")


if __name__ == "__main__":
    main()
