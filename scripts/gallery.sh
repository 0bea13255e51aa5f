#!/usr/bin/env bash
# Draws the sequence diagram of every design of docs/gallery.md as text, docs/gallery/NAME.txt: gallery.sh SEQC
set -euo pipefail
seqc=$1
mkdir -p docs/gallery
for name in $(grep -oE '^## [a-z-]+$' docs/gallery.md | cut -c4-); do
  "$seqc" plot "examples/$name.seq" diagram -o "docs/gallery/$name.txt"
done
