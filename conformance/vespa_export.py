#!/usr/bin/env python3
"""What Vespa's own classes read in the files of `seqc build --target vespa`.

    vespa_export.py SEQC

Every pulse must come back to 1e-6 of its peak from what the Pulseq file says, and molecules with their numbers. Vespa 1.1
imports a module that Python 3.9 dropped, and a window toolkit that a terminal has not: both are stood in for.
"""
import sys
import tempfile
import xml.etree
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from unittest import mock

xml.etree.cElementTree = ElementTree
sys.modules["xml.etree.cElementTree"] = ElementTree
for name in ("wx", "wx.lib", "wx.html"):
    sys.modules[name] = mock.MagicMock()

import numpy  # noqa: E402
from vespa.common.mrs_metabolite import Metabolite  # noqa: E402
from vespa.common.rfp_pulse_design import PulseDesign  # noqa: E402

import shapes  # noqa: E402

HERTZ_PER_TESLA = 42.576e6
EXAMPLES = ["press", "semi-laser", "gre-2d", "epi"]


def pulses(waveforms):
    """Of every different pulse that is played, the samples in mT, in playing order."""
    found = {}
    for block in waveforms["blocks"]:
        if block[2] is None:
            continue
        event = waveforms["rf"][block[2]]
        key = (event["magnitude"], event["phase"], event["times"], event["amplitude_hz"], event["use"])
        if key in found or event["amplitude_hz"] == 0:
            continue
        size = numpy.array(shapes.samples(waveforms, event["magnitude"]))
        turns = 0 if event["phase"] is None else numpy.array(shapes.samples(waveforms, event["phase"]))
        found[key] = event["amplitude_hz"] / HERTZ_PER_TESLA * 1e3 * size * numpy.exp(2j * numpy.pi * turns)
    return list(found.values())


def faults(root, waveforms):
    wanted = pulses(waveforms)
    designs = [PulseDesign(element) for element in root.findall("pulse_design")]
    if len(designs) != len(wanted):
        yield f"{len(designs)} pulses, not {len(wanted)}"
    for design, samples in zip(designs, wanted):
        found = numpy.asarray(design.transforms[-1].result.rf_waveform)
        if found.shape != samples.shape:
            # A pulse whose samples are the ends of straight lines is written out on the raster.
            if samples.shape[0] > 2:
                yield f"{design.name}: {found.shape[0]} samples, not {samples.shape[0]}"
            continue
        worst = abs(found - samples).max() / abs(samples).max()
        if worst > 1e-6:
            yield f"{design.name}: differs by {worst:.1e} of its peak"


def molecules(seqc, folder):
    """A design that speaks of glutamate: the shifts of its five spins and its couplings."""
    import subprocess
    subprocess.run(
        [seqc, "build", "examples/glu-gln-3t-precise.seq", "--target", "vespa", "-o", f"{folder}/"], cwd=shapes.ROOT,
        check=True, capture_output=True)
    root = ElementTree.parse(f"{folder}/glu-gln-3t-precise.vespa.xml").getroot()
    read = {item.name: item for item in map(Metabolite, root.findall("metabolite"))}
    if "Glu" not in read:
        yield f"no glutamate among {sorted(read)}"
        return
    # Govindaraju, NMR Biomed 13 (2000) 129, table 2, with the corrigendum of 2015.
    shifts = sorted(spin.chemical_shift for spin in read["Glu"].spins)
    if not numpy.allclose(shifts, sorted([3.7433, 2.0375, 2.1200, 2.3378, 2.3520]), atol=1e-9):
        yield f"glutamate has the shifts {shifts}"
    if len(read["Glu"].j_couplings) != 10:
        yield f"glutamate has {len(read['Glu'].j_couplings)} couplings"


def main():
    seqc = str(Path(sys.argv[1]).resolve())
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in EXAMPLES:
            waveforms = shapes.built(seqc, name, "vespa", folder)
            found = list(faults(ElementTree.parse(f"{folder}/{name}.vespa.xml").getroot(), waveforms))
            bad += bool(found)
            print(f"vespa {name}: {'; '.join(found) or 'pulses'} {'FAIL' if found else 'ok'}")
        found = list(molecules(seqc, folder))
        bad += bool(found)
        print(f"vespa molecules: {'; '.join(found) or 'glutamate'} {'FAIL' if found else 'ok'}")
    print(f"{len(EXAMPLES) + 1} comparisons, {bad} failed")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
