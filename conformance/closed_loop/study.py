"""Fits many noisy acquisitions of one sequence, and says how far amplitudes are from the truth and how they scatter."""
from dataclasses import dataclass

import numpy as np

from fit import Model, covariance, fit
from oracles import mahalanobis
from scans import CLAIMED_SECONDS, METABOLITES

# Of the mean of all shots, in each part of a sample: the bound of Glu under PRESS 30 is then 4 % (baseline B).
DEVIATION = 1.6
PAIR = ("Glu", "Gln")
CREATINE = ("Cr", "PCr")


@dataclass(frozen=True)
class Assumption:
    """What a fit knows of the baseline: the distance of knots, and whether amplitudes of macromolecules are known."""

    title: str
    knot_ppm: float | None
    knows_macromolecules: bool


A = Assumption("A", None, True)
B = Assumption("B", 0.4, True)
FREE = Assumption("free", 0.4, False)


@dataclass
class Outcome:
    """Of a pair of molecules, % of the concentration; of all free amplitudes together, `scatter` in units of the bound."""

    bias: np.ndarray
    ratio_bias: np.ndarray
    deviation: np.ndarray
    bound: np.ndarray
    correlation: float
    bound_correlation: float
    scatter: float
    count: int
    converged: int


class Study:
    """Sequences of one program, with what was found of them."""

    def __init__(self, scans, count, seed=1):
        self.scans, self.count, self.seed = scans, count, seed
        self.bases = {}

    def model(self, name, assumption):
        if name not in self.bases:
            self.bases[name] = self.scans.basis(name)
        basis, truth = self.bases[name]
        known = {k: v for k, v in truth.items() if k not in METABOLITES} if assumption.knows_macromolecules else {}
        return Model(basis, knot_ppm=assumption.knot_ppm, known=known), truth

    def bound(self, name, assumption):
        """The covariance of the free amplitudes, by their names, and these names."""
        model, truth = self.model(name, assumption)
        deviation = DEVIATION * np.sqrt(model.basis.signals.shape[0])
        return covariance(model, truth, deviation), model.free_names

    def exact(self, name, assumption):
        """The largest error of a free amplitude in a fit of data without noise, relative."""
        model, truth = self.model(name, assumption)
        result = fit(model, self.scans.acquisitions(name, "as in the basis", 0.0, 1, 0))
        return max(abs(a / truth[m] - 1) for a, m in zip(result.amplitudes[0], result.names))

    def outcome(self, name, condition, assumption):
        model, truth = self.model(name, assumption)
        signals = self.scans.acquisitions(name, condition, DEVIATION, self.count, self.seed)
        result = fit(model, signals)
        bound, names = self.bound(name, assumption)
        true = np.array([truth[molecule] for molecule in names])
        pair = [names.index(molecule) for molecule in PAIR]
        creatine = [names.index(molecule) for molecule in CREATINE]
        found = result.amplitudes
        ratios = found[:, pair] / found[:, creatine].sum(axis=1, keepdims=True) * true[creatine].sum()
        percent = 100 / true[pair]
        bounds = np.sqrt(np.diag(bound))[pair]
        return Outcome(
            bias=(found[:, pair].mean(axis=0) - true[pair]) * percent,
            ratio_bias=(ratios.mean(axis=0) - true[pair]) * percent,
            deviation=found[:, pair].std(axis=0, ddof=1) * percent,
            bound=bounds * percent,
            correlation=float(np.corrcoef(found[:, pair].T)[0, 1]),
            bound_correlation=float(bound[pair[0], pair[1]] / bounds.prod()),
            scatter=mahalanobis(found - true, bound), count=self.count, converged=int(result.converged.sum()))

    def claimed(self, table, name, assumption):
        """What seqc says of the pair, %, from `Scans.claims`; its points are those of a shorter transform."""
        samples = round(CLAIMED_SECONDS / self.model(name, assumption)[0].basis.dwell_seconds)
        return np.array([table[name, molecule, assumption.title] for molecule in PAIR]) * DEVIATION / np.sqrt(samples)
