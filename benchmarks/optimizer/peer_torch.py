"""The anchor problem of docs/performance.md in PyTorch: loss and gradient of Glu and Gln under one shaped pulse.

Two spin systems of five protons at 3 T, nine members (three B1 scales, three offsets), 256 steps of 20 us of which
every x and y amplitude is searched, 20 ms of precession, and the band signals of the spectrum. Two ways:

tree   what a direct port does: one matrix exponential of the 32 x 32 Hamiltonian a step (`torch.linalg.matrix_exp`,
       batched over systems, members and steps), multiplied in pairs; the gradient by reverse differentiation
split  the splitting of seqc: exact rotations of single spins, scalar couplings every four steps

Prints one line of JSON: loss, norm of the gradient with respect to the amplitudes (rad/s), seconds an iteration.
"""

import argparse
import json
import math
import time

import torch

FIELD = 3.0 * 42.57747892  # Hz/ppm
RECEIVER = 3.0  # ppm
STEPS, DWELL, KICK_STEPS = 256, 20e-6, 4
DELAY, POINTS, SPECTRAL_WIDTH, LINEWIDTH = 20e-3, 2048, 2000.0, 6.0
BANDS = ((2.30, 2.39), (2.40, 2.49))  # ppm: Glu, Gln

# Shifts in ppm, couplings in Hz: Govindaraju 2000.
SYSTEMS = {
    "Glu": (
        (3.7433, 2.0375, 2.1200, 2.3378, 2.3520),
        ((0, 1, 7.331), (0, 2, 4.651), (1, 2, -14.849), (1, 4, 8.406), (2, 4, 6.875), (1, 3, 6.413), (2, 3, 8.478), (3, 4, -15.915)),
    ),
    "Gln": (
        (3.7530, 2.1290, 2.1090, 2.4320, 2.4540),
        ((0, 1, 5.847), (0, 2, 6.500), (1, 2, -14.504), (1, 4, 9.165), (2, 4, 6.347), (1, 3, 6.324), (2, 3, 9.209), (3, 4, -15.371)),
    ),
}
SPINS = 5
DIMENSION = 2**SPINS


class Operators:
    """Spin operators as dense matrices, axis x, y, z."""

    def __init__(self, dtype):
        pauli = torch.tensor([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]], dtype=dtype) / 2
        self.single = []
        for spin in range(SPINS):
            left, right = torch.eye(2**spin, dtype=dtype), torch.eye(2 ** (SPINS - 1 - spin), dtype=dtype)
            self.single.append([torch.kron(torch.kron(left, pauli[axis].contiguous()), right) for axis in range(3)])
        self.total = [sum(spin[axis] for spin in self.single) for axis in range(3)]

    def coupling(self, pairs):
        product = lambda a, b: sum(self.single[a][axis] @ self.single[b][axis] for axis in range(3))
        return 2 * math.pi * sum(hertz * product(a, b) for a, b, hertz in pairs)


class Problem:
    def __init__(self, dtype):
        self.complex = dtype
        self.real = torch.float64 if dtype == torch.complex128 else torch.float32
        operators = Operators(torch.complex128)
        self.total = torch.stack(operators.total).to(dtype)
        self.start = -self.total[1]
        members = [(scale, 2 * math.pi * offset) for scale in (0.9, 1.0, 1.1) for offset in (-20.0, 0.0, 20.0)]
        self.scale = torch.tensor([m[0] for m in members], dtype=self.real)
        self.offset = torch.tensor([m[1] for m in members], dtype=self.real)
        shifts, couplings, frees, reads = [], [], [], []
        for ppm, pairs in SYSTEMS.values():
            omega = 2 * math.pi * FIELD * (torch.tensor(ppm, dtype=torch.float64) - RECEIVER)
            coupling = operators.coupling(pairs)
            free = coupling + sum(omega[s] * operators.single[s][2] for s in range(SPINS))
            shifts.append(omega)
            couplings.append(coupling)
            frees.append(free)
            reads.append(torch.stack([self.detection(free + m[1] * operators.total[2], operators) for m in members]))
        self.shifts = torch.stack(shifts).to(self.real)
        self.free = torch.stack(frees).to(dtype)
        self.kick = torch.linalg.matrix_exp(-1j * DWELL * KICK_STEPS * torch.stack(couplings)).to(dtype)
        # (system, member, band point, element of rho)
        self.read = torch.stack(reads).to(dtype)

    def detection(self, hamiltonian, operators):
        """The linear map from the state after the pulse to the points of both bands."""
        frequency = torch.fft.fftfreq(POINTS, 1 / SPECTRAL_WIDTH, dtype=torch.float64)
        ppm = RECEIVER - frequency / FIELD
        inside = [(ppm > low) & (ppm < high) for low, high in BANDS]
        self.owner = torch.cat([torch.full((int(mask.sum()),), band) for band, mask in enumerate(inside)])
        points = torch.cat([frequency[mask] for mask in inside])
        energy, vectors = torch.linalg.eigh(hamiltonian)
        raising = vectors.mH @ (operators.total[0] + 1j * operators.total[1]) @ vectors
        # Tr(F+ U rho U+) = sum_ij F+_ij rho_ji exp(i (E_i - E_j) t): a line for each pair of eigenstates.
        angular = energy[:, None] - energy[None, :]
        step = torch.exp((1j * angular - math.pi * LINEWIDTH) / SPECTRAL_WIDTH)
        turn = step[None] * torch.exp(-2j * math.pi * points / SPECTRAL_WIDTH)[:, None, None]
        line = (1 - turn**POINTS) / (1 - turn) / POINTS
        weight = raising * torch.exp(1j * angular * DELAY) * line
        return (vectors @ weight @ vectors.mH).mT.reshape(len(points), -1)

    def loss(self, state, amplitudes):
        spectrum = (self.read @ state.reshape(*state.shape[:2], -1, 1))[..., 0]
        energy = spectrum.real**2 + spectrum.imag**2
        system = torch.arange(len(SYSTEMS))[:, None]
        sign = torch.where(self.owner[None] == system, -1.0, 1.0).to(self.real)
        band = (energy * sign[:, None]).sum((0, 2)).mean()
        return band + 1e-3 * ((amplitudes / (2 * math.pi * 500)) ** 2).mean()


def product(matrices):
    """Ordered product over the third dimension from the end, the last acting last, in pairs."""
    while matrices.shape[-3] > 1:
        even = matrices.shape[-3] // 2 * 2
        pairs = matrices[..., 1:even:2, :, :] @ matrices[..., 0:even:2, :, :]
        matrices = torch.cat([pairs, matrices[..., even:, :, :]], -3)
    return matrices[..., 0, :, :]


def exponentials(problem, amplitudes):
    b1 = problem.scale[:, None] * amplitudes[:, None]
    pulse = b1[0][..., None, None] * problem.total[0] + b1[1][..., None, None] * problem.total[1]
    free = problem.free[:, None] + problem.offset[:, None, None] * problem.total[2]
    return product(torch.linalg.matrix_exp(-1j * DWELL * (free[:, :, None] + pulse)))


def splitting(problem, amplitudes):
    b1 = problem.scale[:, None] * amplitudes[:, None]
    z = (problem.shifts[:, None, :] + problem.offset[:, None])[..., None]
    x, y = b1[0][None, :, None, :], b1[1][None, :, None, :]
    rate = torch.sqrt(x * x + y * y + z * z)
    cosine, sine = torch.cos(rate * DWELL / 2), torch.sin(rate * DWELL / 2) / rate
    diagonal, off = torch.complex(cosine, -z * sine), torch.complex(-y * sine, -x * sine)
    rotation = torch.stack([diagonal, off, -off.conj(), diagonal.conj()], -1)
    rotation = rotation.reshape(*rotation.shape[:3], STEPS // KICK_STEPS, 2, KICK_STEPS // 2, 2, 2)
    halves = product(rotation)  # (system, member, spin, kick, before or after, 2, 2)
    whole = halves[:, :, 0]
    for spin in range(1, SPINS):
        other = halves[:, :, spin]
        size = 2 * whole.shape[-1]
        whole = (whole[..., :, None, :, None] * other[..., None, :, None, :]).reshape(*whole.shape[:-2], size, size)
    return product(whole[..., 1, :, :] @ problem.kick[:, None, None] @ whole[..., 0, :, :])


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--mode", choices=("tree", "split"), default="tree")
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--single", action="store_true", help="single precision")
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    problem = Problem(torch.complex64 if options.single else torch.complex128)
    propagator = {"tree": exponentials, "split": splitting}[options.mode]
    time_axis = torch.linspace(0, 1, STEPS, dtype=torch.float64)
    waveform = [300 * torch.sin(math.pi * time_axis) * torch.cos(3 * time_axis), 200 * torch.sin(2 * math.pi * time_axis)]
    amplitudes = (2 * math.pi * torch.stack(waveform)).to(problem.real).requires_grad_(True)
    seconds = []
    for _ in range(options.repeats + 1):
        amplitudes.grad = None
        start = time.perf_counter()
        unitary = propagator(problem, amplitudes)
        loss = problem.loss(unitary @ problem.start @ unitary.mH, amplitudes)
        loss.backward()
        seconds.append(time.perf_counter() - start)
    timed = sorted(seconds[1:])
    print(
        json.dumps(
            {
                "name": f"torch {torch.__version__} {options.mode}",
                "loss": loss.item(),
                "gradient": amplitudes.grad.norm().item(),
                "seconds": timed[0],
                "median": timed[len(timed) // 2],
            }
        )
    )


if __name__ == "__main__":
    main()
