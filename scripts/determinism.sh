#!/usr/bin/env bash
# Builds every example twice, the second time as on a CPU without FMA and AVX2, and compares the bytes.
#
# determinism.sh SEQC: prints one line per example; fails when any differs or does not build.
set -uo pipefail
seqc=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

passed=0
failed=0
for design in examples/*.seq; do
  name=$(basename "$design" .seq)
  if "$seqc" build "$design" -o "$folder/$name.a" >"$folder/log" 2>&1 &&
    GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2 "$seqc" build "$design" -o "$folder/$name.b" >"$folder/log" 2>&1 &&
    cmp "$folder/$name.a" "$folder/$name.b"; then
    echo "same bytes: $name"
    passed=$((passed + 1))
  else
    echo "NOT THE SAME, or not built: $name"
    cat "$folder/log"
    failed=$((failed + 1))
  fi
done
echo "determinism: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
