#!/usr/bin/env python3
"""Holds the hand-offs and headers of `seqc build` against their schemas with xmllint, and works out the digest anew.

    handoff_schema.py SEQC

A hand-off must follow docs/seqc-handoff-1.xsd, a header of raw data the schema of ISMRMRD (Debian's ismrmrd-schema). The
digest of a hand-off must be the SHA-256 of its canonical form, without comments and without the line of the digest; a
hand-off with another number must be found to have another one. Files named in it must have the SHA-256 that it gives.
"""
import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ISMRMRD = "/usr/share/ismrmrd/schema/ismrmrd.xsd"
EXAMPLES = ["press", "semi-laser", "gre-2d", "epi"]
DIALECTS = ["siemens", "generic"]


def lint(path, schema):
    run = subprocess.run(
        ["xmllint", "--noout", "--schema", str(schema), str(path)], capture_output=True, text=True, check=False)
    return [] if run.returncode == 0 else run.stderr.splitlines()[:2]


def digest(text):
    """Of a hand-off's text: the sum that stands in it, and that of the rest."""
    line = next(line for line in text.splitlines(keepends=True) if "<digest" in line)
    with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as file:
        file.write(text.replace(line, ""))
        file.flush()
        canonical = subprocess.run(["xmllint", "--c14n", file.name], capture_output=True, check=True).stdout
    canonical = re.sub(rb"<!--.*?-->\n?", b"", canonical, flags=re.S)
    return re.search(r">([0-9a-f]{64})<", line).group(1), hashlib.sha256(canonical).hexdigest()


def faults(folder, name, dialect):
    path = folder / f"{name}.handoff-{dialect}.xml"
    yield from lint(path, ROOT / "docs/seqc-handoff-1.xsd")
    text = path.read_text(encoding="utf-8")
    stored, found = digest(text)
    if stored != found:
        yield f"the digest is {found}, not {stored}"
    changed = digest(re.sub(r'value="\d+', 'value="7', text, count=1))
    if changed[0] == changed[1]:
        yield "another number has the same digest"
    for file, total in re.findall(r'path="([^"]+)" bytes="\d+" sha256="([0-9a-f]+)"', text):
        if hashlib.sha256((folder / file).read_bytes()).hexdigest() != total:
            yield f"{file} has another SHA-256"


def main():
    seqc = str(Path(sys.argv[1]).resolve())
    count = bad = 0

    def tell(what, found):
        nonlocal count, bad
        count += 1
        bad += bool(found)
        print(f"{what}: {'; '.join(found) or 'follows its schema'} {'FAIL' if found else 'ok'}")

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        targets = ",".join(["mrd-header"] + [f"handoff-{dialect}" for dialect in DIALECTS])
        for name in EXAMPLES:
            subprocess.run(
                [seqc, "build", f"examples/{name}.seq", "--scanner", "siemens-prisma", "--target", targets, "-o",
                 f"{folder}/"], cwd=ROOT, check=True, capture_output=True)
            tell(f"mrd-header {name}", lint(folder / f"{name}.mrd.xml", ISMRMRD))
            for dialect in DIALECTS:
                tell(f"handoff-{dialect} {name}", list(faults(folder, name, dialect)))
    print(f"{count} comparisons, {bad} failed")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
