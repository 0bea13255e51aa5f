#!/usr/bin/env bash
# Writes the tables of docs/glu-gln-results.md: the sequences of examples/glu-gln-3t-*.seq beside those of the literature.
#
# All are simulated under the molecules, the ensemble and the fit of the first; takes a quarter of an hour on two cores.
set -euo pipefail
seqc=$(realpath "$1")
page=$(realpath docs/glu-gln-results.md)
cd examples
names=(press-30 press-80 press-80-16-64 press-97 te-averaged-press steam-6.5 steam-72 special-8.5
  semi-laser-22 semi-laser-28 semi-laser-35 semi-laser-80 hermes-sum singlet-filtered)
others=("${names[@]/#/../benchmarks/glu-gln/}")
tables=$("$seqc" compare glu-gln-3t-{precise,separated,robust}.seq "${others[@]/%/.seq}" \
  --relative-to ../benchmarks/glu-gln/semi-laser-28.seq --coarse --format markdown)
tables=$(sed 's#\.\./benchmarks/glu-gln/##g; s/\.seq\b//g' <<< "$tables")
python3 - "$page" "$tables" <<'PYTHON'
import sys

page, tables = sys.argv[1:]
begin, end = "<!-- tables: begin -->\n", "<!-- tables: end -->"
text = open(page, encoding="utf-8").read()
before, rest = text.split(begin)
with open(page, "w", encoding="utf-8") as file:
    file.write(before + begin + "\n" + tables + "\n\n" + end + rest.split(end)[1])
PYTHON
