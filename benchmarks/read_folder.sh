#!/usr/bin/env bash
# Times `seqc check` on every .seq file of a folder: read_folder.sh SEQC FOLDER
set -uo pipefail
seqc=$1
folder=$2
results=$(mktemp)
trap 'rm -f "$results"' EXIT

for file in "$folder"/*.seq; do
  start=$(date +%s%N)
  timeout 60 "$seqc" check "$file" >/dev/null 2>&1
  status=$?
  milliseconds=$((($(date +%s%N) - start) / 1000000))
  allowed=$((1000 + $(stat -c %s "$file") / 10000))
  echo "$milliseconds $allowed $status $(basename "$file")" >>"$results"
done

echo "slowest (ms, allowed ms, exit status, file):"
sort -rn "$results" | head -n 5
awk '$1 > $2 { over++; print "TOO SLOW: " $4 } $3 != 0 { refused++ }
  END { printf "%d files, %d not read or with a failed check, %d too slow\n", NR, refused, over }' "$results"
! awk '$1 > $2 { found = 1 } END { exit !found }' "$results"
