#!/usr/bin/env bash
# Makes what docs/gallery.md shows: of every design its sequence diagram as text, docs/gallery/NAME.txt, and its figure, by
# the command that the page names: gallery.sh SEQC. LIBRE's figure is that of a simulation in Python, which needs the
# environment of `make conformance`; courses of signal are drawn from what `seqc simulate` tells.
set -euo pipefail
seqc=$1
mkdir -p docs/gallery
for name in $(grep -oE '^## [a-z-]+$' docs/gallery.md | cut -c4-); do
  "$seqc" plot "examples/$name.seq" diagram -o "docs/gallery/$name.txt"
done
grep -oE '^    seqc .* -o docs/gallery/[a-z-]+\.svg$' docs/gallery.md | while read -r _ arguments; do
  # shellcheck disable=SC2086 # words of a command
  "$seqc" $arguments >/dev/null
done
.venv/bin/python conformance/water_excitation.py "$seqc" docs/gallery/libre.svg
.venv/bin/python conformance/train_figure.py "$seqc" examples/look-locker.seq water 1-760 docs/gallery/look-locker.svg
.venv/bin/python conformance/train_figure.py "$seqc" examples/fingerprint.seq water,fat 1-480 docs/gallery/fingerprint.svg
