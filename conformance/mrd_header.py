#!/usr/bin/env python3
"""What PyPI's ismrmrd reads in the headers of `seqc build --target mrd-header`, for every example that has one.

    mrd_header.py SEQC

The header must follow the official schema (Debian's package ismrmrd-schema, which seqc finds), ismrmrd must read it
without a warning and write it again with the same content, its signature must be the MD5 sum of the Pulseq file beside
it, and matrix, field of view and times must be those that the design states.
"""
import hashlib
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import ismrmrd

ROOT = Path(__file__).resolve().parent.parent
SCANNERS = ["siemens-prisma", "conformance/ge-premier-working.scanner"]
# Matrix, field of view in mm, trajectory, TE and TR in ms, as a person reads them in the design.
EXPECTED = {
    "gre-2d": ((128, 128, 1), (256, 256, 5), "cartesian", 5, 60),
    "gre-3d": ((128, 128, 128), (224, 224, 192), "cartesian", 4, 10),
    "tse": ((128, 128, 1), (256, 256, 5), "cartesian", 48, 2400),
    "epi": ((64, 64, 1), (220, 220, 4), "epi", 30, 2000),
    "press": ((1, 1, 1), (20, 20, 20), "other", 35, 2000),
    "steam": ((1, 1, 1), (20, 20, 20), "other", None, None),
    "semi-laser": ((1, 1, 1), (20, 20, 20), "other", 44, 3000),
}


def build(seqc, name, scanner, folder):
    return subprocess.run(
        [seqc, "build", f"examples/{name}.seq", "--scanner", scanner, "--target", "mrd-header", "-o", f"{folder}/"],
        cwd=ROOT, capture_output=True, text=True, check=False)


def faults(name, folder, output):
    matrix, size, trajectory, echo, repetition = EXPECTED[name]
    seq = (folder / f"{name}.seq").read_bytes()
    text = (folder / f"{name}.mrd.xml").read_text(encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        header = ismrmrd.xsd.CreateFromDocument(text)
        again = ismrmrd.xsd.CreateFromDocument(ismrmrd.xsd.ToXML(header))
    if header != again:
        yield "it changes when it is written again"
    if "follows /usr/" not in output:
        yield "the official schema was not there"
    end = seq.rindex(b"\n[SIGNATURE]")
    strings = {item.name: item.value for item in header.userParameters.userParameterString}
    if strings.get("seq_signature") != hashlib.md5(seq[:end]).hexdigest():
        yield "the signature is of another file"
    encoding = header.encoding[0]
    for space in (encoding.encodedSpace, encoding.reconSpace):
        if (space.matrixSize.x, space.matrixSize.y, space.matrixSize.z) != matrix:
            yield f"matrix {space.matrixSize}"
        found = (space.fieldOfView_mm.x, space.fieldOfView_mm.y, space.fieldOfView_mm.z)
        if any(abs(a - b) > 1e-4 * b for a, b in zip(found, size)):
            yield f"field of view {found}"
    if encoding.trajectory.value != trajectory:
        yield f"trajectory {encoding.trajectory}"
    if echo is not None and [round(v, 4) for v in header.sequenceParameters.TE] != [echo]:
        yield f"TE {header.sequenceParameters.TE}"
    if repetition is not None and list(header.sequenceParameters.TR) != [repetition]:
        yield f"TR {header.sequenceParameters.TR}"
    if not 120e6 < header.experimentalConditions.H1resonanceFrequency_Hz < 130e6:
        yield "not the protons of 3 T"


def main():
    seqc = str(Path(sys.argv[1]).resolve())
    count = failed = 0
    for name in EXPECTED:
        for scanner in SCANNERS:
            with tempfile.TemporaryDirectory() as place:
                folder = Path(place) / "out"
                run = build(seqc, name, scanner, folder)
                if run.returncode == 1 and "ge-premier" in scanner:
                    print(f"left out: {name} for {scanner}")
                    continue
                found = [run.stderr.strip()] if run.returncode else list(faults(name, folder, run.stdout))
            count += 1
            failed += bool(found)
            print(f"{name} for {scanner}: {'; '.join(found)}{' FAIL' if found else 'ok'}".replace(":ok", ": ok"))
    print(f"mrd-header: {count} comparisons, {failed} failed")


if __name__ == "__main__":
    main()
