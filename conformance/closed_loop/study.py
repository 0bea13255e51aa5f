"""Fits many noisy acquisitions of one sequence, and says how far amplitudes are from the truth and how they scatter."""
from dataclasses import dataclass

import numpy as np

from fit import Model, covariance, fit
from oracles import mahalanobis
from scans import METABOLITES

# Of the mean of all shots, in each part of a sample: the bound of Glu under PRESS 30 is then 4 % (baseline B).
DEVIATION = 1.6
# Lines of 5.5 Hz are down to 0.3 % then; with all 0.82 s the bounds of Glu and Gln change by less than 0.5 %. Those that
# seqc states look at as much.
LENGTH_SECONDS = 0.34
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
    """Sequences of one program, with what was found of them: `count` acquisitions of each."""

    def __init__(self, scans, count):
        self.scans, self.count = scans, count
        self.bases = {}

    def prepared(self, name):
        """Basis, concentrations in mM by name, and what the lines of the data have beyond those of the basis, Hz."""
        if name not in self.bases:
            truth = self.scans.phantom(name, "as in the basis", DEVIATION, self.count)[1]
            basis, width = self.scans.basis(name, truth["reference_ppm"])
            concentrations = {molecule["name"]: molecule["millimolar"] for molecule in truth["molecules"]}
            if set(concentrations) != set(basis.names):
                raise ValueError(f"phantom and basis of {name} have other molecules")
            self.bases[name] = basis, concentrations, truth["linewidth_hertz"] - width
        return self.bases[name]

    def model(self, name, assumption):
        basis, truth, _ = self.prepared(name)
        known = {k: v for k, v in truth.items() if k not in METABOLITES} if assumption.knows_macromolecules else {}
        return Model(basis, knot_ppm=assumption.knot_ppm, known=known, length_seconds=LENGTH_SECONDS)

    def bound(self, name, assumption):
        """The covariance of the free amplitudes, and their names."""
        model = self.model(name, assumption)
        _, truth, width = self.prepared(name)
        deviation = DEVIATION * np.sqrt(model.signals.shape[0])
        parameters = [width if nuisance == "lorentz" else 0.0 for nuisance in model.nuisances]
        return covariance(model, truth, deviation, parameters), model.free_names

    def exact(self, name, assumption):
        """Of a fit of data without noise: the largest relative error of the pair, that of all in units of the bound, and
        what is wrong with the parameters, in rad and Hz."""
        result = fit(self.model(name, assumption), self.scans.phantom(name, "as in the basis", 0.0, 1)[0])
        _, truth, width = self.prepared(name)
        bound, names = self.bound(name, assumption)
        errors = result.amplitudes[0] - [truth[molecule] for molecule in names]
        pair = max(abs(errors[names.index(molecule)]) / truth[molecule] for molecule in PAIR)
        # Phase, shift, width.
        return pair, np.max(np.abs(errors) / np.sqrt(np.diag(bound))), np.abs(result.parameters[0] - [0, 0, width]).max()

    def outcome(self, name, condition, assumption):
        truth = self.prepared(name)[1]
        result = fit(self.model(name, assumption), self.scans.phantom(name, condition, DEVIATION, self.count)[0])
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
        """What seqc says of the pair, %, from `Scans.claims`."""
        samples = self.model(name, assumption).seconds.size
        return np.array([table[name, molecule, assumption.title] for molecule in PAIR]) * DEVIATION / np.sqrt(samples)
