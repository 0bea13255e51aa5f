"""The course of signal along a train of repetitions, as `seqc simulate --species` tells it: an SVG of docs/gallery.md.

    train_figure.py SEQC DESIGN SPECIES FIRST-LAST FIGURE.svg

Signals have the sign of their part along the last one's phase, so that what was inverted begins below zero.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import line_figure


def main():
    seqc, design, species, repetitions, figure = sys.argv[1:6]
    with tempfile.TemporaryDirectory() as folder:
        table = pathlib.Path(folder) / "train.json"
        subprocess.run(
            [seqc, "simulate", design, "--species", species, "--repetitions", repetitions, "-o", str(table)], check=True,
            capture_output=True)
        profile = json.loads(table.read_text())["profiles"][0]
    events = [event for event in profile["events"] if event["event"] == "acquisition"]
    curves = {}
    for number, name in enumerate(species.split(",")):
        signals = [complex(e["species"][number]["signal_re"], e["species"][number]["signal_im"]) for e in events]
        turn = signals[-1].conjugate() / abs(signals[-1])
        curves[name] = [(signal * turn).real for signal in signals]
    times = [event["time_seconds"] for event in events]
    title = f"Signals of {pathlib.Path(design).stem}, repetitions {repetitions}"
    pathlib.Path(figure).write_text(line_figure.svg(title, "time, s", "signal, share of M0", times, curves))


if __name__ == "__main__":
    main()
