#!/usr/bin/env python3
"""Holds examples against every built-in 3 T scanner that can be built for, and writes the table of verdicts.

    example_verdicts.py SEQC [EXAMPLE...]   to docs/example-verdicts.md; without names, the sequences of the literature

A cell says how many checks pass and fail; a design that cannot be worked out within the scanner's limits has the code of
what stands against it instead. What is in neither number is not proven or not evaluated.
"""
import json
import pathlib
import re
import subprocess
import sys

LITERATURE = [
    "mega-press", "hermes", "radial", "look-locker", "spirit", "sodium", "libre", "fingerprint", "dwi-epi", "bssfp", "multiband",
    "verse", "csi",
]
FIELD = (2.8, 3.1)
HEAD = """# Examples on the 3 T scanners

Each design as `seqc check --scanner NAME` sees it, for every built-in 3 T profile that can be built for. Made by `make
example-verdicts`. A design that cannot be worked out within a scanner's limits shows the code of what stands against it
(`seqc explain D001`). Of 50 checks those in neither number are not proven or not evaluated, because no public figure is known;
the output of the command names them, and a profile of the site can add them ([scanner-profiles.md](scanner-profiles.md)).

"""


def main():
    seqc, names = sys.argv[1], sys.argv[2:] or LITERATURE
    rows = [(scanner, [cell(seqc, name, scanner) for name in names]) for scanner in scanners(seqc)]
    lines = ["| scanner | " + " | ".join(f"`{name}`" for name in names) + " |", "|---|" + "---|" * len(names)]
    lines += [f"| {scanner} | " + " | ".join(cells) + " |" for scanner, cells in rows]
    path = pathlib.Path("docs/example-verdicts.md")
    path.write_text(HEAD + "\n".join(lines) + "\n")
    print(f"docs/example-verdicts.md: {len(rows)} scanners, {len(names)} designs")


def scanners(seqc):
    """Of the table of docs/scanners.md: those of 3 T that can be built for."""
    for line in pathlib.Path("docs/scanners.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        name = re.match(r"\[([a-z0-9-]+)\]\(#", cells[0])
        if not name or len(cells) < 7 or cells[6] != "yes" or name[1].startswith("simulation"):
            continue
        field = re.match(r"([0-9.]+) T", cells[2])
        if field and FIELD[0] < float(field[1]) < FIELD[1]:
            yield name[1]


def cell(seqc, name, scanner):
    run = subprocess.run(
        [seqc, "check", f"examples/{name}.seq", "--scanner", scanner, "--format", "json"], capture_output=True, text=True)
    records = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    summary = [record for record in records if record.get("kind") == "summary"]
    if not summary or summary[0]["pass"] == 0:
        codes = {r["code"] for r in records if r.get("kind") == "diagnostic" and r["severity"] == "error"}
        return "not built: " + ", ".join(sorted(codes))
    codes = sorted({r["check"] for r in records if r.get("kind") == "finding" and r["verdict"] == "fail"})
    found = f"{summary[0]['pass']} pass"
    return found + (f", {summary[0]['fail']} fail ({', '.join(codes)})" if codes else "")


if __name__ == "__main__":
    main()
