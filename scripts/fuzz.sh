#!/usr/bin/env bash
# Lets libFuzzer look for inputs that make a reader fall: fuzz.sh SECONDS [TARGET...]
#
# Compiles the readers with coverage and AddressSanitizer into .build/fuzz (once, until a source changes), and runs
# each target of Tests/FuzzTargets for SECONDS. What libFuzzer has learnt stays in .build/fuzz/corpus/TARGET for the
# next run. An input that traps, breaks a promise, takes more than 10 s of CPU (ten minutes by the clock end one that never
# does) or 2 GB is printed and kept in .build/fuzz/found: when its cause is mended, it goes to golden/fuzz/TARGET, which
# the tests read.
#
# Prints executions and CPU time of each target, of this run and of all runs into .build/fuzz; the last line counts targets.
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
if [ $# = 0 ]; then set -- design pulseq profile coil-file pinned-pulse pulse-file xml shape; fi
build=.build/fuzz
mkdir -p "$build/found"

# compile MODULE SOURCES...: one object and its module.
compile() {
  local module=$1
  shift
  swiftc -O -wmo -parse-as-library -sanitize=fuzzer,address -swift-version 6 -package-name seqc \
    -module-name "$module" -I "$build" -I Sources/CLibXML2 $(pkg-config --cflags-only-I libxml-2.0 | sed 's/-I/-Xcc -I/g') \
    -emit-module -emit-module-path "$build/$module.swiftmodule" -emit-object -o "$build/$module.o" "$@"
}

if [ ! -x "$build/fuzz" ] || [ -n "$(find Sources/SequenceIR Sources/Backends Tests/FuzzTargets Tests/Fuzzing -newer "$build/fuzz" -name '*.swift' | head -1)" ]; then
  echo "compiling the readers for libFuzzer"
  for module in SequenceIR Backends; do
    compile "$module" $(find "Sources/$module" -name '*.swift' | sort) || exit 1
  done
  compile FuzzTargets Tests/FuzzTargets/*.swift || exit 1
  compile FuzzHarness Tests/Fuzzing/*.swift || exit 1
  swiftc -sanitize=fuzzer,address "$build"/{SequenceIR,Backends,FuzzTargets,FuzzHarness}.o -lxml2 -lm \
    -o "$build/fuzz" 2>&1 | grep -v "Cannot export local symbol"
  [ -x "$build/fuzz" ] || exit 1
fi

# seeds TARGET: the files that Tests/FuzzTargets/FuzzTarget.swift names.
seeds() {
  case $1 in
    design) find examples golden/diagnostics -name '*.seq' ;;
    pulseq) find golden/read golden/write -name '*.seq' ;;
    profile) find examples golden/check -name '*.scanner' ;;
    pinned-pulse) find examples golden -name '*.pulse' ;;
    xml) find golden/targets -name '*.xml' ;;
  esac
  find "golden/fuzz/$1" -type f 2>/dev/null
}

passed=0
failed=0
for target in "$@"; do
  corpus=$build/corpus/$target
  mkdir -p "$corpus"
  for seed in $(seeds "$target" | sort -u); do
    [ "$(stat -c %s "$seed")" -lt 20000 ] && cp -n "$seed" "$corpus/$(echo "$seed" | tr '/' '_')" 2>/dev/null
  done
  log=$build/$target.log
  if SEQC_FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=1:symbolize=1 \
    bash -c 'time "$0" "$@"' "$build/fuzz" -max_total_time="$seconds" -timeout=600 -rss_limit_mb=2048 -max_len=20000 \
    -print_final_stats=1 -artifact_prefix="$build/found/$target-" "$corpus" > "$log" 2>&1; then
    passed=$((passed + 1))
    result=sound
  else
    failed=$((failed + 1))
    result=FAILED
    grep -E "Fatal error|ERROR|ALARM|artifact_prefix|Test unit" "$log" | head -5
  fi
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  cpu=$(sed -n 's/^\(user\|sys\)[[:space:]]*//p' "$log" | sed 's/m/ /; s/s$//' | awk '{ s += 60 * $1 + $2 } END { print s }')
  covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
  printf '%s\t%s\t%s\n' "$target" "${executions:-0}" "${cpu:-0}" >> "$build/record.tsv"
  sum=$(awk -F'\t' -v target="$target" '$1 == target { runs += $2; cpu += $3 } END { printf "%d executions, %.0f s", runs, cpu }' \
    "$build/record.tsv")
  echo "$target: $result, ${executions:-0} executions, ${cpu:-?} s of CPU, ${covered:-?} places covered; in all $sum"
done
echo "fuzzing: $passed passed, $failed failed"
[ $failed = 0 ]
