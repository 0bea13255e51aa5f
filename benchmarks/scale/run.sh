#!/usr/bin/env bash
# Reading, checking and writing Pulseq files beside pypulseq and pypulseqpp: run.sh SEQC [OPTION...], options of compare.py.
#
# The other programs are those of conformance, in .venv; their numerical libraries get one thread, as seqc has.
set -euo pipefail
seqc=$(realpath "$1")
cd "$(dirname "$0")/../.."
requirements=conformance/requirements.txt
if ! cmp -s "$requirements" ".venv/$(basename "$requirements").installed"; then
  [ -x .venv/bin/python ] || python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" ".venv/$(basename "$requirements").installed"
fi
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 benchmarks/scale/compare.py "$seqc" .venv/bin/python "${@:2}"
