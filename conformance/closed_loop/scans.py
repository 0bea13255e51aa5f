"""Has seqc make what a study needs: basis sets, synthetic acquisitions, and the bounds that it claims itself."""
import csv
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from files import read_acquisitions, read_nifti_mrs
from fit import Basis

ROOT = Path(__file__).resolve().parent.parent.parent
# Same molecules and concentrations for all, those of the design whose bounds are held against the fits, mM.
METABOLITES = {
    "NAA": 10, "NAAG": 2, "Cr": 5, "PCr": 4.5, "GPC": 1.2, "PCh": 0.5, "Glu": 10, "Gln": 3, "GABA": 1, "GSH": 2, "Asp": 1.5,
    "mI": 5, "sI": 0.4, "Tau": 1.5, "Lac": 0.5,
}
# The conditions of the members of a study: options of the simulation of the data. Basis sets are nominal.
CONDITIONS = {
    "as in the basis": [],
    "B1 10 % low": ["--b1", "0.9"],
    "B1 10 % high": ["--b1", "1.1"],
    "other spin systems": ["--set", "degraaf"],
}
# How much of a signal seqc's own bounds look at.
CLAIMED_SECONDS = 0.34


def design(name):
    """A search's result, or one of those that it is held against."""
    own = ROOT / "examples" / f"{name}.seq"
    return own if own.exists() else ROOT / "benchmarks" / "glu-gln" / f"{name}.seq"


class Scans:
    """Files of one program in one folder, made when they are asked for and kept."""

    def __init__(self, seqc, folder):
        self.seqc = str(Path(seqc).resolve())
        self.folder = Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments):
        result = subprocess.run([self.seqc, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        if result.returncode:
            raise RuntimeError(f"seqc {' '.join(arguments)}: {result.stderr.strip()}")
        return result.stdout

    def simulated(self, name, condition):
        stem = f"{name}-{list(CONDITIONS).index(condition)}"
        path = self.folder / f"{stem}.nii.gz"
        if not path.exists():
            molecules = ",".join(f"{molecule}={amount}" for molecule, amount in METABOLITES.items())
            self.run("simulate", str(design(name)), "--macromolecules", "--molecules", molecules,
                     *CONDITIONS[condition], "-o", str(path))
        return path, self.folder / f"{stem}-molecules.nii.gz"

    def basis(self, name):
        """The basis set of a sequence, and the concentrations in mM of what is in it."""
        signals, header = read_nifti_mrs(self.simulated(name, "as in the basis")[1])
        molecules = header["dim_5_header"]
        names = molecules["Molecule"]["Value"]
        signals = signals.reshape(signals.shape[0], len(names), -1)
        basis = Basis(names, np.transpose(signals, (2, 1, 0)), header["dwell"], header["SpectrometerFrequency"][0],
                      header["SpecFreqChemShift"])
        return basis, dict(zip(names, molecules["Concentration"]["Value"]))

    def acquisitions(self, name, condition, deviation, count, seed):
        """Noisy acquisitions of all shots of a sequence: (acquisitions, kinds of shots, samples).

        `deviation` is that of the mean of all shots. Kinds of shots share the time, so each has more noise.
        """
        signal = read_acquisitions(self.simulated(name, condition)[0])[0]
        generator = np.random.default_rng(seed)
        shape = (count, *signal.shape[1:])
        noise = generator.standard_normal(shape) + 1j * generator.standard_normal(shape)
        return signal + deviation * np.sqrt(shape[1]) * noise

    def claims(self, names):
        """What `seqc compare` says without an ensemble: (sequence, molecule, baseline) to % for a deviation of 1.

        Its noise is 1 in each point of a spectrum that is the sum over samples divided by their number.
        """
        text = design("glu-gln-3t-precise").read_text(encoding="utf-8")
        text = re.sub(r"^  over .*\n", "", text, flags=re.MULTILINE)
        text = text.replace('scanner "', f'scanner "{ROOT / "examples"}/')
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "nominal.seq"
            path.write_text(text, encoding="utf-8")
            pulse = design("glu-gln-3t-precise").with_suffix(".mix.pulse")
            path.with_suffix(".mix.pulse").write_bytes(pulse.read_bytes())
            table = self.run("compare", str(path), *(str(design(name)) for name in names), "--format", "csv")
        found = {}
        for row in csv.DictReader(table.splitlines()):
            wanted = re.fullmatch(r"CRLB\((\w+)\)", row["figure"])
            if wanted:
                name = Path(row["file"]).stem
                found["glu-gln-3t-precise" if name == "nominal" else name, wanted[1], row["baseline"]] = float(row["nominal"])
        return found
