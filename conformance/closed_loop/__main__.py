"""Closes the loop: sequences are simulated, their spectra fitted, and concentrations come back.

    closed_loop SEQC                       compares, a line for each; some seconds beside the simulations
    closed_loop SEQC --study [FOLDER]      prints the tables of docs/glu-gln-results.md; FOLDER keeps the simulations

The fit and its bound are held against exact data and closed forms first (`oracles.py`). `fit.py` says what is fitted.
"""
import sys
import tempfile

import comparisons
import tables
from scans import Scans


def main():
    program, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        folder = options[1] if len(options) > 1 else place
        if options[:1] == ["--study"]:
            print(tables.markdown(Scans(program, folder)))
            return
        scans = Scans(program, folder, comparisons.PLACES)
        count = failed = 0
        for claim, found, holds in comparisons.all_of(scans):
            count += 1
            failed += not holds
            print(f"closed loop: {claim}: {found} {'ok' if holds else 'FAIL'}", flush=True)
        print(f"closed loop: {count} comparisons, {failed} failed")


if __name__ == "__main__":
    main()
