"""Fits spectra with a linear combination of basis spectra, and says how precise a fit can be.

The spectrum of realisation r, in the points f of a window, is modelled as

    y_r(f) = exp(i p + 2 pi i (f - f0) d) sum_m c_m FFT[s_m(t) exp(2 pi i v t - pi w t - g (pi t)^2 / (4 ln 2))](f) + b_r(f)

with free real amplitudes c_m, phase p (rad), first-order phase d (s), shift v (Hz), Lorentzian width w (Hz), square of a
Gaussian width g (Hz^2), and b_r a cubic spline with free complex coefficients. Some of p, d, v, w, g may be left out, and
some amplitudes may be known. Amplitudes and spline are eliminated (variable projection, Golub and Pereyra 1973), the
others are found by Levenberg and Marquardt's method with Kaufman's approximation of the Jacobian (BIT 1975;15:49-57).
"""
from dataclasses import dataclass, field

import numpy as np
import scipy.fft
from scipy.interpolate import BSpline

# Full width W of a Gaussian line: exp(-(pi W t)^2 / (4 ln 2)).
GAUSSIAN = np.pi**2 / (4 * np.log(2))
# Parameters beside the amplitudes, and the step that is small for each.
NUISANCES = {"phase": 1e-2, "shift": 0.1, "lorentz": 0.1, "gauss": 1.0, "delay": 1e-5}
# Realisations that are fitted at once; memory, not results, depends on it.
TOGETHER = 50


@dataclass
class Basis:
    """Signals (kinds of shots, molecules, samples) for one unit of concentration; frequencies rise with the shift."""

    names: list
    signals: np.ndarray
    dwell_seconds: float
    hertz_per_ppm: float
    reference_ppm: float


@dataclass
class Fit:
    """Amplitudes (realisations, molecules), parameters (realisations, nuisances), and how the search ended."""

    names: list
    amplitudes: np.ndarray
    parameters: np.ndarray
    cost: np.ndarray
    iterations: int
    converged: np.ndarray


def spline_functions(ppm, knot_ppm):
    """Cubic B-splines on equal intervals over the window, about `knot_ppm` long, made orthonormal: (points, functions)."""
    if knot_ppm is None:
        return np.zeros((ppm.size, 0))
    low, high = ppm.min(), ppm.max()
    intervals = max(1, round((high - low) / knot_ppm))
    knots = low + (high - low) / intervals * np.arange(-3, intervals + 4)
    inside = np.clip(ppm, low, high - 1e-9 * (high - low))
    return np.linalg.qr(BSpline.design_matrix(inside, knots, 3).toarray())[0]


@dataclass
class Model:
    basis: Basis
    window_ppm: tuple = (0.5, 4.2)
    knot_ppm: float = None
    nuisances: tuple = ("phase", "shift", "lorentz")
    # Amplitudes that are not fitted.
    known: dict = field(default_factory=dict)
    # How much of the signals is transformed, all of it unless stated. What comes late is noise.
    length_seconds: float = np.inf

    def __post_init__(self):
        basis = self.basis
        count = int(min(basis.signals.shape[-1], np.round(self.length_seconds / basis.dwell_seconds)))
        self.signals = basis.signals[..., :count]
        self.seconds = np.arange(count) * basis.dwell_seconds
        hertz = scipy.fft.fftfreq(count, basis.dwell_seconds)
        ppm = basis.reference_ppm + hertz / basis.hertz_per_ppm
        self.points = np.flatnonzero((ppm >= self.window_ppm[0]) & (ppm <= self.window_ppm[1]))
        self.points = self.points[np.argsort(ppm[self.points])]
        self.ppm = ppm[self.points]
        self.hertz = hertz[self.points] - hertz[self.points].mean()
        self.splines = spline_functions(self.ppm, self.knot_ppm)
        self.free = [k for k, name in enumerate(basis.names) if name not in self.known]
        self.fixed = [k for k, name in enumerate(basis.names) if name in self.known]
        self.fixed_amplitudes = np.array([self.known[basis.names[k]] for k in self.fixed])

    @property
    def free_names(self):
        return [self.basis.names[k] for k in self.free]

    def spectrum(self, signals):
        """Of signals (..., kinds, samples) the points of the window; white noise keeps its standard deviation."""
        return scipy.fft.fft(signals, norm="ortho")[..., self.points]

    def seen(self, spectra):
        """Complex spectra (..., kinds, points) without what splines can be, as real numbers (..., 2 kinds points)."""
        rest = spectra - (spectra @ self.splines) @ self.splines.T
        rest = rest.reshape(*rest.shape[:-2], -1)
        return np.concatenate([rest.real, rest.imag], axis=-1)

    def value(self, parameters, name):
        """One parameter of each realisation, to be multiplied with (realisations, kinds, molecules or samples, ...)."""
        if name not in self.nuisances:
            return 0.0
        return parameters[:, self.nuisances.index(name), None, None, None]

    def decays(self, parameters):
        """What shift and widths do to signals: (realisations, 1, 1, samples)."""
        t = self.seconds
        return np.exp(
            (2j * np.pi * self.value(parameters, "shift") - np.pi * self.value(parameters, "lorentz")) * t
            - GAUSSIAN * self.value(parameters, "gauss") * t**2)

    def turns(self, parameters):
        """What the phases do to spectra: (realisations, 1, 1, points)."""
        return np.exp(1j * (
            self.value(parameters, "phase") + 2 * np.pi * self.value(parameters, "delay") * self.hertz
        )) * np.ones((1, 1, 1, self.hertz.size))

    def columns(self, parameters):
        """Spectra of all molecules, splines taken out: (realisations, molecules, numbers)."""
        spectra = self.spectrum(self.signals * self.decays(parameters)) * self.turns(parameters)
        return self.seen(np.swapaxes(spectra, 1, 2))

    def derivatives(self, parameters, amplitudes):
        """Of the whole model by each nuisance: (realisations, nuisances, numbers)."""
        signal = np.einsum("rm,kmn->rkn", amplitudes, self.signals) * self.decays(parameters)[:, :, 0]
        turns = self.turns(parameters)[:, :, 0]
        t = self.seconds
        result = []
        for name in self.nuisances:
            if name in ("phase", "delay"):
                factor = 1j if name == "phase" else 2j * np.pi * self.hertz
                change = factor * self.spectrum(signal) * turns
            else:
                weights = {"shift": 2j * np.pi * t, "lorentz": -np.pi * t, "gauss": -GAUSSIAN * t**2}
                change = self.spectrum(weights[name] * signal) * turns
            result.append(self.seen(change))
        return np.stack(result, axis=1)


def starts(model, signals):
    """Shift and phase at which data are most like the sum of the basis; whoever has neither starts from zero."""
    template = model.signals.sum(axis=1)
    count = 8 * signals.shape[-1]
    hertz = scipy.fft.fftfreq(count, model.basis.dwell_seconds)
    near = np.flatnonzero(np.abs(hertz) <= 15)
    likeness = scipy.fft.fft(signals * template.conj(), count)[..., near].sum(axis=1)
    best = np.abs(likeness).argmax(axis=-1)
    result = np.zeros((signals.shape[0], len(model.nuisances)))
    if "shift" in model.nuisances:
        result[:, model.nuisances.index("shift")] = hertz[near[best]]
    if "phase" in model.nuisances:
        chosen = best if "shift" in model.nuisances else np.full(best.shape, np.abs(hertz[near]).argmin())
        result[:, model.nuisances.index("phase")] = np.angle(likeness[np.arange(best.size), chosen])
    return result


class Projection:
    """Amplitudes at given nuisances, what is left of the data, and the space that the amplitudes span."""

    def __init__(self, model, data, parameters):
        columns = model.columns(parameters)
        rest = data - np.einsum("m,rmx->rx", model.fixed_amplitudes, columns[:, model.fixed])
        # Columns of equal length, so that a molecule with little signal is as well determined.
        free = np.swapaxes(columns[:, model.free], 1, 2)
        lengths = np.linalg.norm(free, axis=1, keepdims=True)
        self.space, triangle = np.linalg.qr(free / lengths)
        shares = np.einsum("rxm,rx->rm", self.space, rest)
        self.residual = rest - np.einsum("rxm,rm->rx", self.space, shares)
        self.amplitudes = np.zeros((data.shape[0], columns.shape[1]))
        self.amplitudes[:, model.free] = np.linalg.solve(triangle, shares[..., None])[..., 0] / lengths[:, 0]
        self.amplitudes[:, model.fixed] = model.fixed_amplitudes
        self.cost = np.einsum("rx,rx->r", self.residual, self.residual)

    def jacobian(self, model, parameters):
        """Kaufman's: (realisations, numbers, nuisances) of the model that is left beside the amplitudes."""
        change = np.swapaxes(model.derivatives(parameters, self.amplitudes), 1, 2)
        return change - self.space @ (np.swapaxes(self.space, 1, 2) @ change)


def fit_some(model, signals, most_iterations):
    signals = signals[..., : model.seconds.size]
    data = model.seen(model.spectrum(signals))
    parameters = starts(model, signals)
    scale = np.array([NUISANCES[name] for name in model.nuisances])
    damping = np.full(len(data), 1e-3)
    now = Projection(model, data, parameters)
    converged = np.zeros(len(data), bool)
    iteration = 0
    while iteration < most_iterations and not converged.all():
        iteration += 1
        jacobian = now.jacobian(model, parameters) * scale
        normal = np.swapaxes(jacobian, 1, 2) @ jacobian
        diagonal = np.einsum("rpp->rp", normal)
        gradient = np.einsum("rxp,rx->rp", jacobian, now.residual)
        damped = normal + (damping[:, None] * diagonal)[:, :, None] * np.eye(scale.size)
        step = np.linalg.solve(damped, gradient[..., None])[..., 0]
        tried = parameters + np.where(converged[:, None], 0, step * scale)
        new = Projection(model, data, tried)
        better = (new.cost <= now.cost * (1 + 1e-14)) & ~converged
        # A step of a thousandth of what is small changes no amplitude visibly, and the next would be far smaller.
        converged |= np.abs(step).max(axis=1) < 1e-3
        parameters[better] = tried[better]
        for name in ("space", "residual", "amplitudes", "cost"):
            getattr(now, name)[better] = getattr(new, name)[better]
        damping = np.where(better, damping / 10, np.minimum(damping * 10, 1e8))
    # Phase and amplitudes together may have the other sign.
    if "phase" in model.nuisances and not model.fixed:
        turned = now.amplitudes.sum(axis=1) < 0
        now.amplitudes[turned] *= -1
        parameters[turned, model.nuisances.index("phase")] += np.pi
    return Fit(model.free_names, now.amplitudes[:, model.free], parameters, now.cost, iteration, converged)


def fit(model, signals, most_iterations=60):
    """Fits each of (realisations, kinds, samples) by itself."""
    parts = [fit_some(model, signals[k : k + TOGETHER], most_iterations) for k in range(0, len(signals), TOGETHER)]
    return Fit(
        parts[0].names, *(np.concatenate([getattr(part, name) for part in parts])
                          for name in ("amplitudes", "parameters", "cost")),
        max(part.iterations for part in parts), np.concatenate([part.converged for part in parts]))


def covariance(model, concentrations, deviation, parameters=None):
    """Cramer and Rao's bound of the covariance of the free amplitudes.

    `concentrations` and `parameters` (zeros when left out) are the truth; `deviation` is that of the noise in the real and
    in the imaginary part of a sample.
    """
    point = np.zeros((1, len(model.nuisances))) if parameters is None else np.atleast_2d(parameters)
    truth = np.array([[concentrations[name] for name in model.basis.names]])
    design = np.concatenate([model.columns(point)[0, model.free], model.derivatives(point, truth)[0]]).T
    lengths = np.linalg.norm(design, axis=0)
    inverse = np.linalg.inv(np.linalg.qr(design / lengths, mode="r")) / lengths[:, None]
    count = len(model.free)
    return deviation**2 * (inverse @ inverse.T)[:count, :count]
