#!/usr/bin/env python3
"""Attacks the program with files and circumstances made to harm it: hostility.py SEQC [WORD...]

Each row names an input, a command, how the command must end, and words of its message. Whatever the row, the program
may take 10 s of CPU and 2 GB of memory (a limit of the process, so that it cannot be passed unseen), must not die of a
signal, and must leave no temporary file. Then come circumstances: a full disk, a folder that cannot be written, signals
at random moments, a run that was killed, several builds into one folder, other clocks and languages.

Words choose the rows whose name has one of them. The last line counts rows.
"""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SEQC = os.path.abspath(sys.argv[1])
WORDS = sys.argv[2:]
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CPU_SECONDS = 10
MEMORY = 2 << 30
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"}

passed = failed = 0


def limits(cpu=CPU_SECONDS, memory=MEMORY, file_size=None):
    def apply():
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Of the data segment and private mappings; the address space of a runtime is larger than what it uses.
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    return apply


def run(folder, *words, **options):
    """(exit status, CPU seconds, messages)"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(
        [SEQC, *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=options.pop("stdout", subprocess.DEVNULL),
        stderr=subprocess.PIPE, env={**ENVIRONMENT, **options.pop("env", {})}, preexec_fn=limits(**options))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result.returncode, cpu, result.stderr.decode("utf-8", "replace")


def tree(folder):
    return sorted(
        os.path.relpath(os.path.join(path, name), folder) for path, _, names in os.walk(folder) for name in names)


def claim(name, problems):
    global passed, failed
    if problems:
        failed += 1
        print(f"FAILED: {name}: " + "; ".join(problems), flush=True)
    else:
        passed += 1
        print(name, flush=True)


def chosen(name):
    return not WORDS or any(word in name for word in WORDS)


# ---------------------------------------------------------------- inputs

DESIGN = 'design "x"\nscanner siemens-prisma\npulse excite = rect(flip: 90 deg, duration: 500 us)\n'


def design(top="", body="excite\n"):
    return f"{DESIGN}{top}sequence {{\n{body}}}\n"


RASTERS = "AdcRasterTime 1e-07\nBlockDurationRaster 1e-05\nGradientRasterTime 1e-05\nRadiofrequencyRasterTime 1e-06\n"


def pulseq(rest, minor=4, revision=0, rasters=RASTERS):
    return f"[VERSION]\nmajor 1\nminor {minor}\nrevision {revision}\n\n[DEFINITIONS]\n{rasters}\n{rest}"


def gradient(count, numbers):
    return pulseq(
        f"[BLOCKS]\n1 {min(count, 10**9) + 10} 0 1 0 0 0 0\n\n[GRADIENTS]\n1 1000 1 0 0\n\n[SHAPES]\n\nshape_id 1\n"
        f"num_samples {count}\n{numbers}\n\n")


def trapezoid(amplitude="1000", rise="100", block="1 100 0 1 0 0 0 0"):
    return pulseq(f"[BLOCKS]\n{block}\n[TRAP]\n1 {amplitude} {rise} 100 100 0\n")


BUILD = ["build", "a.seq", "--scanner", "siemens-prisma", "-o", "o.seq"]
CHECK = ["check", "a.seq", "--scanner", "siemens-prisma"]
INSPECT = ["inspect", "a.seq"]
FORMAT = ["format", "a.seq"]
ANY = (0, 1)

# name, text of a.seq (a function, so that it exists only while it is needed), [(command, status, words)]
ROWS = [
    ("a run-length count of 10^12", lambda: gradient(100, "0\n0\n1000000000000"),
     [(c, 1, "P013") for c in (CHECK, INSPECT)]),
    ("10^12 samples", lambda: gradient(10**12, f"0\n0\n{10**12 - 2}"), [(CHECK, 1, "P015")]),
    ("a run-length count of 1e300", lambda: gradient(100, "0\n0\n1e300"), [(CHECK, 1, "P014")]),
    ("10^8 samples in four numbers", lambda: gradient(10**8, f"0\n0\n{10**8 - 2}"),
     [(CHECK, ANY, ""), (INSPECT, 0, ""), (BUILD, ANY, ""), (["diff", "a.seq", "a.seq"], 0, "")]),
    ("10^8 samples that cannot be run-length encoded", lambda: gradient(10**8, f"0.1\n0.1000000000001\n0\n0\n{10**8 - 4}"),
     [(BUILD, 1, "P041"), (CHECK, ANY, "")]),
    ("200 shapes of 10^7 samples", lambda: pulseq(
        "[BLOCKS]\n" + "".join(f"{i} 10000010 0 {i} 0 0 0 0\n" for i in range(1, 201)) + "\n[GRADIENTS]\n"
        + "".join(f"{i} 1000 {i} 0 0\n" for i in range(1, 201)) + "\n[SHAPES]\n\n"
        + "".join(f"shape_id {i}\nnum_samples 10000000\n0\n1e-9\n1e-9\n{10**7 - 3}\n\n" for i in range(1, 201))),
     [(CHECK, 1, ""), (INSPECT, 0, "")]),
    ("a block of 2^63 - 1 rasters", lambda: trapezoid(block=f"1 {2**63 - 1} 0 1 0 0 0 0"), [(CHECK, 1, "P010")]),
    ("a ramp of 2^63 - 1 us", lambda: trapezoid(rise=str(2**63 - 1)), [(CHECK, 1, "P010")]),
    ("200 blocks of eleven days", lambda: pulseq(
        "[BLOCKS]\n" + "".join(f"{i} 99999999999 0 0 0 0 0 0\n" for i in range(1, 201))), [(CHECK, 1, ""), (BUILD, 1, "")]),
    ("rasters of zero, below zero and not a number", lambda: pulseq(
        "[BLOCKS]\n1 100 0 0 0 0 0 0\n", rasters=RASTERS.replace("1e-07", "nan").replace("1e-05", "-1")),
     [(CHECK, 1, "P017")]),
    *[(f"an amplitude of {value[:12]}", lambda value=value: trapezoid(amplitude=value), [(CHECK, 1, "P009")])
      for value in ("nan", "inf", "-inf", "1e309", "9" * 400, "0x10", "1e", ".", "1.0.0")],
    *[(f"an amplitude of {value}", lambda value=value: trapezoid(amplitude=value), [(BUILD, 0, "")])
      for value in ("4.9e-324", "1e-400", "-0")],
    ("an id twice", lambda: pulseq("[BLOCKS]\n1 100 0 1 0 0 0 0\n[TRAP]\n1 10 100 100 100 0\n1 10 100 100 100 0\n"),
     [(CHECK, 1, "P011")]),
    ("an id below zero", lambda: trapezoid(block="1 100 0 -1 0 0 0 0"), [(CHECK, 1, "P010")]),
    ("an id of 2^63 - 1", lambda: trapezoid(block=f"1 100 0 {2**63 - 1} 0 0 0 0"), [(CHECK, 1, "P010")]),
    ("an extension list in a circle", lambda: pulseq(
        "[BLOCKS]\n1 100 0 0 0 0 0 1\n[EXTENSIONS]\n1 1 1 2\n2 1 1 1\nextension LABELSET 1\n1 2 LIN\n"),
     [(CHECK, 1, "P021")]),
    ("20000 blocks with 20000 labels each", lambda: pulseq(
        "[BLOCKS]\n" + "".join(f"{i} 1 0 0 0 0 0 1\n" for i in range(1, 20001)) + "[EXTENSIONS]\n"
        + "".join(f"{i} 1 1 {i + 1 if i < 20000 else 0}\n" for i in range(1, 20001)) + "extension LABELSET 1\n1 2 LIN\n"),
     [(CHECK, 1, "P021")]),
    ("a zero byte", lambda: pulseq("[BLOCKS]\n1 100 0 0 \0 0 0 0\n"), [(CHECK, 1, "P001")]),
    ("a byte order mark", lambda: "\ufeff" + trapezoid(), [(CHECK, 0, "")]),
    ("lines ending with CR LF", lambda: trapezoid().replace("\n", "\r\n"), [(CHECK, 0, "")]),
    ("a million sections", lambda: pulseq("[X]\n" * 1_000_000), [(CHECK, 1, "P006")]),
    ("a million wrong rows", lambda: pulseq("[BLOCKS]\n" + "x y z\n" * 1_000_000), [(CHECK, 1, "P007")]),
    ("a number of 100 MB", lambda: pulseq("[BLOCKS]\n1 100 0 0 0 0 0 " + "0" * 100_000_000 + "\n"), [(CHECK, 1, "P009")]),
    ("a row of 50 million columns", lambda: pulseq("[BLOCKS]\n1 100 " + "0 " * 50_000_000 + "\n"), [(CHECK, 1, "P007")]),
    ("100 million numbers for a shape of 100", lambda: gradient(100, "0\n" * 100_000_000), [(CHECK, 1, "P013")]),
    ("10^9 blocks by three loops", lambda: design(
        body="repeat 1000 as a {\nrepeat 1000 as b {\nrepeat 1000 as c {\nexcite\n}\n}\n}\n"), [(BUILD, 1, "P041")]),
    ("10^9 blocks by one loop", lambda: design(body="repeat 1000000000 {\nexcite\nfill to 1 ms\n}\n"),
     [(BUILD, 1, "P041"), (INSPECT, 0, "")]),
    ("a loop of 2^63 passes", lambda: design(body="repeat 9223372036854775807 {\nexcite\nfill to 10 ms\n}\n"),
     [(BUILD, 1, "U005")]),
    ("10^12 empty passes", lambda: design(
        body="excite\nrepeat 1000000 as a {\nrepeat 1000000 as b {\nif a == b {\nexcite\n}\n}\n}\n"), [(BUILD, 1, "D011")]),
    ("10^59 calls of modules", lambda: design(
        "module m0() {\n}\n" + "".join(f"module m{i}() {{\n" + f"m{i - 1}()\n" * 10 + "}\n" for i in range(1, 60)),
        "excite\nm59()\n"), [(BUILD, 1, "D011")]),
    *[(f"10^6 times `{text.strip()}`", lambda a=start, b=text, c=end: f"{DESIGN}let x = {a}{b * 1_000_000}{c}\n",
       [(BUILD, 1, "S009"), (FORMAT, 1, "S009")])
      for start, text, end in (
          ("", "(", "1"), ("", "-", "1"), ("", "not ", "yes"), ("", "1^", "1"), ("", "1+", "1"), ("a", "[0]", ""),
          ("a", ".x", ""), ("", "abs(", "1"))],
    ("10^6 loops within each other", lambda: design(body="repeat 1 {\n" * 1_000_000), [(BUILD, 1, "S009")]),
    ("10^6 open braces", lambda: 'design "x"\n' + "{" * 1_000_000, [(BUILD, 1, "")]),
    ("a list of 10^15 elements", lambda: design(
        "let a0 = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)\n"
        + "".join(f"let a{i} = ({', '.join([f'a{i - 1}'] * 10)})\n" for i in range(1, 15))), [(BUILD, 1, "D018")]),
    ("lists in a loop", lambda: design(
        "let a = (" + "1, " * 9_999 + "1)\nlet b = (" + "a, " * 90 + "a)\n",
        "repeat 1000000 as n {\nlet c = (b, n)\nexcite phase c[1] * 1 deg\ndelay 1 ms\n}\n"), [(BUILD, 1, "D018")]),
    ("a tower of powers", lambda: design("let x = 10^10^10^10^10\n"), [(BUILD, 1, "")]),
    ("20000 unknown names", lambda: design(
        "".join(f"let a{i} = {i} ms\n" for i in range(20_000)), "".join(f"delay b{i}x\n" for i in range(20_000))),
     [(BUILD, 1, "S013")]),
    ("7 million wrong characters", lambda: design(body="@ " * 7_000_000), [(BUILD, 1, "S013")]),
    ("3 million wrong lines", lambda: design(body="let\n" * 3_000_000), [(BUILD, 1, "S013")]),
    ("a comment of 15 MB", lambda: design("# " + "x" * 15_000_000 + "\n"), [(BUILD, ANY, ""), (FORMAT, 0, "")]),
    ("a name of 15 MB", lambda: design("let " + "x" * 15_000_000 + " = 1\n"), [(BUILD, ANY, "")]),
    ("a design of 17 MB", lambda: design("# " + "x" * 17_000_000 + "\n"), [(BUILD, 1, "S012")]),
    ("10^12 points", lambda: design(body="excite\nacquire 1000000000000 points dwell 1 us\n"), [(BUILD, 1, "")]),
    ("a pulse of 20000 s", lambda: DESIGN + "pulse p = sinc(flip: 90 deg, duration: 20000 s, time_bandwidth: 4)\n"
     "sequence {\np\n}\n", [(BUILD, 1, "")]),
    ("a slice of 1e-300 m", lambda: design(body="excite, slice z thickness 1e-300 m\n"), [(BUILD, 1, "")]),
    ("a field of view of 1e-300 m", lambda: design(
        "readout line = cartesian(points: 128, fov: 1e-300 m, dwell: 20 us)\n", "excite\nacquire line along x\n"),
     [(BUILD, 1, "")]),
    ("times beyond their range", lambda: design(body="repeat 10000000 as n {\nexcite\nfill to 2000000 s\n}\n"),
     [(BUILD, 1, "")]),
    ("a design that includes itself", lambda: design('include "a.seq"\n'), [(BUILD, 1, "S007")]),
    ("an endless device as a module", lambda: design('include "/dev/zero"\n'), [(BUILD, 1, "N007")]),
    ("an endless device as a table", lambda: design('let t = table("/dev/zero")\n'), [(BUILD, 1, "N007")]),
    ("an endless device as a scanner", lambda: design().replace("siemens-prisma", '"/dev/zero"'), [(["inspect", "a.seq"], 1, "")]),
    ("a pipe as a module", lambda: design('include "pipe"\n'), [(BUILD, 1, "N007")]),
    ("a folder as a module", lambda: design('include "."\n'), [(BUILD, 1, "N007")]),
    ("a link to itself as a module", lambda: design('include "loop"\n'), [(BUILD, 1, "N007")]),
    ("a module with a name of 10000 letters", lambda: design(f'include "{"x" * 10_000}"\n'), [(BUILD, 1, "N007")]),
    ("a table of 2 million rows", lambda: design('let t = table("t.csv")\n'), [(BUILD, 1, "D018")]),
]


def attack(name, text, steps):
    for command, status, words in steps:
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/a.seq", "wb") as file:
                file.write(text().encode("utf-8", "surrogateescape"))
            os.mkfifo(f"{folder}/pipe")
            os.symlink("loop", f"{folder}/loop")
            if "rows" in name:
                with open(f"{folder}/t.csv", "w") as file:
                    file.write("1\n" * 2_000_000)
            code, cpu, messages = run(folder, *command)
            problems = []
            if code not in (status if isinstance(status, tuple) else (status,)):
                problems.append(f"ended with {code}, not {status}: {messages[:200]!r}")
            if words not in messages:
                problems.append(f"does not say {words}: {messages[:200]!r}")
            if cpu > CPU_SECONDS:
                problems.append(f"took {cpu:.1f} s of CPU")
            if len(messages) > 2_000_000:
                problems.append(f"says {len(messages)} bytes")
            problems += [f"left {path}" for path in tree(folder) if "/." in f"/{path}"]
            claim(f"{name}: {command[0]}", problems)


# ---------------------------------------------------------------- circumstances

def example(folder, name="press.seq"):
    shutil.copy(f"{ROOT}/examples/{name}", folder)
    return name


def ended_in_words(code, messages, words):
    problems = [] if code == 2 else [f"ended with {code}: {messages[:200]!r}"]
    return problems + ([] if words in messages else [f"does not say {words}: {messages[:200]!r}"])


def sizes():
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/a.seq", "wb") as file:
            file.truncate(2 << 30)
        code, cpu, messages = run(folder, *CHECK)
        claim("a line of 2 GB", ended_in_words(code, messages, "B002"))
        with open(f"{folder}/b.seq", "wb") as file:
            for _ in range(900):
                file.write(b"\n" * 1_000_000)
        code, cpu, messages = run(folder, "check", "b.seq", "--scanner", "siemens-prisma")
        claim("900 million blank lines", [] if code == 1 and "B006" in messages else [f"{code} {messages[:200]!r}"])


def full_disk():
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        before = tree(folder)
        code, _, messages = run(folder, "build", "press.seq", "--handoff", "out", file_size=20_000)
        claim("files beyond the size limit of the shell", ended_in_words(code, messages, "B003")
              + ([] if tree(folder) == before else [f"left {tree(folder)}"]))
        code, _, messages = run(folder, "build", "press.seq", "-o", "/dev/full")
        claim("an output on a full disk", ended_in_words(code, messages, "no space left"))
        with open("/dev/full", "w") as full:
            code, _, messages = run(folder, "inspect", "press.seq", stdout=full)
        claim("results on a full disk", ended_in_words(code, messages, "no space left"))
        code, _, messages = run(folder, "build", "press.seq", "-o", "/proc/none/x.seq")
        claim("a folder that cannot be made", ended_in_words(code, messages, "B003"))
        os.mkdir(f"{folder}/closed", 0o555)
        if os.geteuid() != 0:
            code, _, messages = run(folder, "build", "press.seq", "-o", "closed/x.seq")
            claim("a folder that may not be written", ended_in_words(code, messages, "permission denied"))


def signals():
    generator = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        name = example(folder)
        start = time.monotonic()
        run(folder, "build", name, "--handoff", "whole")
        whole = time.monotonic() - start
        expected = tree(f"{folder}/whole")
        problems, ended = [], {}
        for number in range(60):
            for kind in (signal.SIGINT, signal.SIGTERM):
                process = subprocess.Popen(
                    [SEQC, "build", name, "--handoff", "out"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL)
                time.sleep(generator.random() * whole * 1.1)
                process.send_signal(kind)
                code = process.wait(60)
                ended[code] = ended.get(code, 0) + 1
                left = tree(f"{folder}/out")
                if left not in ([], expected):
                    problems.append(f"{kind.name} left {left}")
                if [path for path in tree(folder) if "/.seqc" in f"/{path}"]:
                    problems.append(f"{kind.name} left a temporary file")
                shutil.rmtree(f"{folder}/out", ignore_errors=True)
        claim(f"SIGINT and SIGTERM at 120 random moments (ends: {ended})", problems[:3])


def killed():
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        os.makedirs(f"{folder}/out/design")
        for path in ("out/.seqc-4711-3.tmp", "out/design/.seqc-4711-4.tmp", "out/.seqc-4711-0.tmp.old"):
            open(f"{folder}/{path}", "w").close()
        code, _, messages = run(folder, "build", "press.seq", "--handoff", "out")
        problems = [] if code == 0 else [f"ended with {code}: {messages[:200]!r}"]
        problems += [f"left {path}" for path in tree(folder) if ".seqc" in path]
        code, _, messages = run(folder, "verify", "out")
        claim("a folder that a killed run left", problems + ([] if code == 0 else [messages[:200]]))


def together():
    with tempfile.TemporaryDirectory() as folder:
        for name in ("press.seq", "steam.seq"):
            example(folder, name)
        problems, outcomes = [], {}
        for _ in range(5):
            processes = [
                subprocess.Popen([SEQC, "build", name, "--handoff", "out"], cwd=folder, env=ENVIRONMENT,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                for name in ("press.seq", "steam.seq", "press.seq", "steam.seq")]
            codes = []
            for process in processes:
                messages = process.communicate()[1].decode()
                codes.append(process.returncode)
                if process.returncode not in (0, 2):
                    problems.append(f"ended with {process.returncode}: {messages[:200]!r}")
                elif process.returncode == 2 and "B009" not in messages:
                    problems.append(f"says {messages[:200]!r}")
            outcomes[tuple(codes)] = outcomes.get(tuple(codes), 0) + 1
            if codes.count(0) != 2:
                problems.append(f"not the two builds of one design succeeded: {codes}")
            code, _, messages = run(folder, "verify", "out")
            if code != 0:
                problems.append(f"verify: {messages[:200]!r}")
            shutil.rmtree(f"{folder}/out", ignore_errors=True)
        claim(f"four builds of two designs into one folder (ends: {outcomes})", problems[:3])


def surroundings():
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        sums = set()
        rows = [{}, {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8"}, {"TZ": "Asia/Kathmandu"},
                {"TZ": "America/New_York", "LC_NUMERIC": "fr_FR.UTF-8"}]
        for number, env in enumerate(rows):
            run(folder, "build", "press.seq", "--handoff", f"out{number}", env=env)
            # The clock of a file is another in each run; nothing of it may reach an output.
            os.utime(f"{folder}/press.seq", (number * 10**8, number * 10**8))
            with open(f"{folder}/out{number}/manifest.json", "rb") as file:
                sums.add(file.read())
        claim("other languages, time zones and times of files", [] if len(sums) == 1 else ["the manifests differ"])


def packages():
    """Links and `..` in packages and includes."""
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        run(folder, "build", "press.seq", "--handoff", "out")
        manifest = open(f"{folder}/out/manifest.json").read()
        for path in ("../press.seq", "/etc/passwd", "design/../../press.seq", "./checks.json", "design//press.seq"):
            with open(f"{folder}/out/manifest.json", "w") as file:
                file.write(manifest.replace('"checks.json"', f'"{path}"'))
            code, _, messages = run(folder, "verify", "out")
            claim(f"a manifest that names {path}", [] if code == 1 else [f"ended with {code}: {messages[:200]!r}"])
        with open(f"{folder}/out/manifest.json", "w") as file:
            file.write(manifest)
        os.remove(f"{folder}/out/sheet.html")
        for target in ("/dev/zero", "sheet.html", "/etc/passwd"):
            os.symlink(target, f"{folder}/out/sheet.html")
            code, _, messages = run(folder, "verify", "out")
            claim(f"a package with a link to {target}", [] if code == 1 else [f"ended with {code}: {messages[:200]!r}"])
            os.remove(f"{folder}/out/sheet.html")


for name, text, steps in ROWS:
    if chosen(name):
        attack(name, text, steps)
for circumstance in (sizes, full_disk, signals, killed, together, surroundings, packages):
    if chosen(circumstance.__name__):
        circumstance()
print(f"hostility: {passed} passed, {failed} failed")
sys.exit(failed != 0)
