#!/usr/bin/env python3
"""What PyPI's dicompare and protocol read in the printed protocols of `seqc build --target siemens-xml`.

    siemens_printout.py SEQC

dicompare must find the numbers that a person reads in the design; protocol must accept the file and find the sequence.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import protocol
from dicompare.io.printprot import load_printprot_file_schema_format

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = {
    "gre-2d": {
        "RepetitionTime": 60, "EchoTime": 5, "FlipAngle": 20, "NumberOfAverages": 1, "SliceThickness": 5, "Rows": 128,
        "Columns": 128, "PixelSpacing": [2, 2], "PixelBandwidth": 390.625, "NumberOfSlices": 5},
    "epi": {"RepetitionTime": 2000, "EchoTime": 30, "NumberOfAverages": 1, "SliceThickness": 4, "Rows": 64,
            "Columns": 64, "NumberOfSlices": 10},
    "press": {"RepetitionTime": 2000, "EchoTime": 35, "NumberOfAverages": 1},
    "semi-laser": {"RepetitionTime": 3000, "EchoTime": 44, "NumberOfAverages": 1},
}


def close(found, wanted):
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(close, found, wanted))
    return found is not None and abs(float(found) - wanted) <= 1e-3 * max(abs(wanted), 1)


def faults(path, wanted):
    fields = {item["field"]: item["value"] for item in load_printprot_file_schema_format(str(path))[0]["fields"]}
    for name, value in wanted.items():
        if not close(fields.get(name), value):
            yield f"dicompare finds {name} {fields.get(name)}, not {value}"
    if not str(fields.get("ManufacturerModelName", "")).startswith("MAGNETOM Prisma"):
        yield f"dicompare finds the model {fields.get('ManufacturerModelName')}"
    read = protocol.SiemensMRImagingProtocol(filepath=str(path))
    if len(read.get_sequence_ids()) != 1:
        yield f"protocol finds the sequences {read.get_sequence_ids()}"


def main():
    seqc = str(Path(sys.argv[1]).resolve())
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, wanted in EXPECTED.items():
            subprocess.run(
                [seqc, "build", f"examples/{name}.seq", "--scanner", "siemens-prisma", "--target", "siemens-xml", "-o",
                 f"{folder}/"], cwd=ROOT, check=True, capture_output=True)
            found = list(faults(Path(folder) / f"{name}.printout.xml", wanted))
            bad += bool(found)
            print(f"siemens-xml {name}: {'; '.join(found) or len(wanted) + 2} {'FAIL' if found else 'ok'}")
    print(f"{len(EXPECTED)} comparisons, {bad} failed")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
