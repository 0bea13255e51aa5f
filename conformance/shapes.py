"""What `seqc inspect --waveforms` says of a Pulseq file, unpacked: for scripts that compare other targets with it."""
import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def built(seqc, name, target, folder):
    """Builds an example for the Prisma and one more target; the folder of the files, and the waveforms."""
    subprocess.run(
        [seqc, "build", f"examples/{name}.seq", "--scanner", "siemens-prisma", "--target", target, "-o", f"{folder}/"],
        cwd=ROOT, check=True, capture_output=True)
    text = subprocess.run(
        [seqc, "inspect", f"{folder}/{name}.seq", "--waveforms"], cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(text.stdout)


def samples(waveforms, index):
    """The samples of a shape: Pulseq stores differences, of which n equal ones are written v v n-2."""
    shape = waveforms["shapes"][index]
    stored = shape["stored"]
    if not shape["compressed"]:
        return list(stored)
    differences, position = [], 0
    while position < len(stored):
        value = stored[position]
        if position + 2 < len(stored) and stored[position + 1] == value:
            differences += [value] * (int(stored[position + 2]) + 2)
            position += 3
        else:
            differences.append(value)
            position += 1
    result, total = [], 0.0
    for value in differences:
        total += value
        result.append(total)
    return result
