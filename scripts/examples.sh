#!/usr/bin/env bash
# Builds every example for the scanner that it names, checks it, and reads it back: examples.sh SEQC
#
# `seqc build` writes nothing when a check fails. Each file is then read by pypulseq, or by pypulseqpp where pypulseq lacks
# a feature, and compared with it block by block, as in `make conformance`. Their own checks of timing are left to that: some
# designs are on rasters that these programs do not take from a file. The last line counts examples.
set -uo pipefail
seqc=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
count=0

mkdir -p "$folder/files"
for design in examples/*.seq; do
  name=$(basename "$design" .seq)
  count=$((count + 1))
  if "$seqc" build "$design" -o "$folder/files/$name.seq" >"$folder/log" 2>&1 &&
    "$seqc" inspect "$folder/files/$name.seq" --waveforms >"$folder/files/$name.json"; then
    echo "built: $name: $(grep -oE '[0-9]+ checks: .*' "$folder/log")"
  else
    echo "NOT BUILT: $name"
    grep -E '^error' "$folder/log" | sort | uniq -c
    rm -f "$folder/files/$name.json"
    failed=$((failed + 1))
  fi
done
.venv/bin/python conformance/pulseq_peers.py --verbose --no-timing --limit 300 "$folder/files" | tee "$folder/peers.log"
failed=$((failed + $(grep -cE '^(DIFFERS|no peer reads it): ' "$folder/peers.log")))
echo "examples: $count, $failed failed"
[ "$failed" = 0 ] && [ "$count" -gt 0 ]
