#!/usr/bin/env python3
"""What PyPI's sarif-tools reads in `seqc check --format sarif`, against `--format json` of the same files.

    sarif_reading.py SEQC

Every Pulseq file of golden/check is checked: what sarif-tools counts as errors are the checks that fail, each at a line
of the file where it is said of a block.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sarif import loader

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "check"


def check(seqc, case, form):
    run = subprocess.run(
        [seqc, "check", "fail.seq", "--scanner", "fail.scanner", "--format", form],
        cwd=case, capture_output=True, text=True, check=False)
    return run.stdout


def records(text):
    with tempfile.NamedTemporaryFile("w", suffix=".sarif", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        return loader.load_sarif_file(file.name).get_records()


def agrees(seqc, case):
    findings = [json.loads(line) for line in check(seqc, case, "json").splitlines()]
    failing = {line["check"] for line in findings if line["kind"] == "finding" and line["verdict"] == "fail"}
    read = records(check(seqc, case, "sarif"))
    errors = [record for record in read if record["Severity"] == "error"]
    lines = len((case / "fail.seq").read_text(encoding="utf-8").splitlines())
    placed = all(1 <= int(record["Line"]) <= lines for record in errors if record["Location"].endswith("fail.seq"))
    return {record["Code"].split()[0] for record in errors} == failing and len(read) > 0 and placed


def main():
    seqc = str(Path(sys.argv[1]).resolve())
    failed = 0
    cases = [case for case in sorted(GOLDEN.iterdir()) if (case / "fail.seq").exists()]
    for case in cases:
        good = agrees(seqc, case)
        failed += not good
        print(f"{case.name} {'ok' if good else 'FAIL'}")
    print(f"sarif: {len(cases)} comparisons, {failed} failed")


if __name__ == "__main__":
    main()
