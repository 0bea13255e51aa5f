"""Reads the shots of a Pulseq file with pypulseq: pulses, moments of the gradients around them, phases, acquisition."""

import functools
import hashlib
import itertools

import numpy as np
import pypulseq

# Cycles over 20 mm that remove a coherence.
DEPHASED = 0.5


def read(path, field):
    """Kinds of shots: those of one kind differ in phases only. `field`: Hz per ppm."""
    sequence = pypulseq.Sequence()
    sequence.read(str(path))
    thickness = sequence.definitions.get("FOV")
    kinds, shot, labels = {}, Kind(), {"REF": 0, "SET": 0}
    for number in sequence.block_events:
        block = sequence.get_block(number)
        for label in (block.label or {}).values():
            assert label.type == "labelset", "labels are set only"
            labels[label.label] = label.value
        shot.add(block, field, thickness)
        if block.adc is not None:
            shot.set = labels["SET"]
            if not labels["REF"]:
                kinds.setdefault(shot.key(), shot).phases.append(shot.own_phases)
            shot = Kind()
    return list(kinds.values())


class Kind:
    """moments[i]: 1/m of the gradients between pulse i and the next, or the first sample."""

    def __init__(self):
        self.pulses, self.moments, self.moment = [], [], np.zeros(3)
        self.own_phases, self.phases = [], []
        self.time = self.start = 0.0
        self.set = 0

    def add(self, block, field, thickness):
        gradients = [corners(getattr(block, name)) for name in ("gx", "gy", "gz")]
        rf, done = block.rf, 0.0
        # The metabolites are taken to be spared by what saturates water and outer volume.
        if rf is not None and rf.use != "saturation" and np.abs(rf.signal).max() > 0:
            pulse = Pulse(rf, gradients, self.time + rf.delay, field)
            pulse.measure(thickness)
            self.own_phases.append(rf.phase_offset + rf.phase_ppm * field)
            self.moments.append(self.moment + [area(g, 0, rf.delay) for g in gradients])
            self.pulses.append(pulse)
            self.moment, done = np.zeros(3), rf.delay + rf.shape_dur
        if block.adc is not None:
            adc = block.adc
            first = adc.delay + adc.dwell / 2
            self.moments.append(self.moment + [area(g, done, first) for g in gradients])
            # What comes before the first pulse does nothing to spins at rest.
            self.moments = self.moments[1:]
            self.start, self.dwell, self.samples = self.time + first, adc.dwell, int(adc.num_samples)
            self.own_phases.append(adc.phase_offset + adc.phase_ppm * field)
        self.moment = self.moment + [area(g, done, block.block_duration) for g in gradients]
        self.time += block.block_duration

    def key(self):
        first = self.pulses[0].start
        times = [round(t - first, 9) for t in [p.start for p in self.pulses] + [self.start]]
        moments = np.round(np.array(self.moments), 3) + 0.0
        return (
            self.set, tuple(p.key for p in self.pulses), tuple(times), moments.tobytes(), self.samples, self.dwell,
        )  # fmt: skip

    def pathways(self, largest):
        """Orders after each pulse that are back in phase at the acquisition."""
        orders = range(-largest, largest + 1)
        for head in itertools.product(orders, repeat=len(self.pulses) - 1):
            path = (*head, -1)
            if all(abs(total) * 0.02 < DEPHASED for total in self.centred_moment(path)):
                yield path

    def dephasing(self, path, axis):
        """Between the pulses, weighted with the orders, 1/m."""
        return sum(order * moment[axis] for order, moment in zip(path, self.moments))

    def centred_moment(self, path):
        """From the centres of pulses; those here that have gradients are symmetric."""
        total = sum(order * np.array(moment) for order, moment in zip(path, self.moments))
        for before, pulse, order in zip((0, *path), self.pulses, path):
            total = total + before * pulse.entering + order * pulse.leaving
        return total

    def share(self, path):
        """What the phases of all shots leave of a pathway."""
        steps = np.diff([0, *path])
        factors = [np.exp(-1j * (np.dot(steps, phases[:-1]) + phases[-1])) for phases in self.phases]
        return sum(factors) / len(factors)


class Pulse:
    half_widths = {}

    def __init__(self, rf, gradients, start, field):
        self.start, self.end = start, start + rf.shape_dur
        self.raster = rf.t[1] - rf.t[0]
        assert np.allclose(np.diff(rf.t), self.raster) and abs(rf.t[0] - self.raster / 2) < 1e-9
        hertz = rf.freq_offset + rf.freq_ppm * field
        # Hz; without the phase of the event, which the shots change.
        self.field = rf.signal * np.exp(2j * np.pi * hertz * rf.t)
        strengths = np.array([np.interp(rf.delay + rf.t, *g) if g else 0 * rf.t for g in gradients])
        on = [axis for axis in range(3) if np.abs(strengths[axis]).max() > 1]
        assert len(on) < 2, "one gradient at a time selects"
        self.axis = on[0] if on else None
        late = np.arange(len(rf.t)) >= len(rf.t) / 2
        self.entering = (strengths * self.raster * ~late).sum(axis=1)
        self.leaving = (strengths * self.raster * late).sum(axis=1)
        self.strength = strengths[self.axis] if on else np.zeros(len(rf.t))
        self.carrier = hertz
        self.use = rf.use
        self.key = hashlib.sha256(self.field.tobytes() + self.strength.tobytes() + bytes([len(on)])).hexdigest()
        self.extent = functools.cache(self._extent)

    def measure(self, sides):
        """`sides`: of the voxel, m; None: the file does not say them."""
        self.thickness = None
        if self.axis is not None and sides is not None:
            self.thickness = sides[self.axis]
        elif self.axis is not None:
            if self.key not in Pulse.half_widths:
                Pulse.half_widths[self.key] = self._half_width()
            self.thickness = Pulse.half_widths[self.key]

    def turns(self, scale, offset, places, most):
        """Rotations of spins without shift of their own, `most` samples each: [step, place, 2, 2]."""
        count = -(-len(self.field) // most)
        assert count * most == len(self.field), "the steps fill the pulse"
        steps = []
        for step in range(count):
            part = slice(step * most, (step + 1) * most)
            turn = None
            for field, strength in zip(self.field[part], self.strength[part]):
                own = rotation(scale * field, offset + strength * places, self.raster)
                turn = own if turn is None else own @ turn
            steps.append(turn)
        return steps

    def _turn(self, hertz, scale, count):
        """Places, m, and the rotations of a spin there: [place, 2, 2]."""
        places = np.linspace(-1, 1, count) * 40e3 / np.abs(self.strength).max()
        turn = np.repeat(np.eye(2, dtype=complex)[None], count, axis=0)
        for first in range(0, len(self.field), 4):
            part = slice(first, first + 4)
            offset = hertz + self.strength[part].mean() * places
            turn = rotation(scale * self.field[part].mean(), offset, 4 * self.raster) @ turn
        return places, turn

    def _extent(self, hertz, scale, least):
        """Where some spin is turned: m, from and to."""
        ends = []
        for shift in (min(hertz), max(hertz)):
            places, turn = self._turn(shift, scale, 801)
            turned = places[np.abs(turn[:, 0, 1]) > least]
            ends += [turned.min(), turned.max()]
        return min(ends), max(ends)

    def _half_width(self):
        """Width of the slice where half of its largest effect is left, m: the unit where the file says none."""
        places, turn = self._turn(self.carrier, 1.0, 8001)
        flipped = np.abs(turn[:, 0, 1]) ** 2
        if self.use == "excitation":
            flipped = np.sqrt(flipped * (1 - flipped))
        half = flipped.max() / 2
        first, last = np.flatnonzero(flipped > half)[[0, -1]]
        lower = np.interp(half, flipped[first - 1 : first + 1], places[first - 1 : first + 1])
        upper = np.interp(-half, -flipped[last : last + 2], places[last : last + 2])
        return upper - lower


def rotation(field, offset, seconds):
    """exp(-i t 2 pi (Re(field) Ix + Im(field) Iy + offset Iz)) at each offset: [place, 2, 2]."""
    size = np.sqrt(abs(field) ** 2 + offset**2)
    half = np.pi * size * seconds
    cosine, sine = np.cos(half), np.pi * seconds * np.sinc(half / np.pi)
    result = np.empty((len(offset), 2, 2), complex)
    result[:, 0, 0], result[:, 1, 1] = cosine - 1j * sine * offset, cosine + 1j * sine * offset
    result[:, 0, 1], result[:, 1, 0] = -1j * sine * np.conj(field), -1j * sine * field
    return result


def corners(gradient):
    """Times in the block, s, and strengths, Hz/m."""
    if gradient is None:
        return None
    if gradient.type == "trap":
        times = np.cumsum([gradient.delay, gradient.rise_time, gradient.flat_time, gradient.fall_time])
        return times, gradient.amplitude * np.array([0, 1, 1, 0])
    times = gradient.delay + gradient.tt
    values = np.asarray(gradient.waveform)
    if gradient.tt[0] > 0:
        times = np.concatenate([[gradient.delay], times, [gradient.delay + gradient.shape_dur]])
        values = np.concatenate([[gradient.first], values, [gradient.last]])
    return times, values


def area(corner, start, end):
    """Of a gradient between two times, 1/m."""
    if corner is None or end <= start:
        return 0.0
    times, values = corner
    inner = times[(times > start) & (times < end)]
    points = np.concatenate([[start], inner, [end]])
    return np.trapezoid(np.interp(points, times, values, left=0, right=0), points)
