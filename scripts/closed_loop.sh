#!/usr/bin/env bash
# Writes the tables of "Closing the loop" in docs/glu-gln-results.md: closed_loop.sh SEQC [FOLDER]
#
# Basis sets and phantoms with known concentrations are made by seqc, and fitted by conformance/closed_loop. FOLDER keeps
# them, so that a second run only fits; it must be of the same seqc.
set -euo pipefail
seqc=$(realpath "$1")
list=conformance/targets-nifti-mrs.txt
folder=.venv-nifti-mrs
if ! cmp -s "$list" "$folder/installed.txt"; then
  [ -x "$folder/bin/python" ] || python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$list"
  cp "$list" "$folder/installed.txt"
fi
tables=$(OMP_NUM_THREADS=1 "$folder/bin/python" conformance/closed_loop "$seqc" --study ${2:+"$2"})
python3 - docs/glu-gln-results.md "$tables" <<'PYTHON'
import sys

page, tables = sys.argv[1:]
begin, end = "<!-- closed loop: begin -->\n", "<!-- closed loop: end -->"
text = open(page, encoding="utf-8").read()
before, rest = text.split(begin)
with open(page, "w", encoding="utf-8") as file:
    file.write(before + begin + "\n" + tables + "\n\n" + end + rest.split(end)[1])
PYTHON
