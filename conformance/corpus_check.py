#!/usr/bin/env python3
"""The checker on sequences by many authors: writes docs/corpus-check.md, or says why it cannot.

    corpus_check.py SEQC [CORPUS] [--found]

CORPUS is a folder of Pulseq files; without it, the folder `corpus` of the one that SEQC_SHARED names. Each file is held
against the scanner that `conformance/corpus/scanners.tsv` gives it: the first line whose pattern is that of its name.
Each check that fails must have its cause in `conformance/corpus/causes.tsv`, which a person found by looking at the
file, for a value between the two that stand there; a failure without a cause, and a cause without a failure, is an error. --found prints what was found instead of
writing the page.
"""
import fnmatch
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "conformance" / "corpus"
PAGE = ROOT / "docs" / "corpus-check.md"
WORDS = {"pass": "pass", "fail": "fail", "not_proven": "not proven", "not_evaluated": "not evaluated"}


def table(name, columns):
    """Rows of tab-separated text; `#` begins a comment line."""
    rows = []
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            row = [cell.strip() for cell in line.split("\t")]
            if len(row) != columns:
                sys.exit(f"{name}: {columns} columns expected: {line}")
            rows.append(row)
    return rows


def scanner_of(name, scanners):
    for pattern, scanner, _ in scanners:
        if fnmatch.fnmatch(name, pattern):
            return scanner
    sys.exit(f"no scanner for {name}")


def check(seqc, file, scanner):
    """The finding that sums up each check, and the codes of what the reader refused."""
    known = TABLES / f"{scanner}.scanner"
    run = subprocess.run(
        [seqc, "check", str(file), "--scanner", str(known) if known.exists() else scanner, "--format", "json"],
        capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    found = {}
    for line in lines:
        # The first of a check sums it up; the worst places follow.
        if line["kind"] == "finding":
            found.setdefault(line["check"], line)
    refused = sorted({line["code"] for line in lines if line.get("severity") == "error" and "code" in line})
    if not found and not refused:
        sys.exit(f"{file.name}: neither findings nor a refusal: {run.stderr}")
    return found, refused


def number_of(name, finding, scanner, causes, used):
    """The number of the first cause that fits, or None. `used` gets each cause with each of its patterns that fits."""
    for index, (patterns, codes, scanners, measured, _) in enumerate(causes):
        fitting = [pattern for pattern in patterns.split() if fnmatch.fnmatch(name, pattern)]
        if fitting and finding["check"] in codes.split(",") and scanners in ("*", scanner) and holds(finding, measured):
            used.update((index, pattern) for pattern in fitting)
            return index + 1
    return None


def holds(finding, measured):
    """True where what the check measured lies between both values of `LEAST to MOST`, or any value will do."""
    if measured == "-":
        return True
    least, most = (float(word) for word in measured.split(" to "))
    return finding["measured"] is not None and least <= finding["measured"][1] <= most


def page(rows, scanners, causes, totals):
    text = [
        "# The checks on sequences by many authors",
        "",
        "Made by `make corpus-check`, which fails where a check fails without a cause below, or with another value than "
        "the cause has, or a cause is of no file. The "
        "files are public, by many authors, and not part of this project; causes were found by looking at the files. A "
        "failure says what the scanner of its row would not do, not that a sequence is bad; a cause that begins with *false "
        "alarm* is ours.",
        "",
        f"{totals['files']} files: {totals['clean']} without a failure, {totals['failing']} with one or more, "
        f"{totals['refused']} refused by the reader ([pulseq-conformance.md](pulseq-conformance.md) says why). Over all, "
        f"{totals['pass']} verdicts are pass, {totals['fail']} fail, {totals['not_proven']} not proven, "
        f"{totals['not_evaluated']} not evaluated.",
        "",
        "## Scanners",
        "",
        "A file is held against the machine it was made for, as far as its name or origin tells. Profiles that are not "
        "built in are in `conformance/corpus`.",
        "",
        "| files | scanner | why |",
        "|---|---|---|",
    ]
    text += [f"| `{pattern}` | {scanner} | {why} |" for pattern, scanner, why in scanners]
    text += ["", "## Causes of failures", "", "| | check | cause | files |", "|---|---|---|---|"]
    for index, (_, codes, _, _, cause) in enumerate(causes):
        count = sum(1 for row in rows if any(number == index + 1 for _, number in row["failing"]))
        text.append(f"| {index + 1} | {codes.replace(',', ', ')} | {cause} | {count} |")
    text += [
        "", "## Files", "",
        "Numbers in brackets are those of the causes.", "",
        "| file | scanner | pass | fail | not proven | not evaluated | failing | not proven |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        if row["refused"]:
            text.append(f"| {row['name']} | {row['scanner']} | | | | | refused: {', '.join(row['refused'])} | |")
            continue
        counts = [str(row["counts"][verdict]) for verdict in WORDS]
        failing = ", ".join(f"{code} [{number}]" for code, number in row["failing"])
        text.append(f"| {row['name']} | {row['scanner']} | {' | '.join(counts)} | {failing} | {', '.join(row['open'])} |")
    return "\n".join(text) + "\n"


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--found"]
    shared = os.environ.get("SEQC_SHARED")
    folder = Path(arguments[1]) if len(arguments) > 1 else Path(shared) / "corpus" if shared else None
    if folder is None or not folder.is_dir():
        sys.exit("give the folder of Pulseq files: corpus_check.py SEQC CORPUS, or SEQC_SHARED")
    scanners = table("scanners.tsv", 3)
    causes = table("causes.tsv", 5)
    rows, used, orphans, totals = [], set(), [], Counter()
    for file in sorted(folder.glob("*.seq")):
        scanner = scanner_of(file.name, scanners)
        found, refused = check(arguments[0], file, scanner)
        row = {"name": file.name, "scanner": scanner, "refused": [] if found else refused, "failing": [], "open": []}
        row["counts"] = Counter(finding["verdict"] for finding in found.values())
        totals.update(row["counts"])
        for code, finding in found.items():
            if "--found" in sys.argv and finding["verdict"] in ("fail", "not_proven"):
                print(file.name, scanner, finding["verdict"], code, finding["message"], f"block {finding['block']}",
                      sep="\t", flush=True)
            if finding["verdict"] == "not_proven":
                row["open"].append(code)
            if finding["verdict"] == "fail":
                number = number_of(file.name, finding, scanner, causes, used)
                row["failing"].append((code, number))
                if number is None:
                    orphans.append(f"{file.name} on {scanner}: {code} fails without a cause: {finding['message']}")
        if "--found" in sys.argv and row["refused"]:
            print(file.name, scanner, "refused", *refused, sep="\t", flush=True)
        totals["files"] += 1
        totals["refused" if row["refused"] else "failing" if row["failing"] else "clean"] += 1
        rows.append(row)
    if "--found" in sys.argv:
        print(dict(totals))
        return
    orphans += [
        f"a cause without a file: {pattern}: {cause}"
        for index, (patterns, _, _, _, cause) in enumerate(causes) for pattern in patterns.split()
        if (index, pattern) not in used]
    if orphans:
        sys.exit("\n".join(orphans))
    PAGE.write_text(page(rows, scanners, causes, totals), encoding="utf-8")
    print(f"corpus: {totals['files']} files, {totals['failing']} with failures, each with its cause: docs/corpus-check.md")


if __name__ == "__main__":
    main()
