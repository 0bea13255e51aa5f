#!/usr/bin/env python3
"""Nerve stimulation by the SAFE model: seqc against pypulseq's port of the public code, on the same sequences.

    safe_stimulation.py SEQC

Sequences are drawn at random and written with pypulseq. Two comparisons each:

* seqc's value against the public code at two small steps, extrapolated to zero: the public code samples, and its low
  pass lags behind by an error proportional to the step.
* the public code at the raster is not larger than seqc's value, which is the larger of exact and sampled.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pypulseq as pp
from pypulseq.utils.safe_pns_prediction import safe_example_hw, safe_gwf_to_pns

GAMMA = 42.576e6


def scanner_text(hw):
    lines = ["scanner conformance", 'title "example hardware"', "vendor generic"]
    for name in "xyz":
        axis = getattr(hw, name)
        lines.append(
            f"pns-safe {name} tau {axis.tau1} {axis.tau2} {axis.tau3} ms weights {axis.a1} {axis.a2} {axis.a3} "
            f'limit {axis.stim_limit} T/m/s scale {axis.g_scale} site "example"'
        )
    return "\n".join(lines) + "\n"


def random_sequence(rng):
    """Trapezoids on all axes in blocks of 3 ms; corners on the raster of 10 us."""
    system = pp.Opts(max_grad=80, grad_unit="mT/m", max_slew=400, slew_unit="T/m/s")
    sequence = pp.Sequence(system)
    sequence.add_block(pp.make_label(type="SET", label="NOROT", value=1), pp.make_delay(1e-4))
    corners = {axis: [(0.0, 0.0), (1e-4, 0.0)] for axis in "xyz"}
    start = 1e-4
    for _ in range(4):
        events = []
        for axis in "xyz":
            rise, flat, fall = (1e-5 * int(rng.integers(low, high)) for low, high in [(20, 60), (0, 150), (20, 60)])
            amplitude = float(np.round(rng.uniform(-30, 30), 3)) * 1e-3
            events.append(
                pp.make_trapezoid(
                    axis, amplitude=amplitude * GAMMA, rise_time=rise, flat_time=flat, fall_time=fall, system=system
                )
            )
            corners[axis] += [
                (start, 0.0),
                (start + rise, amplitude),
                (start + rise + flat, amplitude),
                (start + rise + flat + fall, 0.0),
                (start + 3e-3, 0.0),
            ]
        sequence.add_block(*events, pp.make_delay(3e-3))
        start += 3e-3
    return sequence, corners, start


def public_value(corners, duration, step, hw):
    count = int(round(duration / step)) + 1
    times = np.arange(count) * step
    gradients = np.stack([np.interp(times, *np.array(corners[axis]).T) for axis in "xyz"], axis=1)
    stimulation, _ = safe_gwf_to_pns(gradients, np.ones(count), step, hw)
    return float(np.sqrt((stimulation**2).sum(axis=1)).max())


def measured(seqc, path, scanner):
    run = subprocess.run(
        [seqc, "check", path, "--scanner", scanner, "--format", "json"], capture_output=True, text=True
    )
    for line in run.stdout.splitlines():
        finding = json.loads(line)
        if finding.get("check") == "E002" and finding.get("measured"):
            return finding["measured"][1]
    raise RuntimeError(run.stdout + run.stderr)


def main():
    seqc = sys.argv[1]
    rng = np.random.default_rng(20260)
    hw = safe_example_hw()
    failed = compared = 0

    def judge(name, value, reference, holds):
        nonlocal failed, compared
        compared += 1
        failed += not holds
        print(f"{name}: {value:.6f} against {reference:.6f} {'ok' if holds else 'FAIL'}")

    with tempfile.TemporaryDirectory() as folder:
        scanner = Path(folder) / "conformance.scanner"
        scanner.write_text(scanner_text(hw))
        for index in range(3):
            sequence, corners, duration = random_sequence(rng)
            path = str(Path(folder) / f"{index}.seq")
            sequence.write(path)
            value = measured(seqc, path, str(scanner))
            coarse, fine = (public_value(corners, duration, step, hw) for step in (2e-6, 1e-6))
            limit = 2 * fine - coarse
            judge(f"SAFE, sequence {index}, step to zero", value, limit, abs(value / limit - 1) < 1e-4)
            at_raster = public_value(corners, duration, 1e-5, hw)
            judge(f"SAFE, sequence {index}, at the raster", value, at_raster, at_raster <= value * (1 + 1e-5))
    print(f"{compared} comparisons, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
