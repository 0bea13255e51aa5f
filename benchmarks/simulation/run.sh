#!/usr/bin/env bash
# What simulating a voxel costs, beside direct simulations in NumPy and QuTiP: run.sh SEQC [OPTION...]
#
# The other programs are those of conformance, in .venv. Their threads are one, as CPU seconds are compared.
set -euo pipefail
seqc=$(realpath "$1")
cd "$(dirname "$0")/../.."
for requirements in conformance/requirements.txt conformance/requirements-spins.txt; do
  cmp -s "$requirements" ".venv/$(basename "$requirements").installed" && continue
  [ -x .venv/bin/python ] || python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" ".venv/$(basename "$requirements").installed"
done
OMP_NUM_THREADS=1 .venv/bin/python benchmarks/simulation/direct.py "$seqc" "${@:2}"
