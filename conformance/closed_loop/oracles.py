"""Holds the fit and its bound against what is known without them: exact data, and lines with closed forms."""
import numpy as np

from fit import Basis, Model, covariance, fit

DWELL = 0.4e-3
SAMPLES = 2048
HERTZ_PER_PPM = 123.0
# Nothing of the spectrum is left out: sums over its points are sums over samples.
WHOLE = (-100.0, 100.0)


def lines(table, width_hertz):
    """A basis of Lorentzian lines: for each molecule its (frequency in Hz, weight)."""
    t = np.arange(SAMPLES) * DWELL
    signals = [sum(w * np.exp((2j * np.pi * f - np.pi * width_hertz) * t) for f, w in own) for own in table.values()]
    return Basis(list(table), np.array(signals)[None], DWELL, HERTZ_PER_PPM, 4.7)


# Two coupled spins A and X, and singlets upon a line of either.
TABLE = {
    "AX": [(-245, 0.5), (-238, 0.5), (-112, 0.5), (-105, 0.5)],
    "near A": [(-236.5, 1)],
    "near X": [(-113, 3)],
    "alone": [(-330, 3)],
}
TRUTH = {"AX": 8.0, "near A": 3.0, "near X": 2.0, "alone": 5.0}
WIDTH = 5.5


def moments(pole):
    """sum z^n, sum n z^n, sum n^2 z^n for n = 0 ... SAMPLES - 1, by the closed forms of geometric series."""
    z, last = pole, pole**SAMPLES
    n = SAMPLES
    first = (1 - last) / (1 - z)
    second = z * (1 - n * last / z + (n - 1) * last) / (1 - z) ** 2
    third = z * (1 + z - n**2 * last / z + (2 * n**2 - 2 * n - 1) * last - (n - 1) ** 2 * last * z) / (1 - z) ** 3
    return first, second, third


def closed_form_information():
    """Of amplitudes, phase, shift and Lorentzian width, for noise of 1: each entry a sum over pairs of lines."""
    pole = {m: [(np.exp((2j * np.pi * f - np.pi * WIDTH) * DWELL), w) for f, w in own] for m, own in TABLE.items()}
    total = [(z, w * TRUTH[m]) for m, own in pole.items() for z, w in own]
    # Lines, factor, and power of t of each derivative.
    parameters = [(own, 1, 0) for own in pole.values()]
    parameters += [(total, 1j, 0), (total, 2j * np.pi, 1), (total, -np.pi, 1)]
    information = np.zeros((len(parameters),) * 2)
    for row, (left, a, m) in enumerate(parameters):
        for column, (right, b, n) in enumerate(parameters):
            information[row, column] = sum(
                (np.conj(a * v) * b * w * moments(np.conj(y) * z)[m + n]).real * DWELL ** (m + n)
                for y, v in left for z, w in right)
    return information


def noisy(signals, deviation, count, seed):
    generator = np.random.default_rng(seed)
    shape = (count, *signals.shape)
    return signals + deviation * (generator.standard_normal(shape) + 1j * generator.standard_normal(shape))


def disturbed(basis, shift=0.0, lorentz=0.0, gauss=0.0, phase=0.0):
    """The mixture of TRUTH, as a scanner and a voxel that are not ideal give it: (kinds, samples)."""
    t = np.arange(SAMPLES) * DWELL
    mixture = np.tensordot([TRUTH[name] for name in basis.names], basis.signals, (0, 1))
    decays = np.pi * lorentz * t + gauss * (np.pi * t) ** 2 / (4 * np.log(2))
    return mixture * np.exp(1j * phase + 2j * np.pi * shift * t - decays)


def with_baseline(model, signal, coefficients):
    """Adds a complex polynomial of the shift, within the window."""
    spectrum = np.fft.fft(signal, norm="ortho")
    x = model.ppm - model.ppm.mean()
    spectrum[..., model.points] += np.polyval(coefficients, x)
    return np.fft.ifft(spectrum, norm="ortho")


def largest_error(model, signal):
    result = fit(model, signal[None])
    return max(abs(a / TRUTH[name] - 1) for name, a in zip(result.names, result.amplitudes[0]))


def comparisons():
    """(claim, what was found, whether it holds)"""
    basis = lines(TABLE, WIDTH)
    whole = Model(basis, WHOLE)
    error = largest_error(whole, disturbed(basis, shift=6.0, lorentz=2.0, phase=2.5))
    yield "exact data give exact amplitudes", f"{error:.1e}", error < 1e-6
    window = Model(basis, (0.5, 4.2), 0.4, ("phase", "shift", "lorentz", "gauss", "delay"))
    # A polynomial of degree three is a spline, whatever the knots.
    signal = with_baseline(window, disturbed(basis, 3.0, 1.0, 9.0, 0.4), [20 - 5j, 3j, -40, 70 + 30j])
    error = largest_error(window, signal)
    yield "exact data under a baseline and a Gaussian", f"{error:.1e}", error < 1e-6
    second = basis.signals * [[[1], [-1], [0.5], [1]]]
    both = Basis(basis.names, np.concatenate([basis.signals, second]), DWELL, HERTZ_PER_PPM, 4.7)
    error = largest_error(Model(both, (0.5, 4.2), 0.4), disturbed(both, 3.0, 1.0, 0.0, -1.0))
    yield "exact data of two kinds of shots", f"{error:.1e}", error < 1e-6

    wanted = np.linalg.inv(closed_form_information())[:4, :4]
    found = covariance(whole, TRUTH, 1.0)
    error = np.abs(found / wanted - 1).max()
    yield "bound of AX and three singlets in closed form", f"{error:.1e}", error < 1e-8
    # One line whose width is unknown: 2 sqrt(pi w dwell), where dwell and what is left at the end are small.
    single = Basis(["line"], lines({"line": [(0, 1)]}, WIDTH).signals, DWELL, HERTZ_PER_PPM, 4.7)
    ratio = np.sqrt(covariance(Model(single, WHOLE), {"line": 7.0}, 1.0)[0, 0] / (4 * np.pi * WIDTH * DWELL))
    yield "bound of one line", f"{ratio:.4f}", abs(ratio - 1) < 0.01

    model = Model(basis, (0.5, 4.2), 0.4)
    result = fit(model, noisy(disturbed(basis, 4.0, 0.0, 0.0, 1.0), 1.0, 400, 11))
    ratio = mahalanobis(result.amplitudes - list(TRUTH.values()), covariance(model, TRUTH, 1.0))
    limit = 4 * np.sqrt(2 / (400 * 4))
    yield "400 fits scatter as the bound says", f"{ratio:.3f}", abs(ratio - 1) < limit and bool(result.converged.all())


def mahalanobis(errors, bound):
    """Mean over realisations and molecules of the squared errors in units of the bound: 1, give or take sqrt(2 / count)."""
    return float(np.mean(np.linalg.solve(np.linalg.cholesky(bound), errors.T) ** 2))
