"""Runs the benchmark of the optimizer's engine and PyTorch in turn, on the same problem, and compares.

compare.py BENCHMARK [--rounds N]: in each round all three run one after the other, each in a process of its own with
two threads, so that a change of the machine's speed meets all of them. Printed are the median over the rounds of the
median time of an evaluation (loss and full gradient), with its range, and the shortest time of all, which is what the
machine does when nothing else runs on it; goals are held against the shortest. Ratios are those of the medians within
each round, and of the shortest. Exits with 1 when losses or gradients differ from PyTorch's by more than the
tolerances below. Times never fail: they are the machine's.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

ANCHOR = "Glu+Gln, double, kicks 80 us, threads 2"
FINE = "Glu+Gln, double, kicks 5 us, threads 2"

# case, goal in ms
GOALS = (
    (ANCHOR, 3.0),
    ("Glu+Gln, single, kicks 80 us, threads 2", 1.6),
    ("6 spins, double, kicks 80 us, threads 2", 12.0),
    ("7 spins, double, kicks 80 us, threads 2", 60.0),
)
# peer, goal of its time over ours
RATIOS = (("tree", 1500), ("split", 60))


def lines(command):
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def peer(mode, repeats):
    script = pathlib.Path(__file__).parent / "peer_torch.py"
    return lines([sys.executable, script, "--mode", mode, "--repeats", str(repeats), "--threads", "2"])[0]


def spread(values, digits):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def shortest_of(rounds, name):
    return min(turn[name]["seconds"] for turn in rounds)


def print_times(rounds):
    print(f"\n{'milliseconds an evaluation':44}  {'median (over rounds)':26} {'shortest':>8}  goal")
    goals = dict(GOALS)
    rows = [(name, [turn[name] for turn in rounds]) for name in rounds[0]]
    for name, results in rows:
        medians = [1e3 * result["median"] for result in results]
        goal = goals.get(name)
        shortest = 1e3 * shortest_of(rounds, name)
        verdict = "" if goal is None else f"{goal:g}: {'reached' if shortest <= goal else 'MISSED'}"
        print(f"{name:44}  {spread(medians, 3):26} {shortest:8.3f}  {verdict}".rstrip())


def print_ratios(rounds):
    print(f"\n{'how many times faster':44}  {'pair by pair':26} {'shortest':>8}  goal")
    for mode, goal in RATIOS:
        ratios = [turn[mode]["median"] / turn[ANCHOR]["median"] for turn in rounds]
        shortest = shortest_of(rounds, mode) / shortest_of(rounds, ANCHOR)
        verdict = "reached" if shortest >= goal else "MISSED"
        print(f"{'than PyTorch, ' + mode:44}  {spread(ratios, 0):26} {shortest:8.0f}  {goal}: {verdict}")


def print_errors(rounds):
    print("\nerror of the splitting, relative to kicks every 2.5 us")
    print(f"{'':44}  {'loss':>8}  {'gradient':>8}  {'ms':>7}")
    for name, result in rounds[0].items():
        if "lossError" in result and "threads 2" in name:
            ms = 1e3 * shortest_of(rounds, name)
            print(f"{name:44}  {result['lossError']:8.1e}  {result['gradientError']:8.1e}  {ms:7.3f}")


def agreement(results):
    """What must hold between the two programs: (claim, relative difference, tolerance)."""
    exact = results["tree"]
    fine, anchor, split = results[FINE], results[ANCHOR], results["split"]
    off = lambda a, b, key: abs(a[key] / b[key] - 1)
    return [
        ("loss, kicks every 5 us, and matrix exponentials: six digits", off(fine, exact, "loss"), 5e-7),
        ("gradient, the same", off(fine, exact, "gradient"), 5e-7),
        ("loss as timed, kicks every 80 us, and matrix exponentials", off(anchor, exact, "loss"), 1e-4),
        ("loss of the splitting in PyTorch and matrix exponentials", off(split, exact, "loss"), 1e-4),
        ("loss as timed and that of the splitting in PyTorch", off(anchor, split, "loss"), 5e-6),
        ("gradient, the same", off(anchor, split, "gradient"), 5e-6),
    ]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("benchmark", type=pathlib.Path)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    print(f"load of the machine at the start: {os.getloadavg()[0]:.2f} on {os.cpu_count()} CPUs")
    rounds = []
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
        turn = {result["name"]: result for result in lines([options.benchmark.resolve(), "40"])}
        turn["split"] = peer("split", 7)
        turn["tree"] = peer("tree", 2)
        rounds.append(turn)
    print_times(rounds)
    print_ratios(rounds)
    print_errors(rounds)
    print("\nagreement with PyTorch")
    failed = False
    for claim, difference, tolerance in agreement(rounds[0]):
        holds = difference <= tolerance
        failed = failed or not holds
        print(f"  {'holds' if holds else 'FAILS'}  {claim}: {difference:.1e}, at most {tolerance:.0e}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
