#!/usr/bin/env python3
"""Reading, checking and writing Pulseq files beside other programs: compare.py SEQC PYTHON [--corpus FOLDER] [--rounds N].

PYTHON is an interpreter with pypulseq and pypulseqpp. Each round runs seqc and both peers one after the other, each in a
process of its own; a table row has the median of the rounds, and ratios are medians of the rounds' ratios. CPU seconds
(user and system) count, since they hold on a busy machine too. What is timed of the peers is the call alone, without the
interpreter's start and imports; of seqc the stages that `--timings` prints. `unsigned` is the same file without its
signature, since the peers do not compute one while they read. The last two rows of a file are floors: a copy of its bytes
in memory, and their MD5 sum by OpenSSL, without which nothing is signed. Standard library only.
"""
import argparse, hashlib, json, os, re, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = ('pypulseq', 'pypulseqpp')
STAGES = ('read', 'check', 'write', 'round-trip')


def stages_of(text):
    """{stage: (CPU seconds, peak MiB by its end)} from what `--timings` prints."""
    found = {}
    for line in text.splitlines():
        match = re.match(r'(\S+(?: \S+)?) +[\d.]+ ms +([\d.]+) ms +(\d+) MB$', line)
        if match:
            found[match[1]] = (float(match[2]) / 1e3, int(match[3]))
    return found


def without_signature(path, output):
    """A copy without the section [SIGNATURE], which is the last one."""
    with open(path, 'rb') as file:
        text = file.read()
    unsigned = output + '.unsigned.seq'
    with open(unsigned, 'wb') as file:
        file.write(text[:(text.rfind(b'\n[SIGNATURE]') + 1) or len(text)])
    return unsigned


def floors(path):
    """(name, CPU seconds) of what no reader or writer of these bytes on one core can do without."""
    with open(path, 'rb') as file:
        text = file.read()
    target = memoryview(bytearray(len(text)))

    def copy():
        target[:] = text

    for name, work in (('floor: a copy', copy), ('floor: MD5', lambda: hashlib.md5(text).digest())):
        seconds = []
        for _ in range(20):
            start = time.process_time()
            work()
            seconds.append(time.process_time() - start)
        yield name, statistics.median(seconds)


def run(*command):
    """A process whose peak memory is its own: that of a direct child would begin with this process's."""
    return subprocess.run(['sh', '-c', '"$@"; exit $?', 'sh', *command], capture_output=True, text=True)


def run_seqc(seqc, path, output):
    build = run(seqc, 'build', path, '--scanner', 'siemens-prisma', '-o', output, '--timings')
    stages = stages_of(build.stderr)
    if 'check' not in stages:
        sys.exit(f'seqc build {path} failed:\n{build.stderr[-2000:]}')
    if 'read' not in stages:
        return {'build': stages['total'][0], 'mib': stages['total'][1]}
    read = stages['open'][0] + stages['read'][0]
    write = stages['emit'][0] + stages.get('write', (0, 0))[0]
    plain = run(seqc, 'check', path, '--timings')
    unsigned = stages_of(run(seqc, 'check', without_signature(path, output), '--timings').stderr)
    return {'read': read, 'read, unsigned': unsigned['open'][0] + unsigned['read'][0], 'check': stages['check'][0],
            'check, no scanner': stages_of(plain.stderr)['check'][0], 'write': write, 'round-trip': read + write,
            'mib': stages['total'][1]}


def run_peer(python, module, stage, path, output, timeout):
    try:
        run = subprocess.run([python, os.path.join(HERE, 'peer.py'), module, stage, path, output],
                             capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return None
    if run.returncode:
        print(f'{module} {stage} {os.path.basename(path)}: {run.stderr.strip().splitlines()[-1]}', file=sys.stderr)
        return None
    return json.loads(run.stdout.splitlines()[-1])


def inputs(seqc, folder, corpus, names):
    """(name, path) of each file; the largest of the corpus are those of most bytes that seqc reads."""
    made = []
    for name, design in (('3D gradient echo', 'gre-3d.seq'), ('fMRI, an hour', '../checking/epi-hour.seq'),
                         ('3D gradient echo, a million', '../checking/gre-3d-million.seq')):
        path = os.path.join(folder, os.path.basename(design))
        if names and not any(n in name for n in names):
            continue
        subprocess.run([seqc, 'build', os.path.join(HERE, design), '-o', path], check=True, capture_output=True)
        made.append((name, path))
    path = os.path.join(folder, 'fingerprint.seq')
    if not names or any(n in 'fingerprinting' for n in names):
        subprocess.run([sys.executable, os.path.join(HERE, 'make_fingerprint.py'), path], check=True)
        made.append(('fingerprinting', path))
    if corpus and (not names or 'corpus' in names):
        files = [os.path.join(corpus, f) for f in os.listdir(corpus) if f.endswith('.seq')]
        for path in sorted(files, key=os.path.getsize, reverse=True)[:6]:
            # Some fail the checks of this scanner: they are read, checked and emitted, but not put on the disk.
            probe = subprocess.run([seqc, 'build', path, '--scanner', 'siemens-prisma', '-o', folder + '/x.seq', '--timings'],
                                   capture_output=True, text=True)
            if 'check' in stages_of(probe.stderr):
                made.append((os.path.basename(path).split('__')[-1], path))
    return made


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('seqc')
    parser.add_argument('python')
    parser.add_argument('--corpus')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--timeout', type=int, default=1200, help='seconds by the clock for one stage of a peer')
    parser.add_argument('--only', nargs='*', help='names, or parts of names, of the inputs')
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, 'out.seq')
        print('| input | stage | seqc | pypulseq | ratio | pypulseqpp | ratio | peak memory |')
        print('|---|---|---|---|---|---|---|---|')
        for name, path in inputs(a.seqc, folder, a.corpus, a.only):
            size = os.path.getsize(path)
            rounds = 1 if size > 20e6 else a.rounds
            ours, theirs = [], {module: {stage: [] for stage in STAGES} for module in PEERS}
            for _ in range(rounds):
                ours.append(run_seqc(a.seqc, path, output))
                for module in PEERS:
                    for stage in STAGES:
                        theirs[module][stage].append(run_peer(a.python, module, stage, path, output, a.timeout))
            report(f'{name}, {size / 1e6:.1f} MB', ours, theirs)
            for floor, seconds in floors(path):
                print(f'| | {floor} | {milliseconds([seconds])} | | | | | |', flush=True)
        if not a.only or any(n in '3D gradient echo' for n in a.only):
            report_build(a, output)


def report(name, ours, theirs):
    for stage in STAGES:
        cells = [name if stage == 'read' else '', stage, milliseconds([o[stage] for o in ours])]
        for module in PEERS:
            cells += compared([o[stage] for o in ours], theirs[module][stage])
        cells.append(memory(ours, theirs, stage) if stage == 'round-trip' else '')
        print('| ' + ' | '.join(cells) + ' |', flush=True)
        variant = {'read': 'read, unsigned', 'check': 'check, no scanner'}.get(stage)
        if variant:
            plain = [o[variant] for o in ours]
            cells = ['', variant, milliseconds(plain)]
            for module in PEERS:
                cells += compared(plain, theirs[module][stage])
            print('| ' + ' | '.join(cells + ['']) + ' |', flush=True)


def report_build(a, output):
    design = os.path.join(HERE, 'gre-3d.seq')
    ours, theirs = [], {module: [] for module in PEERS}
    for _ in range(a.rounds):
        ours.append(run_seqc(a.seqc, design, output))
        for module in PEERS:
            theirs[module].append(run_peer(a.python, module, 'build', '-', output, a.timeout))
    mine = [o['build'] for o in ours]
    cells = ['3D gradient echo, the design', 'build', milliseconds(mine)]
    for module in PEERS:
        cells += compared(mine, theirs[module])
    cells.append(memory(ours, {m: {'build': r} for m, r in theirs.items()}, 'build'))
    print('| ' + ' | '.join(cells) + ' |')


def milliseconds(seconds):
    value = statistics.median(seconds)
    return f'{value:.2f} s' if value >= 1 else f'{value * 1e3:.{1 if value >= 1e-3 else 2}f} ms'


def compared(ours, peer):
    pairs = [(o, p['cpu']) for o, p in zip(ours, peer) if p]
    if not pairs:
        return ['no answer', '']
    return [milliseconds([p for _, p in pairs]), f'{statistics.median(p / o for o, p in pairs):.1f}']


def memory(ours, theirs, stage):
    cells = [f"{max(o['mib'] for o in ours):.0f}"]
    for module in PEERS:
        found = [p['mib'] for p in theirs[module][stage] if p]
        cells.append(f'{max(found):.0f}' if found else '-')
    return ', '.join(cells) + ' MiB'


main()
