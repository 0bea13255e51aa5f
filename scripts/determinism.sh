#!/usr/bin/env bash
# Shows that the same design gives the same bytes: determinism.sh SEQC [OTHER_SEQC]
#
# * Every example is built twice, the second time as on a CPU whose libm has no FMA and AVX2.
# * A short search of a pulse (scripts/determinism.seq) finds the same with one thread and with one for each CPU.
# * OTHER_SEQC, a build with other instructions and other optimisation, builds and finds the same.
# * No program has an instruction that multiplies and adds with one rounding.
#
# Prints a line for each comparison; fails when any differs or does not run.
set -uo pipefail
seqc=$(realpath "$1")
other=${2:+$(realpath "$2")}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

passed=0
failed=0

# claim TEXT COMMAND...: counts what the command shows.
claim() {
  if "${@:2}"; then
    echo "$1"
    passed=$((passed + 1))
  else
    echo "FAILED: $1"
    cat "$folder/log"
    failed=$((failed + 1))
  fi
}

old_cpu() { GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2 "$@"; }
one_thread() { taskset --cpu-list "$(taskset --cpu-list --pid $$ | sed 's/.*: *//; s/[,-].*//')" "$@"; }

# same_build DESIGN PREFIX... COMMAND: what the command builds of the design, and what seqc built of it.
same_build() {
  "${@:2}" build "$1" -o "$folder/again" >"$folder/log" 2>&1 && cmp "$folder/first" "$folder/again" >>"$folder/log" 2>&1
}

# search NAME PREFIX... COMMAND: searches in a folder of its own and keeps what was printed and pinned.
search() {
  mkdir -p "$folder/$1" && cp scripts/determinism.seq "$folder/$1/search.seq" &&
    (cd "$folder/$1" && "${@:2}" optimize search.seq --quick >printed 2>"$folder/log")
}

same_search() { search "$@" && diff -r "$folder/reference" "$folder/$1" >>"$folder/log" 2>&1; }

has_no_fused() {
  ! objdump --disassemble --no-show-raw-insn "$1" | grep -E '\sv?fn?m(add|sub)|\sfml[as]\s' >"$folder/log"
}

for design in examples/*.seq; do
  name=$(basename "$design" .seq)
  "$seqc" build "$design" -o "$folder/first" >"$folder/log" 2>&1
  claim "same bytes: $name, as on a CPU without FMA and AVX2" same_build "$design" old_cpu "$seqc"
  [ -z "$other" ] || claim "same bytes: $name, by another build" same_build "$design" "$other"
  rm -f "$folder/first"
done

search reference "$seqc"
claim "same bytes: a search, with one thread" same_search single one_thread "$seqc"
claim "same bytes: a search, as on a CPU without FMA and AVX2" same_search old old_cpu "$seqc"
[ -z "$other" ] || claim "same bytes: a search, by another build" same_search other "$other"

for program in "$seqc" ${other:+"$other"}; do
  claim "no fused multiply-add in ${program#"$PWD/"}" has_no_fused "$program"
done

echo "determinism: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
