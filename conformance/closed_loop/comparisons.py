"""The claims of the closed loop that hold at any time: a few sequences, few acquisitions, limits beyond chance."""
import numpy as np

import oracles
from profiles import share_of_signal
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
        pair, farthest, other = study.exact(name, FREE)
        # Broad lines are rows of others in a basis, whose lines are narrower than those of the data.
        yield (f"{name}: Glu and Gln from data without noise, all amplitudes within the bound",
               f"{pair:.1e}, {farthest:.2f}", pair < 1e-3 and farthest < 0.2)
        yield f"{name}: phase, shift and width as files and conventions say", f"{other:.1e} rad or Hz", other < 5e-3
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
    found = " ".join(f"{b:.2f}" for b in bias)
    yield f"{title}: bias of Glu and Gln in standard errors", found, bool(np.all(bias < CHANCE))
    spread = outcome.deviation / outcome.bound
    yield (f"{title}: deviation of Glu and Gln over bound", " ".join(f"{s:.2f}" for s in spread),
           bool(np.all(np.abs(spread - 1) < CHANCE / np.sqrt(2 * COUNT))))
    free = len(study.model(name, assumption).free)
    yield (f"{title}: mean square of all errors over bound", f"{outcome.scatter:.3f}",
           abs(outcome.scatter - 1) < CHANCE * np.sqrt(2 / (COUNT * free)) and outcome.converged == COUNT)


def disturbed(study):
    """Where B1 is low, a fit with the nominal basis finds all of what the refocusing slices let through more, or less."""
    condition, b1 = "B1 10 % low", 0.9
    outcome = study.outcome("press-30", condition, B)
    wanted = 100 * (share_of_signal(study.scans, "press-30", b1) - 1)
    # Beside chance, 2 %: the molecules are not on resonance, and the shape of their spectra changes, too.
    limits = 2 + CHANCE * outcome.deviation / np.sqrt(COUNT)
    found = f"{outcome.bias[0]:.1f} {outcome.bias[1]:.1f}, by the Bloch equations {wanted:.1f}"
    yield f"press-30, {condition}: % of Glu and Gln too many", found, bool(np.all(np.abs(outcome.bias - wanted) < limits))
