"""Reads basis sets of FSL-MRS and NIfTI-MRS as their documentation has them, into one frame.

Frequencies are positive towards higher shifts here. Both formats hold the complex conjugate of that: NIfTI-MRS by its
standard (0.11, section 2), basis files because FSL-MRS conjugates them as it reads them. An axis of FSL-MRS has 4.65 ppm at
frequency zero for protons, one of NIfTI-MRS its `SpecFreqChemShift`.
"""
import json
from pathlib import Path

import nibabel
import numpy as np

from fit import Basis

FSL_REFERENCE_PPM = 4.65
# What marks the extension of a NIfTI file as NIfTI-MRS.
EXTENSION = 44


def read_nifti_mrs(path):
    """Signals (samples, then the other dimensions of the file) and the extension, with `dwell` in s added."""
    image = nibabel.load(path)
    extension = next(e for e in image.header.extensions if e.get_code() == EXTENSION)
    header = json.loads(bytes(extension.get_content()).rstrip(b"\0"))
    header["dwell"] = float(image.header["pixdim"][4])
    signals = np.asanyarray(image.dataobj).astype(complex).conj()
    return signals.reshape(signals.shape[3:]), header


def read_acquisitions(path):
    """The acquisitions of one sequence: (acquisitions, kinds of shots, samples), and the header."""
    signals, header = read_nifti_mrs(path)
    tags = [header.get(f"dim_{k}") for k in range(5, 5 + signals.ndim - 1)]
    known = {"DIM_DYN": 0, "DIM_EDIT": 1}
    places = {known[tag]: 1 + k for k, tag in enumerate(tags) if tag}
    for missing in set(known.values()) - set(places):
        signals = signals[..., None]
        places[missing] = signals.ndim - 1
    return np.transpose(signals, (places[0], places[1], 0)), header


def read_fsl_basis(folders, reference_ppm):
    """Folders of FSL-MRS, one for each kind of shots, with frequency zero moved to `reference_ppm`.

    Molecules are called by `Molecule` of the files' own part where they have it, else by the name for FSL-MRS.
    """
    kinds = []
    for folder in folders:
        own = {}
        for path in sorted(Path(folder).glob("*.json")):
            document = json.loads(path.read_text(encoding="utf-8"))
            basis = document["basis"]
            name = document.get("seqc", {}).get("Molecule", basis["basis_name"])
            own[name] = basis
        kinds.append(own)
    names = sorted(kinds[0])
    first = kinds[0][names[0]]
    same = ("basis_dwell", "basis_centre", "basis_width")
    if any(own[name][key] != first[key] for own in kinds for name in names for key in same):
        raise ValueError(f"the files of {folders} are not of one acquisition")
    signals = np.array([
        [np.array(own[name]["basis_re"]) - 1j * np.array(own[name]["basis_im"]) for name in names] for own in kinds])
    seconds = np.arange(signals.shape[-1]) * first["basis_dwell"]
    hertz = (FSL_REFERENCE_PPM - reference_ppm) * first["basis_centre"]
    moved = signals * np.exp(2j * np.pi * hertz * seconds)
    return Basis(names, moved, first["basis_dwell"], first["basis_centre"], reference_ppm), first["basis_width"]
