#!/usr/bin/env bash
# Times the optimizer's engine beside PyTorch on the same problem: run.sh OPTIMIZER_BENCHMARK [ROUNDS]
#
# PyTorch lives in .venv, in the version that requirements.txt pins.
set -euo pipefail
benchmark=$1
here=$(dirname "$0")
requirements=$here/requirements.txt
installed=.venv/optimizer-benchmark.installed

if ! cmp -s "$requirements" "$installed"; then
  [ -x .venv/bin/python ] || python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$installed"
fi
.venv/bin/python "$here/compare.py" "$benchmark" --rounds "${2:-5}"
