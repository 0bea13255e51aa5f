#!/usr/bin/env python3
"""Compare our understanding of Pulseq files with that of pypulseq, and of pypulseqpp where pypulseq lacks a feature.

    pulseq_peers.py DIRECTORY                   every X.seq there with its X.json (`seqc inspect X.seq --waveforms`)
    pulseq_peers.py --corpus FOLDER DIRECTORY   every FOLDER/X.seq for which DIRECTORY/X.seq.json exists

Each file is read by the peer in a process of its own, under a time limit, because some readers hang on some files.
Compared are, block by block, the duration, the RF samples with their times and offsets, the gradients as piecewise
linear functions, and the ADC times and phases, to one part in a million or the resolution of the format. In the first
form the timing check of pypulseq must pass as well, unless `--no-timing` is given.

Exit: 0 all agree, 1 something differs, 2 wrong usage. One line per file; `--verbose` says more.
"""
import argparse
import json
import multiprocessing
import multiprocessing.pool
import os
import sys
import warnings

RELATIVE = 1e-6
SHAPE_STEP = 1e-7  # The encoder's grid: no shape is known better.
TIME_STEP = 1e-12
# Reported by a peer's timing check, but questions of gradient continuity and of the receiver.
NOT_TIMING = {"GRADIENT_START_DELAY", "GRADIENT_END_NONZERO", "GRADIENT_NOT_RAMPED_DOWN", "ADC_SAMPLES_DIVISOR"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--corpus", metavar="FOLDER", help="compare readings of these files instead")
    parser.add_argument("--no-timing", action="store_true", help="skip the timing check (files not made by us)")
    parser.add_argument("--limit", type=float, default=60, help="seconds for each call of a peer (default 60)")
    parser.add_argument("--only", default="", help="only files whose name contains this")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    pairs = list(find_pairs(arguments))
    if not pairs:
        print(f"no pairs of files in {arguments.directory}", file=sys.stderr)
        return 2
    counts = {}
    # The work is in the processes that `call` starts; each of these threads waits for one.
    with multiprocessing.pool.ThreadPool(os.cpu_count()) as pool:
        verdicts = pool.starmap(judge, [(sequence, export, arguments) for _, sequence, export in pairs], chunksize=1)
    for (name, _, _), (verdict, detail) in zip(pairs, verdicts):
        counts[verdict] = counts.get(verdict, 0) + 1
        if verdict != "agrees" or arguments.verbose:
            print(f"{verdict}: {name}: {detail}")
    print(", ".join(f"{verdict} {count}" for verdict, count in sorted(counts.items())) + f" of {len(pairs)} files")
    return 1 if "DIFFERS" in counts or "TIMING" in counts else 0


def find_pairs(arguments):
    for name in sorted(os.listdir(arguments.directory)):
        if not name.endswith(".json") or arguments.only not in name:
            continue
        export = os.path.join(arguments.directory, name)
        stem = name[: -len(".json")]
        folder = arguments.corpus or arguments.directory
        sequence = os.path.join(folder, stem if arguments.corpus else stem + ".seq")
        if os.path.exists(sequence):
            yield stem, sequence, export


def judge(sequence, export, arguments):
    """pypulseq first; pypulseqpp when pypulseq cannot read the file, and the reason is named."""
    check_timing = arguments.corpus is None and not arguments.no_timing
    if check_timing and has_half_raster_gradients(sequence):
        # Its timing check takes such a gradient for twice as long as it is (its issues 421 to 424).
        verdict, detail = "unreadable", "does not know how long half-raster gradients are"
    else:
        verdict, detail = call("pypulseq", sequence, export, check_timing, arguments.limit)
    if verdict in ("agrees", "DIFFERS", "TIMING"):
        return verdict, detail
    reason = f"pypulseq: {detail}"
    verdict, detail = call("pypulseqpp", sequence, export, check_timing, arguments.limit)
    if verdict in ("agrees", "DIFFERS", "TIMING"):
        return ("agrees with pypulseqpp only" if verdict == "agrees" else verdict), f"{detail} ({reason})"
    return "no peer reads it", f"{reason}; pypulseqpp: {detail}"


def has_half_raster_gradients(path):
    section = ""
    with open(path, encoding="utf-8-sig", errors="replace") as text:
        for line in text:
            words = line.split()
            if line.startswith("["):
                section = line.strip()
            elif section == "[GRADIENTS]" and len(words) == 7 and words[5] == "-1":
                return True
    return False


# Each reader's process is a copy of one that has the peers loaded already: loading takes longer than most files do.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["pypulseq", "pypulseqpp"])


def call(peer, sequence, export, check_timing, limit):
    receiver, sender = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(sender, peer, sequence, export, check_timing))
    process.start()
    sender.close()
    verdict = ("unreadable", f"took longer than {limit:g} s")
    if receiver.poll(limit):
        try:
            verdict = receiver.recv()
        except EOFError:
            verdict = ("unreadable", "the reader crashed")
    process.kill()
    process.join()
    return verdict


def work(sender, peer, sequence, export, check_timing):
    warnings.simplefilter("ignore")
    # Peers print; the report is ours.
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.dup2(devnull, 2)
    sender.send(compare_file(peer, sequence, export, check_timing))
    sender.close()


def compare_file(peer, sequence, export, check_timing):
    import importlib

    with open(export) as text:
        ours = Ours(json.load(text))
    try:
        module = importlib.import_module(peer)
        # Where both remove duplicates, they round amplitudes to six digits.
        if peer == "pypulseq":
            theirs = module.Sequence(system_of(ours, module)) if check_timing else module.Sequence()
        else:
            theirs = module.Sequence(system_of(ours, module))
        theirs.read(sequence, remove_duplicates=False)
        blocks = BlockReader(theirs, peer)
    except Exception as error:  # A peer may fail in any way; the reason goes into the report.
        return "unreadable", f"{type(error).__name__}: {str(error)[:160]}"
    version = file_version(sequence)
    problem = compare(ours, blocks, version)
    if problem:
        return ("unreadable" if problem.startswith("peer:") else "DIFFERS"), problem
    if check_timing:
        _, report = theirs.check_timing()
        report = [error for error in report if error.error_type not in NOT_TIMING]
        if report:
            return "TIMING", f"{len(report)} timing errors, first: {str(report[0])[:200]}"
    return "agrees", f"{len(ours.blocks)} blocks"


def system_of(ours, peer):
    """The rasters of the file: peers measure a file by the rasters of the system they are given, not by its own."""
    rasters = ours.data["rasters_s"]
    return peer.Opts(
        grad_raster_time=rasters["gradient"], rf_raster_time=rasters["rf"], adc_raster_time=rasters["adc"],
        block_duration_raster=rasters["block"])


def file_version(path):
    numbers = {}
    with open(path, encoding="utf-8-sig", errors="replace") as text:
        for line in text:
            words = line.split()
            if len(words) == 2 and words[0] in ("major", "minor"):
                numbers[words[0]] = int(words[1])
            if len(numbers) == 2:
                break
    return numbers.get("major", 0), numbers.get("minor", 0)


class Ours:
    """Our export, with shapes decoded here, independently of the program that wrote them."""

    def __init__(self, data):
        self.data = data
        self.blocks = data["blocks"]
        self.decoded = {}

    def shape(self, index):
        import numpy as np

        if index not in self.decoded:
            shape = self.data["shapes"][index]
            stored = shape["stored"]
            if shape["compressed"]:
                differences, counts, position = [], [], 0
                while position < len(stored):
                    run = position + 1 < len(stored) and stored[position] == stored[position + 1]
                    differences.append(stored[position])
                    counts.append(int(stored[position + 2]) + 2 if run else 1)
                    position += 3 if run else 1
                stored = np.cumsum(np.repeat(differences, counts))
            self.decoded[index] = np.asarray(stored, float)
            assert len(self.decoded[index]) == shape["samples"]
        return self.decoded[index]

    def rf(self, index):
        import numpy as np

        event = self.data["rf"][index]
        magnitude = self.shape(event["magnitude"])
        phase = self.shape(event["phase"])
        raster = self.data["rasters_s"]["rf"]
        if event["times"] is None:
            times = (np.arange(len(magnitude)) + 0.5) * raster
        else:
            times = self.shape(event["times"]) * raster
        return event, times, event["amplitude_hz"] * magnitude * np.exp(2j * np.pi * phase)


class BlockReader:
    """The peer's blocks in playing order, and a key that is equal for blocks with the same events."""

    def __init__(self, sequence, peer):
        self.sequence = sequence
        self.peer = peer
        self.durations = sequence.block_durations
        self.ids = list(sequence.block_events.keys()) if peer == "pypulseq" else range(1, len(self.durations) + 1)

    def __len__(self):
        return len(self.ids)

    def key(self, position):
        if self.peer != "pypulseq":
            return None
        return tuple(self.sequence.block_events[self.ids[position]])

    def duration(self, position):
        if self.peer != "pypulseq":
            return float(self.sequence.get_block(self.ids[position]).block_duration)
        return float(self.durations[self.ids[position]])

    def block(self, position):
        return self.sequence.get_block(self.ids[position])


def compare(ours, blocks, version):
    """None, or the first difference."""
    if len(ours.blocks) != len(blocks):
        return f"{len(ours.blocks)} blocks and {len(blocks)}"
    seen = set()
    for position, row in enumerate(ours.blocks):
        duration = blocks.duration(position)
        # Files before 1.4 do not store durations; peers do not round them up to the raster.
        tolerance = TIME_STEP + RELATIVE * abs(row[1]) if version >= (1, 4) else 1.001e-5
        if abs(duration - row[1]) > tolerance:
            return f"block {position + 1}: duration {row[1]} s and {duration} s"
        key = (tuple(row[2:]), blocks.key(position))
        if key[1] is not None and key in seen:
            continue
        seen.add(key)
        try:
            block = blocks.block(position)
        except Exception as error:
            return f"peer: block {position + 1}: {type(error).__name__}: {str(error)[:120]}"
        problem = compare_block(ours, row, block, version)
        if problem:
            return f"block {position + 1}: {problem}"
    return None


def compare_block(ours, row, block, version):
    _, _, rf, gx, gy, gz, adc, _ = row
    problem = compare_rf(ours, rf, getattr(block, "rf", None), version)
    for axis, index in (("x", gx), ("y", gy), ("z", gz)):
        problem = problem or compare_gradient(ours, index, getattr(block, "g" + axis, None), axis, version)
    return problem or compare_adc(ours, adc, getattr(block, "adc", None))


def compare_rf(ours, index, theirs, version):
    import numpy as np

    if (index is None) != (theirs is None):
        return "only one has an RF pulse"
    if index is None:
        return None
    event, times, signal = ours.rf(index)
    their_times = np.asarray(theirs.t, float)
    their_signal = np.asarray(theirs.signal, complex)
    if len(times) != len(their_times):
        return f"RF has {len(times)} samples and {len(their_times)}"
    if np.max(np.abs(times - their_times)) > TIME_STEP + RELATIVE * times[-1]:
        return "RF sample times differ"
    # A magnitude is known to one step of the grid, and so is a phase, in turns.
    tolerance = abs(event["amplitude_hz"]) * (RELATIVE + (1 + 2 * np.pi) * SHAPE_STEP)
    worst = np.max(np.abs(signal - their_signal))
    if worst > tolerance:
        return f"RF samples differ by {worst:g} Hz of {event['amplitude_hz']:g} Hz"
    problem = same("RF delay", event["delay_s"], theirs.delay, TIME_STEP)
    problem = problem or compare_offsets("RF", event, theirs)
    if problem or version < (1, 5):
        return problem
    uses = {"undefined": "u", "excitation": "e", "refocusing": "r", "inversion": "i", "saturation": "s",
            "preparation": "p", "other": "o"}
    # pypulseq reads `other` as `undefined`.
    use = uses.get(str(theirs.use), str(theirs.use))
    if use != event["use"] and not (event["use"] == "o" and use == "u"):
        return f"RF use {event['use']} and {theirs.use}"
    return same("RF centre", event["centre_s"], theirs.center, TIME_STEP)


def compare_offsets(what, event, theirs):
    names = (("offset_hz", "freq_offset"), ("phase_rad", "phase_offset"), ("offset_ppm", "freq_ppm"),
             ("phase_rad_per_mhz", "phase_ppm"))
    for our_name, their_name in names:
        problem = same(f"{what} {our_name}", event[our_name], getattr(theirs, their_name, 0), 0)
        if problem:
            return problem
    return None


def compare_gradient(ours, index, theirs, axis, version):
    import numpy as np

    if (index is None) != (theirs is None):
        return f"only one has a gradient on {axis}"
    if index is None:
        return None
    corners = np.asarray(ours.data["gradients"][index], float)
    times, values = their_corners(theirs)
    full = max(np.max(np.abs(corners[:, 1])), np.max(np.abs(values)))
    ends_are_stored = version >= (1, 5) or theirs.type == "trap" or is_explicit(theirs)
    if ends_are_stored:
        problem = same("end of the gradient", corners[-1, 0], times[-1], TIME_STEP)
        if problem:
            return problem
        union = np.union1d(corners[:, 0], times)
    else:
        # Before 1.5 readers guess the ends of sampled gradients, each in its own way; the samples are the same.
        union = times[1:-1]
    difference = np.abs(np.interp(union, corners[:, 0], corners[:, 1]) - np.interp(union, times, values))
    if np.max(difference) > full * (RELATIVE + SHAPE_STEP):
        at = union[int(np.argmax(difference))]
        return f"gradient on {axis} differs by {np.max(difference):g} of {full:g} Hz/m at {at:g} s"
    return None


def their_corners(theirs):
    import numpy as np

    if theirs.type == "trap":
        times = np.cumsum([theirs.delay, theirs.rise_time, theirs.flat_time, theirs.fall_time])
        return times, np.asarray([0, theirs.amplitude, theirs.amplitude, 0], float)
    times = np.asarray(theirs.tt, float)
    values = np.asarray(theirs.waveform, float)
    if is_explicit(theirs):
        return theirs.delay + times, values
    spacing = times[1] - times[0] if len(times) > 1 else 2 * times[0]
    half = times[0]
    # Sampled at raster centres the event ends half a raster after the last sample, at half rasters one half raster.
    end = times[-1] + (half if abs(spacing - 2 * half) < 1e-9 else spacing)
    return theirs.delay + np.concatenate([[0], times, [end]]), np.concatenate([[theirs.first], values, [theirs.last]])


def is_explicit(theirs):
    time_id = getattr(theirs, "time_id", None)
    return time_id > 0 if time_id is not None else abs(theirs.tt[0]) < 1e-12


def compare_adc(ours, index, theirs):
    import numpy as np

    if (index is None) != (theirs is None):
        return "only one has an ADC"
    if index is None:
        return None
    event = ours.data["adc"][index]
    if event["samples"] != int(theirs.num_samples):
        return f"ADC has {event['samples']} samples and {theirs.num_samples}"
    last = event["samples"] - 0.5
    first, their_first = event["delay_s"] + event["dwell_s"] / 2, theirs.delay + theirs.dwell / 2
    problem = same("first ADC time", first, their_first, TIME_STEP)
    problem = problem or same(
        "last ADC time", event["delay_s"] + event["dwell_s"] * last, theirs.delay + theirs.dwell * last, TIME_STEP)
    problem = problem or compare_offsets("ADC", event, theirs)
    if problem:
        return problem
    modulation = getattr(theirs, "phase_modulation", None)
    modulation = np.asarray([] if modulation is None else modulation, float)
    expected = ours.shape(event["modulation"]) if event["modulation"] is not None else np.zeros(0)
    if len(modulation) != len(expected) and (np.any(modulation) or np.any(expected)):
        return "only one has an ADC phase modulation"
    if len(modulation) == len(expected) and len(expected):
        if np.max(np.abs(modulation - expected)) > SHAPE_STEP + RELATIVE * np.max(np.abs(expected)):
            return "ADC phase modulation differs"
    return None


def same(what, ours, theirs, floor):
    if abs(ours - float(theirs)) <= max(floor, RELATIVE * abs(ours)):
        return None
    return f"{what}: {ours} and {float(theirs)}"


if __name__ == "__main__":
    sys.exit(main())
