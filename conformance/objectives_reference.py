"""Writes golden/objectives/reference.json: Cramer-Rao bounds and biases of a small problem, by dense linear algebra.

    python3 conformance/objectives_reference.py > golden/objectives/reference.json       (numpy, scipy)

Nothing is projected and nothing is scaled here: baselines are explicit columns of the design (clamped B-splines of
scipy), the macromolecules a sum over the samples, the Fisher matrix is inverted as it stands. The test evaluates the
same formulas for the lines and compares what follows from them.
"""

import json
import sys

import numpy as np
from scipy.interpolate import BSpline

HERTZ_PER_PPM = -123.25
SAMPLES, DWELL = 2048, 0.5e-3
WIDTH = 5.5
CONCENTRATIONS = [9.0, 2.5, 1.5, 2.0]
# ppm, amplitude (complex) of the lines of each molecule
LINES = [
    [(2.337, 1.0 + 0.1j), (2.356, 0.9 + 0.0j), (2.375, 0.4 - 0.1j), (2.05, 0.5 + 0.3j), (2.12, 0.4 - 0.2j)],
    [(2.42, 0.9 - 0.2j), (2.444, 1.0 + 0.0j), (2.468, 0.5 + 0.1j), (2.10, 0.6 + 0.2j), (2.15, 0.5 - 0.3j)],
    [(2.26, 0.5 + 0.0j), (2.284, 1.1 + 0.1j), (2.31, 0.5 - 0.1j)],
    [(2.13, 0.6 + 0.1j), (2.16, 0.8 - 0.1j), (2.51, 0.4 + 0.2j), (2.55, 0.5 + 0.1j)],
]
# The member that is fitted with the spectra above: amplitude times, shift of all lines in ppm, width in Hz.
MEMBER = {"factors": [0.93 + 0.2j, 0.85 + 0.31j, 1.02 + 0.15j, 0.9 + 0.25j], "shift": 0.003, "width": 6.1}
MACROMOLECULES = [
    {"concentration": 4.0, "lines": [(2.08, 1.33, 0.15), (2.25, 0.33, 0.2), (1.95, 0.33, 0.15)]},
    {"concentration": 0.7, "lines": [(2.61, 0.04, 0.043)]},
]
WEIGHTING = 0.6
SIGNAL_PER_PROTON = 0.002 - 0.001j
NOISE = 0.05

k = np.arange(-SAMPLES // 2, SAMPLES // 2)
frequency = k / (SAMPLES * DWELL)
ppm = 3.0 + frequency / HERTZ_PER_PPM
window = (ppm > 1.9) & (ppm < 2.7)
frequency, ppm = frequency[window][::-1], ppm[window][::-1]


def lorentz(lines, width, shift=0.0, factor=1.0):
    signal, weighted = 0, 0
    for position, amplitude in lines:
        decay = np.pi * width + 2j * np.pi * (frequency - (position + shift - 3.0) * HERTZ_PER_PPM)
        signal = signal + factor * amplitude / decay
        weighted = weighted + factor * amplitude / decay**2
    return signal, weighted


def gauss(component):
    t = np.arange(SAMPLES) * DWELL
    signal = np.zeros(SAMPLES, complex)
    for position, protons, width in component["lines"]:
        hertz = abs(width * HERTZ_PER_PPM)
        f0 = (position - 3.0) * HERTZ_PER_PPM
        signal += protons * np.exp(-((np.pi * hertz * t) ** 2) / (4 * np.log(2)) + 2j * np.pi * f0 * t)
    signal *= WEIGHTING * SIGNAL_PER_PROTON
    transform = np.exp(-2j * np.pi * np.outer(frequency, t)) / SAMPLES
    return transform @ signal, transform @ (t * signal)


nominal = [lorentz(lines, WIDTH) for lines in LINES]
member = [
    lorentz(lines, MEMBER["width"], MEMBER["shift"], factor) for lines, factor in zip(LINES, MEMBER["factors"])
]
broad = [gauss(component) for component in MACROMOLECULES]


def total(spectra, kind):
    parts = [c * s[kind] for c, s in zip(CONCENTRATIONS, spectra)]
    return sum(parts) + sum(m["concentration"] * s[kind] for m, s in zip(MACROMOLECULES, broad))


def splines(spacing):
    intervals = int(np.floor((ppm[-1] - ppm[0]) / spacing + 0.5))
    knots = np.r_[[ppm[0]] * 3, np.linspace(ppm[0], ppm[-1], intervals + 1), [ppm[-1]] * 3]
    design = BSpline.design_matrix(np.clip(ppm, ppm[0], ppm[-1]), knots, 3).toarray()
    return [column.astype(complex) for column in design.T]


def fit(spectra, spacing=None, molecule_priors=None, shift=None, width=None, real_only=False):
    """Columns as real vectors, covariance, and the vector-maker."""
    columns = [s[0] for s in spectra] + [s[0] for s in broad]
    y, yt = total(spectra, 0), total(spectra, 1)
    columns += [1j * y, 2j * np.pi * yt, -np.pi * yt]
    prior = np.zeros(len(columns))
    if molecule_priors:
        prior[: len(spectra)] = 1 / np.array(molecule_priors) ** 2
    for deviation, factor in ((shift, 2j * np.pi), (width, -np.pi)):
        if deviation:
            columns += [factor * c * s[1] for c, s in zip(CONCENTRATIONS, spectra)]
            prior = np.r_[prior, np.full(len(spectra), deviation**-2.0)]
    if spacing:
        base = splines(spacing)
        base += [] if real_only else [1j * b for b in base]
        columns += base
        prior = np.r_[prior, np.zeros(len(base))]
    vector = (lambda c: c.real) if real_only else (lambda c: np.r_[c.real, c.imag])
    design = np.stack([vector(c) for c in columns], 1)
    return design, np.linalg.inv(design.T @ design / NOISE**2 + np.diag(prior)), vector


def case(name, **options):
    design, covariance, vector = fit(nominal, **options)
    y0, y = total(nominal, 0), total(member, 0)
    y = y * np.exp(-1j * np.angle(np.vdot(y0, y)))
    bias = covariance @ (design.T @ vector(y - y0)) / NOISE**2
    n = len(LINES)
    bounds = np.sqrt(np.diag(covariance))[:n]
    return {
        "name": name,
        "bounds": bounds.tolist(),
        "correlation": covariance[0, 1] / (bounds[0] * bounds[1]),
        "bias": bias[:n].tolist(),
        "meanSquareError": sum(
            0.5 * np.log((bounds[m] ** 2 + bias[m] ** 2) / CONCENTRATIONS[m] ** 2) for m in (0, 1)
        ),
    }


json.dump(
    {
        "points": len(ppm),
        "macromolecules": [
            {"point": p, "signal": [s[p].real, s[p].imag], "weighted": [w[p].real, w[p].imag]}
            for s, w in broad
            for p in (0, 31, len(ppm) - 1)
        ],
        "cases": [
            case("known"),
            case("smooth", spacing=0.4),
            case("flexible", spacing=0.15),
            case("realPart", spacing=0.4, real_only=True),
            case("priors", spacing=0.4, molecule_priors=[np.inf, np.inf, 0.5, 0.3], shift=0.5, width=2.0),
        ],
    },
    sys.stdout,
    indent=1,
)
print()
