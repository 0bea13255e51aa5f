#!/usr/bin/env python3
"""Writes a 3D fingerprinting sequence as Pulseq 1.5 text: make_fingerprint.py OUTPUT [--flips 1000] [--partitions 48].

A thousand flip angles for each of 48 partitions, 48 spiral interleaves in turn, each with two sampled gradients of 2,000
samples of 10 us: four blocks to a repetition, 192,000 in all, and 192,000 numbers of shapes. Standard library only, so
that none of the programs that are compared has written it. The same bytes every time.
"""
import argparse, hashlib, math

HERTZ_PER_TESLA = 42.576e6
RASTER = 1e-5


def spiral(turn, samples=2000, turns=24, matrix=128, fov=0.256):
    """Gx and Gy of an interleaf in Hz/m: radius grows as sqrt(time) after a ramp, which keeps the slew rate down."""
    def position(t):
        share = t * t / (t + 0.15) / (1 / 1.15)
        radius = matrix / (2 * fov) * math.sqrt(share * share * (3 - 2 * share)) if share > 0 else 0.0
        angle = 2 * math.pi * (turns * share / 8 + turn)
        return radius * math.cos(angle), radius * math.sin(angle)
    points = [position(n / samples) for n in range(samples + 1)]
    return [[(b[axis] - a[axis]) / RASTER for a, b in zip(points, points[1:])] for axis in (0, 1)]


def shape(number, values):
    return f'shape_id {number}\nnum_samples {len(values)}\n' + ''.join(f'{v:.9g}\n' for v in values) + '\n'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('output')
    parser.add_argument('--flips', type=int, default=1000)
    parser.add_argument('--partitions', type=int, default=48)
    parser.add_argument('--interleaves', type=int, default=48)
    a = parser.parse_args()

    shapes, gradients = [], []
    pulse = [math.sin(math.pi * 4 * x) / (math.pi * 4 * x) * math.cos(math.pi * x) ** 2 if x else 1.0
             for x in ((n + 0.5) / 200 - 0.5 for n in range(200))]
    peak = max(abs(v) for v in pulse)
    shapes.append(shape(1, [abs(v) / peak for v in pulse]))
    shapes.append(shape(2, [0.5 if v < 0 else 0.0 for v in pulse]))
    for leaf in range(a.interleaves):
        for wave in spiral(leaf / a.interleaves):
            # A ramp to zero at the end, so that gradients are continuous.
            wave = [v * min(1.0, (len(wave) - n - 0.5) / 40) * min(1.0, (n + 0.5) / 40) for n, v in enumerate(wave)]
            largest = max(abs(v) for v in wave)
            shapes.append(shape(len(shapes) + 1, [v / largest for v in wave]))
            gradients.append((len(gradients) + 1, largest, len(shapes)))
    flips = [10 + 60 * abs(math.sin(math.pi * n / 250)) for n in range(a.flips)]
    area = sum(v / peak for v in pulse) * 1e-5
    rf = [(n + 1, math.radians(flip) / (2 * math.pi) / area) for n, flip in enumerate(flips)]
    slab = 0.12
    # A spoiler of six cycles and more across the slab, and a pair of lobes that encode and rewind each partition.
    traps = [(len(gradients) + 1, 6 / slab / 2e-3, 200, 2000, 200)]
    step = 1 / slab
    encode = []
    for partition in range(a.partitions):
        k = (partition - a.partitions / 2) * step
        for sign in (1, -1):
            encode.append((len(gradients) + 1 + len(encode) + 1, sign * k / 800e-6, 200, 600, 200))
    traps += encode

    rows = []
    for partition in range(a.partitions):
        for n in range(a.flips):
            leaf = 2 * (n % a.interleaves)
            rows.append((250, n + 1, 0, 0, 0, 0))
            rows.append((100, 0, 0, 0, encode[2 * partition][0], 0))
            rows.append((2000, 0, leaf + 1, leaf + 2, 0, 1))
            rows.append((240, 0, 0, 0, traps[0][0] if n % 2 else encode[2 * partition + 1][0], 0))
    text = ['# A fingerprinting sequence for timing readers; not for a scanner\n\n[VERSION]\nmajor 1\nminor 5\nrevision 0\n\n'
            '[DEFINITIONS]\nAdcRasterTime 1e-07\nBlockDurationRaster 1e-05\nFOV 0.256 0.256 0.12\nGradientRasterTime 1e-05\n'
            f'Name fingerprint\nRadiofrequencyRasterTime 1e-06\nTotalDuration {sum(r[0] for r in rows) * RASTER:.9g}\n\n[BLOCKS]\n']
    text += [f'{n} {r[0]} {r[1]} {r[2]} {r[3]} {r[4]} {r[5]} 0\n' for n, r in enumerate(rows, 1)]
    text.append('\n[RF]\n' + ''.join(f'{i} {amplitude:.9g} 1 2 3 1000 100 0 0 0 0 e\n' for i, amplitude in rf))
    # Sample times of the pulse, in rasters of 1 us: centres of 10 us.
    times = shape(3, [10 * n + 5 for n in range(200)])
    text.append('\n[GRADIENTS]\n' + ''.join(f'{i} {g:.9g} 0 0 {s + 1} 0 0\n' for i, g, s in gradients))
    text.append('\n[TRAP]\n' + ''.join(f'{i} {g:.9g} {r} {f} {d} 0\n' for i, g, r, f, d in traps))
    text.append('\n[ADC]\n1 3992 5000 20 0 0 0 0 0\n')
    renumbered = shapes[:2] + [times] + [s.replace(f'shape_id {n}\n', f'shape_id {n + 1}\n', 1)
                                         for n, s in enumerate(shapes[2:], 3)]
    text.append('\n[SHAPES]\n\n' + ''.join(renumbered))
    content = ''.join(text).encode()
    digest = hashlib.md5(content).hexdigest()
    with open(a.output, 'wb') as file:
        file.write(content + f'\n[SIGNATURE]\nType md5\nHash {digest}\n'.encode())


main()
