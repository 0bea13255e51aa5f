#!/usr/bin/env bash
# Compares what seqc writes with what other programs read in it: conformance.sh SEQC
#
# Every example is built; pypulseq (pypulseqpp where it lacks a feature) reads the file and its waveforms are compared
# with ours. The peers live in .venv, in the versions that conformance/requirements.txt pins.
set -uo pipefail
seqc=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for requirements in conformance/requirements*.txt; do
  stamp=.venv/$(basename "$requirements").installed
  cmp -s "$requirements" "$stamp" && continue
  [ -x .venv/bin/python ] || python3 -m venv .venv || exit 1
  .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements" || exit 1
  cp "$requirements" "$stamp"
done

passed=0
failed=0
for design in examples/*.seq; do
  name=$(basename "$design" .seq)
  if ! "$seqc" build "$design" -o "$folder/$name.seq" >"$folder/log" 2>&1 ||
    ! "$seqc" inspect "$folder/$name.seq" --waveforms >"$folder/$name.json" 2>"$folder/log"; then
    echo "NOT BUILT: $name"
    cat "$folder/log"
    rm -f "$folder/$name.json"
    failed=$((failed + 1))
    continue
  fi
  if .venv/bin/python conformance/pulseq_peers.py --verbose --only "$name" "$folder"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
  rm -f "$folder/$name.json"
done
echo "conformance: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
