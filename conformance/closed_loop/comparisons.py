"""The claims of the closed loop that hold at any time: a few sequences, few acquisitions, limits beyond chance."""
import numpy as np

import oracles
from study import A, B, FREE, PAIR, Study

SEQUENCES = ("press-30", "glu-gln-3t-precise")
COUNT = 60
# Across each slice, of data and basis alike, and as many as seqc's own bounds look at with --coarse.
PLACES = 24
# Mean and standard deviation of as many fits lie within this many of their own standard errors: once in 16 000 not.
CHANCE = 4
# Of seqc's bounds, whose points are not those of the fit, and whose slices are fewer.
CLAIM = 0.01


def all_of(scans):
    """(claim, what was found, whether it holds), first of the fit alone, then of the sequences."""
    yield from oracles.comparisons()
    study = Study(scans, COUNT)
    claims = scans.claims([name for name in SEQUENCES if name != "glu-gln-3t-precise"])
    for name in SEQUENCES:
        error = study.exact(name, FREE)
        # The files have 32-bit floats, and little distinguishes Cr from PCr.
        yield f"{name}: every concentration from data without noise", f"{error:.1e}", error < 1e-4
        for assumption in (A, B):
            bound, names = study.bound(name, assumption)
            pair = [names.index(molecule) for molecule in PAIR]
            own = np.sqrt(np.diag(bound))[pair] * 100 / [study.prepared(name)[1][molecule] for molecule in PAIR]
            ratio = study.claimed(claims, name, assumption) / own
            yield (f"{name}: seqc's bounds of Glu and Gln over ours, baseline {assumption.title}",
                   " ".join(f"{r:.4f}" for r in ratio), bool(np.all(np.abs(ratio - 1) < CLAIM)))
        for assumption in (B, FREE):
            yield from scattered(study, name, assumption)
    yield from disturbed(study)


def scattered(study, name, assumption):
    """Fits with the right basis: no bias, and the scatter of the bound."""
    outcome = study.outcome(name, "as in the basis", assumption)
    title = f"{name}, {'macromolecules free' if assumption is FREE else 'macromolecules known'}"
    bias = np.abs(outcome.bias) / outcome.bound * np.sqrt(COUNT)
    yield f"{title}: bias of Glu and Gln in standard errors", " ".join(f"{b:.2f}" for b in bias), bool(np.all(bias < CHANCE))
    spread = outcome.deviation / outcome.bound
    yield (f"{title}: deviation of Glu and Gln over bound", " ".join(f"{s:.2f}" for s in spread),
           bool(np.all(np.abs(spread - 1) < CHANCE / np.sqrt(2 * COUNT))))
    free = len(study.model(name, assumption).free)
    yield (f"{title}: mean square of all errors over bound", f"{outcome.scatter:.3f}",
           abs(outcome.scatter - 1) < CHANCE * np.sqrt(2 / (COUNT * free)) and outcome.converged == COUNT)


def disturbed(study):
    """A fit does see that B1 was low: PRESS loses signal, more than noise explains."""
    outcome = study.outcome("press-30", "B1 10 % low", B)
    bias = outcome.bias / outcome.bound
    yield "press-30, B1 10 % low: bias of Glu and Gln over bound", " ".join(f"{b:.2f}" for b in bias), bool(np.all(bias < -0.5))
