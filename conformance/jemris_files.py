#!/usr/bin/env python3
"""Plays the files of `seqc build --target jemris` as JEMRIS 2.9 does, with h5py for the shapes, beside the Pulseq file.

    jemris_files.py SEQC

Loops are repeated; a shape without interpolation gives the neighbour nearest to a time, one with it a straight line; the
phase of a frequency is zero at the middle of a pulse, and data are taken at the centres of equal intervals. Gradients,
RF and the times of data must agree to 1e-5 of the peak, phases to 1e-5 of a turn.
"""
import math
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import h5py
import numpy

import shapes

EXAMPLES = ["press", "semi-laser", "gre-2d", "epi", "tse", "pulse-acquire"]
AXES = ["GX", "GY", "GZ"]
# The Prisma's; what is given in ppm scales with it.
FIELD_MHZ = 2.8936 * 42.576


class Player:
    def __init__(self, folder, name):
        self.folder = folder
        self.rows = {}
        self.root = ElementTree.parse(folder / f"{name}.xml").getroot()

    def atoms(self):
        for loop in self.root.find("CONCATSEQUENCE"):
            for _ in range(int(loop.get("Repetitions"))):
                yield from loop

    def shape(self, element):
        path = element.get("Filename")
        if path not in self.rows:
            with h5py.File(self.folder / path) as file:
                self.rows[path] = file["extpulse"][:]
        return self.rows[path]


def number(element, name):
    return float(element.get(name))


def wave(rows, interpolates, milliseconds):
    times = rows[0]
    low = numpy.clip(numpy.searchsorted(times, milliseconds, side="right") - 1, 0, len(times) - 2)
    share = (milliseconds - times[low]) / (times[low + 1] - times[low])
    if not interpolates:
        share = (share >= 0.5).astype(float)
    values = rows[1:, low] + share * (rows[1:, low + 1] - rows[1:, low])
    inside = (milliseconds >= -1e-9) & (milliseconds <= times[-1] + 1e-9)
    return numpy.where(inside, values, 0)


def off_turn(found, wanted):
    difference = found - wanted
    return abs(difference - numpy.round(difference)).max()


def rf_fault(player, atom, event, waveforms):
    pulses = atom.findall("EXTERNALRFPULSE")
    if event is None:
        return "a pulse too many" if pulses else None
    if len(pulses) != 1:
        return f"{len(pulses)} pulses"
    pulse = pulses[0]
    size = numpy.array(shapes.samples(waveforms, event["magnitude"]))
    turns = 0 if event["phase"] is None else numpy.array(shapes.samples(waveforms, event["phase"]))
    raster = waveforms["rasters_s"]["rf"]
    if event["times"] is None:
        seconds = (numpy.arange(len(size)) + 0.5) * raster
    else:
        seconds = numpy.array(shapes.samples(waveforms, event["times"])) * raster
    rows = player.shape(pulse)
    amplitude, phase = wave(rows, pulse.get("Interpolate") == "1", seconds * 1e3)
    hertz = amplitude * number(pulse, "Scale") * 1e3 / (2 * math.pi)
    if abs(hertz - event["amplitude_hz"] * size).max() > 1e-5 * abs(event["amplitude_hz"]):
        return "another amplitude"
    middle = rows[0][-1] / 2
    played = (
        phase / (2 * math.pi) + number(pulse, "InitialPhase") / 360
        + number(pulse, "Frequency") / (2 * math.pi) * (seconds * 1e3 - middle))
    asked = (
        turns + (event["phase_rad"] + event["phase_rad_per_mhz"] * FIELD_MHZ) / (2 * math.pi)
        + (event["offset_hz"] + event["offset_ppm"] * FIELD_MHZ) * seconds)
    if off_turn(played, asked) > 1e-5:
        return "another phase"
    if abs(number(pulse, "InitialDelay") / 1e3 - event["delay_s"]) > 1e-12:
        return "another time"
    return None


def gradient_fault(player, atom, axis, corners):
    found = [item for item in atom.findall("EXTERNALGRADPULSE") if item.get("Axis") == AXES[axis]]
    if corners is None or max(abs(value) for _, value in corners) == 0:
        return f"a gradient too many on {AXES[axis]}" if found else None
    if len(found) != 1:
        return f"{len(found)} gradients on {AXES[axis]}"
    item = found[0]
    times = numpy.array([time for time, _ in corners])
    wanted = numpy.array([value for _, value in corners])
    # Between the corners, too.
    times = numpy.concatenate([times, (times[1:] + times[:-1]) / 2])
    wanted = numpy.concatenate([wanted, (wanted[1:] + wanted[:-1]) / 2])
    (value,) = wave(player.shape(item), True, times * 1e3 - number(item, "InitialDelay"))
    hertz_per_metre = value * number(item, "Scale") * 1e6 / (2 * math.pi)
    worst = abs(hertz_per_metre - wanted).max() / abs(wanted).max()
    return f"{AXES[axis]} differs by {worst:.1e}" if worst > 1e-5 else None


def acquisition_fault(atom, event):
    found = atom.findall("TRAPGRADPULSE")
    if event is None:
        return "an acquisition too many" if found else None
    if len(found) != 1 or number(found[0], "FlatTopArea") != 0:
        return "no acquisition, or one with a gradient"
    item = found[0]
    count = int(item.get("ADCs"))
    if count != event["samples"]:
        return f"{count} samples"
    length = number(item, "FlatTopTime")
    played = number(item, "InitialDelay") + length * (numpy.arange(count) + 0.5) / count
    asked = (event["delay_s"] + event["dwell_s"] * (numpy.arange(count) + 0.5)) * 1e3
    if abs(played - asked).max() > 1e-9:
        return "other times of data"
    seconds = (numpy.arange(count) + 0.5) * event["dwell_s"]
    found = number(item, "InitialPhase") / 360 + number(item, "Frequency") / (2 * math.pi) * (
        seconds * 1e3 - length / 2)
    wanted = (event["phase_rad"] + event["phase_rad_per_mhz"] * FIELD_MHZ) / (2 * math.pi) + (
        event["offset_hz"] + event["offset_ppm"] * FIELD_MHZ) * seconds
    return "another phase of data" if off_turn(found, wanted) > 1e-5 else None


def faults(player, waveforms):
    atoms = list(player.atoms())
    blocks = waveforms["blocks"]
    if len(atoms) != len(blocks):
        yield f"{len(atoms)} atoms for {len(blocks)} blocks"
        return
    of = lambda kind, index: None if index is None else waveforms[kind][index]  # noqa: E731
    for place, (atom, block) in enumerate(zip(atoms, blocks)):
        found = [rf_fault(player, atom, of("rf", block[2]), waveforms)]
        found += [gradient_fault(player, atom, axis, of("gradients", block[3 + axis])) for axis in range(3)]
        found.append(acquisition_fault(atom, of("adc", block[6])))
        if abs(number(atom.find("EMPTYPULSE"), "Duration") / 1e3 - block[1]) > 1e-12:
            found.append("another duration")
        for fault in filter(None, found):
            yield f"block {place + 1}: {fault}"
            return


def main():
    seqc = str(Path(sys.argv[1]).resolve())
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in EXAMPLES:
            waveforms = shapes.built(seqc, name, "jemris", folder)
            found = list(faults(Player(Path(folder) / "jemris", name), waveforms))
            bad += bool(found)
            print(f"jemris {name}: {'; '.join(found) or len(waveforms['blocks'])} {'FAIL' if found else 'ok'}")
    print(f"{len(EXAMPLES)} comparisons, {bad} failed")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
