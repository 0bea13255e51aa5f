"""Has seqc make what a study needs: basis sets, synthetic acquisitions, and the bounds that it claims itself."""
import csv
import json
import re
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np

from files import read_acquisitions, read_fsl_basis

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
# Shots that are stored apart and fitted together; all others are averaged.
KINDS_OF_SHOTS = {"glu-gln-3t-separated": 2}


def design(name):
    """A search's result, or one of those that it is held against."""
    own = ROOT / "examples" / f"{name}.seq"
    return own if own.exists() else ROOT / "benchmarks" / "glu-gln" / f"{name}.seq"


class Scans:
    """Files of one program in one folder, made when they are asked for and kept.

    `places` are those across each slice; None: as many as seqc takes of its own.
    """

    def __init__(self, seqc, folder, places=None):
        self.seqc = str(Path(seqc).resolve())
        self.folder = Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.places = ["--places", str(places)] if places else []

    def run(self, *arguments):
        result = subprocess.run([self.seqc, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        if result.returncode:
            raise RuntimeError(f"seqc {' '.join(arguments)}: {result.stderr.strip()}")
        return result.stdout

    @property
    def molecules(self):
        return ["--molecules", ",".join(f"{name}={amount}" for name, amount in METABOLITES.items())]

    def basis(self, name, reference_ppm):
        """The basis set of a sequence, and the width of its lines in Hz."""
        folder = self.folder / f"{name}-basis"
        if not folder.exists():
            self.run("build", str(design(name)), "--target", "basis-fslmrs", *self.molecules, *self.places,
                     "-o", f"{folder}.part/")
            Path(f"{folder}.part").rename(folder)
        # Of two kinds of shots the difference is there, too.
        kinds = [own for own in sorted(folder.glob("*.basis-fslmrs")) if not own.stem.endswith("-difference")]
        return read_fsl_basis(kinds, reference_ppm)

    def phantom(self, name, condition, deviation, count):
        """Acquisitions (count, kinds of shots, samples), and what is known of them; without noise there is one.

        `deviation` is that of the mean of all shots. Kinds of shots share the time, so each has more noise.
        """
        stem = f"{name}-{list(CONDITIONS).index(condition)}-{count if deviation else 'exact'}"
        path, truth_path = self.folder / f"{stem}.nii.gz", self.folder / f"{stem}-truth.json"
        if not truth_path.exists():
            own = deviation * np.sqrt(KINDS_OF_SHOTS.get(name, 1))
            # Noise of its own for each, so that chance does not favour one sequence throughout.
            seed = zlib.crc32(stem.encode()) % 100_000
            noise = ["--noise", f"{own:.9f}", "--dynamics", str(count), "--seed", str(seed)] if deviation else []
            self.run("phantom", str(design(name)), *self.molecules, *self.places, *CONDITIONS[condition], *noise,
                     "-o", str(path))
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        signals, header = read_acquisitions(path)
        if signals.shape[:2] != (truth["acquisitions"], KINDS_OF_SHOTS.get(name, 1)):
            raise ValueError(f"{path} has acquisitions of shape {signals.shape}")
        dwell, reference = truth["dwell_seconds"], truth["reference_ppm"]
        if abs(header["dwell"] - dwell) > 1e-9 or header["SpecFreqChemShift"] != reference:
            raise ValueError(f"{path} and its truth disagree")
        return signals, truth

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
            others = [str(design(name)) for name in names]
            table = self.run("compare", str(path), *others, "--format", "csv", *(["--coarse"] if self.places else []))
        found = {}
        for row in csv.DictReader(table.splitlines()):
            wanted = re.fullmatch(r"CRLB\((\w+)\)", row["figure"])
            if wanted:
                name = Path(row["file"]).stem.replace("nominal", "glu-gln-3t-precise")
                found[name, wanted[1], row["baseline"]] = float(row["nominal"])
        return found
