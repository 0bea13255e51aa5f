#!/usr/bin/env python3
"""One stage of a peer on one file, in a process of its own: peer.py MODULE STAGE FILE [OUTPUT].

MODULE is pypulseq or pypulseqpp. Stages: read; write (after a read that is not timed); check (after a read that is not
timed: check_timing, the checks that both have); round-trip (read and write); build (the 3D gradient echo of gre-3d.seq
made with the module, and written: FILE is ignored). Prints a line of JSON: seconds of the stage alone, without the
interpreter's start and imports, and the peak memory of the process in MiB.
"""
import json, resource, sys, time, warnings


def gradient_echo(pp, np):
    """What gre-3d.seq designs: 64 partitions of 128 lines, six blocks each, every event that does not change made once."""
    system = pp.Opts(max_grad=32, grad_unit='mT/m', max_slew=130, slew_unit='T/m/s', rf_ringdown_time=30e-6,
                     rf_dead_time=100e-6, adc_dead_time=10e-6, B0=2.89)
    sequence = pp.Sequence(system)
    lines, partitions, points = 128, 64, 128
    fov = (256e-3, 256e-3, 192e-3)
    rf, slab, _ = pp.make_sinc_pulse(flip_angle=np.deg2rad(12), duration=2e-3, slice_thickness=fov[2], apodization=0.5,
                                     time_bw_product=4, system=system, return_gz=True, use='excitation', delay=100e-6)
    step = [1 / side for side in fov]
    readout = pp.make_trapezoid('x', flat_area=points * step[0], flat_time=3.2e-3, system=system)
    adc = pp.make_adc(num_samples=points, duration=readout.flat_time, delay=readout.rise_time, system=system)
    prephase = pp.make_trapezoid('x', area=-readout.area / 2, duration=1.2e-3, system=system)
    spoil = pp.make_trapezoid('x', area=2 * points * step[0], duration=2e-3, system=system)
    largest_y = pp.make_trapezoid('y', area=lines * step[1] / 2, duration=1.2e-3, system=system)
    largest_z = pp.make_trapezoid('z', area=partitions * step[2] / 2, duration=1.2e-3, system=system)
    before_echo, before_next = pp.make_delay(200e-6), pp.make_delay(1e-3)
    phase = increment = 0.0
    for partition in range(partitions):
        z = (partition - partitions / 2) / (partitions / 2)
        for line in range(lines):
            y = (line - lines / 2) / (lines / 2)
            rf.phase_offset = adc.phase_offset = np.deg2rad(phase)
            increment = (increment + 117) % 360
            phase = (phase + increment) % 360
            encode_y, rewind_y = pp.scale_grad(largest_y, y), pp.scale_grad(largest_y, -y)
            encode_z, rewind_z = pp.scale_grad(largest_z, z), pp.scale_grad(largest_z, -z)
            sequence.add_block(rf, slab)
            sequence.add_block(prephase, encode_y, encode_z)
            sequence.add_block(before_echo)
            sequence.add_block(readout, adc)
            sequence.add_block(spoil, rewind_y, rewind_z)
            sequence.add_block(before_next)
    return sequence


def main():
    module, stage, path = sys.argv[1:4]
    output = sys.argv[4] if len(sys.argv) > 4 else None
    warnings.simplefilter('ignore')
    import importlib
    import numpy as np
    pp = importlib.import_module(module)

    # Limits are those of gre-3d.seq's scanner: check_timing needs some.
    system = pp.Opts(max_grad=80, grad_unit='mT/m', max_slew=200, slew_unit='T/m/s', rf_ringdown_time=30e-6,
                     rf_dead_time=100e-6, adc_dead_time=10e-6, B0=2.89)
    if stage in ('write', 'check'):
        sequence = pp.Sequence(system)
        sequence.read(path)
    start, start_cpu = time.perf_counter(), time.process_time()
    if stage == 'build':
        gradient_echo(pp, np).write(output)
    elif stage == 'read':
        pp.Sequence().read(path)
    elif stage == 'write':
        sequence.write(output)
    elif stage == 'check':
        sequence.check_timing()
    elif stage == 'round-trip':
        sequence = pp.Sequence()
        sequence.read(path)
        sequence.write(output)
    else:
        sys.exit(f'no stage is called {stage}')
    print(json.dumps({
        'wall': time.perf_counter() - start, 'cpu': time.process_time() - start_cpu,
        'mib': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


main()
