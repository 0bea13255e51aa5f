#!/usr/bin/env bash
# What checking costs: run.sh SEQC [PROFILE]. Builds the designs beside it and checks the Pulseq files, in a folder of its own.
#
# CPU seconds (user and system) are printed beside the time on the clock, since they hold on a busy machine too.
set -euo pipefail
seqc=$(realpath "$1")
scanner=${2:-site.scanner}
[[ $scanner != */* ]] || scanner=$(realpath "$scanner")
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for design in *.seq; do
  name=${design%.seq}
  "$seqc" build "$design" -o "$folder/$name.seq" >"$folder/built" 2>&1 || { cat "$folder/built"; exit 1; }
  echo "== $name: $(sed -n 's/^ *\(.* blocks, .*\)/\1/p' "$folder/built")"
  TIMEFORMAT='%R s on the clock, %U s + %S s of CPU'
  { time "$seqc" check "$folder/$name.seq" --scanner "$scanner" --timings >"$folder/found" 2>"$folder/stages"; } \
    2>"$folder/time" || true
  grep -E '^[0-9]+ checks: ' "$folder/found" || { cat "$folder/found" "$folder/stages"; exit 1; }
  sed -n '/^stage/,$p' "$folder/stages"
  cat "$folder/time"
done
