#!/usr/bin/env bash
# Holds the instructions that runs of seqc take against benchmarks/budgets.txt: budgets.sh SEQC
#
# Times differ from machine to machine and minute to minute; counts of instructions do not, so they can guard in CI. The
# budgets are those of a release build with AVX2 (scripts/cpu_flags.sh), which a build without it exceeds.
set -euo pipefail
seqc=$(realpath "$1")
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$seqc" build benchmarks/scale/gre-3d.seq -o "$folder/gre" >/dev/null 2>&1
python3 benchmarks/scale/make_fingerprint.py "$folder/spirals" --partitions 4

# Prints the instructions of one run, in millions.
count() {
  local log=$folder/log
  valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null --log-file="$log" \
    "$seqc" "$@" >/dev/null 2>&1 || true
  sed -n 's/^.*I *refs: *//p' "$log" | tr -d , | awk '{ printf "%.1f", $1 / 1e6 }'
}

passed=0
failed=0
while IFS='|' read -r name budget arguments; do
  case "$name" in '#'* | '') continue ;; esac
  name=${name%% }
  read -r -a words <<<"${arguments//@/$folder/}"
  found=$(count "${words[@]}")
  if awk "BEGIN { exit !($found > 0 && $found <= 1.05 * $budget) }"; then
    passed=$((passed + 1))
    verdict=
    if awk "BEGIN { exit !($found < 0.8 * $budget) }"; then verdict='  (lower the budget)'; fi
  else
    failed=$((failed + 1))
    verdict='  FAILED'
  fi
  printf '%-32s %10s of %8s million%s\n' "$name" "$found" "$(echo $budget)" "$verdict"
done <benchmarks/budgets.txt

echo "instruction budgets: $passed passed, $failed failed"
[ "$failed" = 0 ]
