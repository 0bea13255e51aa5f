#!/usr/bin/env bash
# Prints the flags of `swift build` for this machine: code with AVX2 where the CPU has it.
#
# PORTABLE=1 prints none: such a build runs on every CPU of the architecture. The numbers are the same either way, for
# no multiplication is fused with an addition (`make determinism` holds builds to that); AVX2 is faster, because eight
# lanes of single precision, or four of double, are one register instead of two.
set -euo pipefail
[ -z "${PORTABLE:-}" ] && [ "$(uname -m)" = x86_64 ] && [ -r /proc/cpuinfo ] || exit 0
flags=" $(sed -n 's/^flags[^:]*://p;T;q' /proc/cpuinfo) "
# What x86-64-v3 asks for beyond SSE4.2.
for feature in avx avx2 bmi1 bmi2 f16c fma abm movbe; do
  [[ $flags == *" $feature "* ]] || exit 0
done
echo "-Xcc -march=x86-64-v3"
