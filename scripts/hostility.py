#!/usr/bin/env python3
"""Attacks the program with files and circumstances made to harm it: hostility.py SEQC [WORD...]

Each row names an input, a command, how the command must end, and words of its message. Whatever the row, the program
may take 10 s of CPU and 2 GB of memory (a limit of the process, so that it cannot be passed unseen), must not die of a
signal, and must leave no temporary file. Then come circumstances: a full disk, a folder that cannot be written, signals
at random moments, a run that was killed, several builds into one folder, other clocks and languages.

Words choose the rows whose name has one of them. The last line counts rows.
"""

import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from hostile_inputs import CHECK, ROWS, gradient, link

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
    who = {key: options.pop(key) for key in ("user", "group", "extra_groups") if key in options}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(
        [SEQC, *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=options.pop("stdout", subprocess.DEVNULL),
        stderr=subprocess.PIPE, env={**ENVIRONMENT, **options.pop("env", {})}, preexec_fn=limits(**options), **who)
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


def put(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if isinstance(content, link):
        os.symlink(content, path)
        return
    with open(path, "wb") as file:
        if isinstance(content, int):
            file.truncate(content)
        else:
            file.write((content() if callable(content) else content).encode("utf-8", "surrogateescape"))


def attack(name, text, steps, files={}):
    for command, status, words in steps:
        with tempfile.TemporaryDirectory() as folder:
            put(f"{folder}/a.seq", text)
            for path, content in files.items():
                put(f"{folder}/{path}", content)
            os.mkfifo(f"{folder}/pipe")
            os.symlink("loop", f"{folder}/loop")
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


def content(folder):
    """Every file of a folder with its bytes."""
    return {path: open(f"{folder}/{path}", "rb").read() for path in tree(folder)}


def ending(code, messages, status, words):
    problems = [] if code == status else [f"ended with {code}, not {status}: {messages[:200]!r}"]
    return problems + ([] if words in messages else [f"does not say {words}: {messages[:200]!r}"])


def in_words(code, messages, words):
    """A trouble of the surroundings."""
    return ending(code, messages, 2, words)


def sizes():
    with tempfile.TemporaryDirectory() as folder:
        put(f"{folder}/a.seq", 2 << 30)
        code, _, messages = run(folder, *CHECK)
        claim("a line of 2 GB", in_words(code, messages, "B002"))
        with open(f"{folder}/a.seq", "wb") as file:
            for _ in range(900):
                file.write(b"\n" * 1_000_000)
        code, _, messages = run(folder, *CHECK)
        claim("900 million blank lines", ending(code, messages, 1, "B006"))


def disks():
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        before = tree(folder)

        def refused(name, words, command, **options):
            code, _, messages = run(folder, *command, **options)
            left = [] if tree(folder) == before else [f"left {tree(folder)}"]
            claim(name, in_words(code, messages, words) + left)

        package = ["build", "press.seq", "--handoff", "out"]
        refused("files beyond the size limit of the shell", "B003", package, file_size=20_000)
        refused("an output on a full device", "no space left", ["build", "press.seq", "-o", "/dev/full"])
        with open("/dev/full", "w") as full:
            refused("results on a full device", "no space left", ["inspect", "press.seq"], stdout=full)
        refused("a folder that cannot be made", "B003", ["build", "press.seq", "-o", "/proc/none/x.seq"])
        with socket.socket(socket.AF_UNIX) as there:
            there.bind(f"{folder}/socket")
            before = tree(folder)
            refused("a socket as output", "B003", ["build", "press.seq", "-o", "socket"])
        # What root may not either: a disk of its own, full or read-only.
        mount = f"mkdir disk && mount -t tmpfs -o size=400k none disk && cp press.seq disk && cd disk"
        own = ["unshare", "--mount", "sh", "-c"]
        if subprocess.run([*own, f"{mount}"], cwd=folder, capture_output=True).returncode != 0:
            print("left out: a full and a read-only disk, as this user may not mount one")
            return
        os.rmdir(f"{folder}/disk")
        for name, words, and_then in (
                ("a full disk", "no space left", ""), ("a read-only disk", "read-only file system", " && mount -o remount,ro .")):
            script = f"{mount}{and_then} && {SEQC} build press.seq --handoff out; echo $? $(ls -A) 1>&2"
            result = subprocess.run([*own, script], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
            *messages, last = result.stderr.splitlines()
            os.rmdir(f"{folder}/disk")
            claim(name, in_words(int(last.split()[0]), "\n".join(messages), words)
                  + ([] if last == "2 press.seq" else [f"left {last}"]))


def permissions():
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        os.chmod(folder, 0o755)
        # Root may write anywhere, and steps down for this.
        user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        os.mkdir(f"{folder}/closed", 0o555)
        code, _, messages = run(folder, "build", "press.seq", "-o", "closed/x.seq", **user)
        claim("a folder that may not be written", in_words(code, messages, "permission denied"))
        os.chmod(f"{folder}/press.seq", 0)
        code, _, messages = run(folder, "inspect", "press.seq", **user)
        claim("a file that may not be read", in_words(code, messages, "B001"))


def signals():
    """A build is interrupted: what stands there is what stood there, or all that is new, and nothing else."""
    generator = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        name = example(folder)
        start = time.monotonic()
        run(folder, "build", name, "--handoff", "new")
        whole = time.monotonic() - start
        new = content(f"{folder}/new")
        put(f"{folder}/old.seq", open(f"{folder}/{name}").read().replace("TE = 35 ms", "TE = 40 ms"))
        os.rename(f"{folder}/old.seq", f"{folder}/{name}")
        run(folder, "build", name, "--handoff", "old")
        old = content(f"{folder}/old")
        example(folder)
        problems, ended = [] if old != new else ["the two designs give the same files"], {}
        for kind in (signal.SIGINT, signal.SIGTERM):
            for number in range(60):
                before = old if number % 2 else {}
                if before:
                    shutil.copytree(f"{folder}/old", f"{folder}/out")
                process = subprocess.Popen(
                    [SEQC, "build", name, "--handoff", "out"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL)
                time.sleep(generator.random() * whole * 1.3)
                process.send_signal(kind)
                code = process.wait(60)
                ended[code] = ended.get(code, 0) + 1
                after = content(f"{folder}/out")
                if after not in (before, new):
                    problems.append(f"{kind.name} left {sorted(after)}")
                shutil.rmtree(f"{folder}/out", ignore_errors=True)
        claim(f"SIGINT and SIGTERM at 120 random moments of a build (ends: {ended})", problems[:3])


SEARCH = """design "echo"
scanner siemens-prisma
pulse excite = rect(flip: 90 deg, duration: 500 us)
pulse mix = optimized(duration: 2 ms, step: 50 us, peak: 15 uT)
sequence {
  excite
  mix
  acquire 512 points dwell 0.5 ms
  fill to 1 s
}
optimize {
  minimize crlb of Asp
  molecules Asp 10 mM, Cr 9.5 mM
  starts 1
}
"""


def searches():
    """A search is interrupted: there is no pinned pulse, or a whole one that the design is built with."""
    generator = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        put(f"{folder}/echo.seq", SEARCH)
        search = ["optimize", "echo.seq", "--quick"]
        start = time.monotonic()
        code, _, messages = run(folder, *search, cpu=100)
        whole = time.monotonic() - start
        problems, ended = ending(code, messages, 0, ""), {}
        # After Ctrl-C the best pulse so far is proved and pinned: that is the end of success, and takes its time.
        for number in range(20):
            for path in tree(folder):
                if path != "echo.seq":
                    os.remove(f"{folder}/{path}")
            process = subprocess.Popen(
                [SEQC, *search], cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(generator.random() * whole)
            process.send_signal((signal.SIGINT, signal.SIGTERM)[number % 2])
            code = process.wait(100)
            ended[code] = ended.get(code, 0) + 1
            left = [path for path in tree(folder) if path not in ("echo.seq", "echo.mix.pulse", "echo.search")]
            problems += [f"left {left}"] if left else []
            if os.path.exists(f"{folder}/echo.mix.pulse"):
                code, _, messages = run(folder, "build", "echo.seq", "-o", "/dev/null")
                problems += [] if code in (0, 1) and "O00" not in messages else [f"its pulse cannot be used: {messages[:200]!r}"]
        claim(f"SIGINT and SIGTERM at 20 random moments of a search (ends: {ended})", problems[:3])


def pipes():
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        os.mkfifo(f"{folder}/pipe")
        process = subprocess.Popen(
            [SEQC, "build", "press.seq", "-o", "pipe"], cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        time.sleep(1)
        waits = process.poll() is None
        process.send_signal(signal.SIGTERM)
        code = process.wait(10)
        claim("SIGTERM while the reader of a pipe is waited for",
              [] if waits and code == -signal.SIGTERM else [f"waited: {waits}, ended with {code}"])
        result = subprocess.run(
            ["sh", "-c", f"{SEQC} build press.seq -o pipe & head -c 10 pipe > head.txt; wait $!; echo $?"], cwd=folder,
            env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        # 128 + SIGPIPE: as every program ends whose reader goes away. Small outputs fit into the pipe.
        code = int(result.stdout.split()[-1])
        claim("a reader of a pipe that goes away", [] if code in (0, 128 + signal.SIGPIPE) else [f"ended with {code}"])


def killed():
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        os.makedirs(f"{folder}/out/design")
        for path in ("out/.seqc-4711-3.tmp", "out/design/.seqc-4711-4.tmp", "out/.seqc-4711-0.tmp.old"):
            put(f"{folder}/{path}", "")
        code, _, messages = run(folder, "build", "press.seq", "--handoff", "out")
        problems = ending(code, messages, 0, "")
        problems += [f"left {path}" for path in tree(folder) if ".seqc" in path]
        code, _, messages = run(folder, "verify", "out")
        claim("a folder that a killed run left", problems + ending(code, messages, 0, ""))


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


# A clock that goes back by a day whenever it is asked.
CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
static long back;
int clock_gettime(clockid_t id, struct timespec *now) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(id, now);
  if (id == CLOCK_REALTIME) now->tv_sec -= 86400 * ++back;
  return result;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec, now->tv_usec = 0;
  return 0;
}
time_t time(time_t *place) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (place) *place = precise.tv_sec;
  return precise.tv_sec;
}
"""


def surroundings():
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        rows = [{}, {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8"}, {"TZ": "Asia/Kathmandu"},
                {"TZ": "America/New_York", "LC_NUMERIC": "fr_FR.UTF-8"}]
        put(f"{folder}/clock.c", CLOCK)
        compiled = subprocess.run(
            ["cc", "-shared", "-fPIC", "-o", "clock.so", "clock.c", "-ldl"], cwd=folder, capture_output=True)
        if compiled.returncode == 0:
            rows.append({"LD_PRELOAD": f"{folder}/clock.so"})
            years = [subprocess.run(["date", "+%s"], env={**ENVIRONMENT, **env}, capture_output=True, text=True).stdout
                     for env in (rows[-1], {})]
            claim("the clock that goes back goes back", [] if int(years[0]) < int(years[1]) - 80_000 else [str(years)])
        else:
            print("left out: a clock that goes back, as there is no C compiler")
        outputs = []
        for number, env in enumerate(rows):
            run(folder, "build", "press.seq", "--handoff", f"out{number}", env=env)
            outputs.append(content(f"{folder}/out{number}"))
            # The time of the file is another in each run.
            os.utime(f"{folder}/press.seq", (number * 10**8, number * 10**8))
        claim(f"{len(rows)} languages, time zones, clocks and times of files",
              [f"{env}: other bytes" for env, output in zip(rows, outputs) if output != outputs[0] or not output])


def packages():
    """Packages that lead out of their folder, or whose files do harm although their sums are right."""
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        run(folder, "build", "press.seq", "--handoff", "whole")

        def verify(name, words, change, status=1):
            shutil.copytree(f"{folder}/whole", f"{folder}/out")
            change(f"{folder}/out")
            code, cpu, messages = run(folder, "verify", "out")
            problems = ending(code, messages, status, words)
            claim(name, problems + ([f"took {cpu:.1f} s of CPU"] if cpu > CPU_SECONDS else []))
            shutil.rmtree(f"{folder}/out")

        def manifest(edit):
            def change(out):
                with open(f"{out}/manifest.json") as file:
                    text = file.read()
                put(f"{out}/manifest.json", edit(text))
            return change

        def with_sums(path, text):
            """The file, and its sum in the manifest."""
            def change(out):
                put(f"{out}/{path}", text)
                with open(f"{out}/{path}", "rb") as file:
                    data = file.read()
                with open(f"{out}/manifest.json") as file:
                    rows = json.load(file)
                for row in rows["files"]:
                    if row["path"] == path:
                        row.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
                put(f"{out}/manifest.json", json.dumps(rows))
            return change

        def leading(path, to):
            def change(out):
                os.remove(f"{out}/{path}")
                os.symlink(to, f"{out}/{path}")
            return change

        verify("a package as it was built", "", lambda out: None, status=0)
        no_manifest = "is not the manifest of a package"
        for path in ("../press.seq", "/etc/passwd", "design/../../press.seq", "./checks.json", "design//press.seq", "-"):
            verify(f"a manifest that names {path}", no_manifest,
                   manifest(lambda text, path=path: text.replace('"checks.json"', f'"{path}"')))
        verify("a manifest that names a file twice", no_manifest,
               manifest(lambda text: text.replace('"checks.json"', '"sheet.html"')))
        verify("a manifest with a size of -1", "was changed", manifest(lambda text: text.replace(':20989,', ':-1,')
               if ':20989,' in text else re.sub(r'"bytes":\d+', '"bytes":-1', text, count=1)))
        verify("a manifest of 10^6 lists within each other", no_manifest, manifest(lambda text: "[" * 1_000_000))
        verify("a manifest of 900 MB", no_manifest, lambda out: put(f"{out}/manifest.json", 900_000_000))
        for target in ("/dev/zero", "sheet.html", "/etc/passwd", "../../press.seq"):
            verify(f"a package with a link to {target}", "is no plain file", leading("sheet.html", target))
        verify("a package whose folder is a link", "", lambda out: (
            os.rename(f"{out}/design", f"{out}/../elsewhere"), os.symlink("../elsewhere", f"{out}/design")))
        shutil.rmtree(f"{folder}/elsewhere")
        with open(f"{folder}/whole/design/press.seq") as file:
            text = file.read()
        for path in ("/etc/passwd", "../../press.seq", "/dev/zero"):
            verify(f"a package whose design includes {path}", "cannot be built",
                   with_sums("design/press.seq", text.replace("\n", f'\ninclude "{path}"\n', 1)))
        sheet = "press.handoff-siemens.xml"
        entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 20))
        for name, document in (
                ("entities that grow to 10^20", f'<!DOCTYPE a [<!ENTITY e0 "x">{entities}]><a>&e19;</a>'),
                ("an entity from a file", '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'),
                ("10^6 elements within each other", "<a>" * 1_000_000),
                ("a million attributes", "<a " + "".join(f'a{i}="" ' for i in range(1_000_000)) + "/>"),
                ("17 MB", "<a>" + "x" * (17 << 20) + "</a>")):
            verify(f"a package with XML of {name}", sheet, with_sums(sheet, document))
        bomb = gradient(100, "0\n0\n1000000000000")
        verify("a package whose Pulseq file has a run-length count of 10^12", "press.seq", with_sums("press.seq", bomb))

        def large(out):
            with open(f"{out}/manifest.json") as file:
                rows = json.load(file)
            for number in range(11):
                put(f"{out}/large{number}", 100_000_000)
                rows["files"].append({"path": f"large{number}", "bytes": 100_000_000, "sha256": "0" * 64})
            put(f"{out}/manifest.json", json.dumps(rows))

        verify("a package of 1.1 GB", "bytes together, which no package has", large)


def schemas():
    with tempfile.TemporaryDirectory() as folder:
        example(folder)
        head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        for name, text in (
                ("entities that grow", '<!DOCTYPE a [<!ENTITY a "x">' + "".join(
                    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(20)) + "]><a>&u;</a>"),
                ("10^6 elements within each other", head + "<a>" * 1_000_000),
                ("an include of itself", head + '<xs:include schemaLocation="a.xsd"/></xs:schema>'),
                ("an import from the network", head + '<xs:import namespace="a" schemaLocation="http://example.invalid/a.xsd"/>'
                 '</xs:schema>')):
            put(f"{folder}/a.xsd", text)
            code, cpu, messages = run(folder, "build", "press.seq", "--target", "mrd-header", "--schema", "a.xsd", "-o", "out/")
            claim(f"a schema of {name}", ending(code, messages, 1, "K006")
                  + ([f"took {cpu:.1f} s of CPU"] if cpu > CPU_SECONDS else []))


for name, *row in ROWS:
    if chosen(name):
        attack(name, *row)
for circumstance in (
        sizes, disks, permissions, signals, searches, pipes, killed, together, surroundings, packages, schemas):
    if chosen(circumstance.__name__):
        circumstance()
print(f"hostility: {passed} passed, {failed} failed")
sys.exit(failed != 0)
