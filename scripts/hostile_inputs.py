"""Inputs made to harm the program, for hostility.py: a row is a name, the text of `a.seq` (a function, so that it exists
only while it is needed), what is done to it [(command, exit status, words of its message)], and files beside it: a text, a function of one, a link, or
a number of zero bytes.
"""

DESIGN = 'design "x"\nscanner siemens-prisma\npulse excite = rect(flip: 90 deg, duration: 500 us)\n'


def design(top="", body="excite\n"):
    return f"{DESIGN}{top}sequence {{\n{body}}}\n"


# Passes all checks.
SOUND = design(body="excite\nfill to 1 s\n")


def module(includes, name="m"):
    return f"module {name}() {{\n}}\n{includes}"


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


class link(str):
    """A symbolic link to a path, where a row's files have texts."""


def profiles():
    """Scanner profiles, and files of gradient coils that they name."""
    head = 'scanner site\nextends siemens-prisma\ntitle "Site"\n'
    check = ["check", "a.seq", "--scanner", "./site.scanner"]

    def row(name, status, words, text, files={}):
        return f"a profile {name}", trapezoid, [(check, status, words)], {"site.scanner": text, **files}

    def peak(value):
        return head + f'b1-peak {value} uT site "measured"\n'

    return [
        *[row(f"with the number {value[:12]}", 1, "C004" if value in ("nan", "inf") else "C010", peak(value)) for value in ("nan", "inf", "1e309", "9" * 400, "-1")],
        row("with a denormal number", ANY, "", peak("4.9e-324")),
        row("with a figure twice", 1, "C009", peak("13") + peak("14").split("\n", 3)[3]),
        row("with a zero byte", 1, "C002", head + "\0\n"),
        row("behind a byte order mark", 0, "", "\ufeff" + peak("13")),
        row("with lines ending in CR LF", 0, "", peak("13").replace("\n", "\r\n")),
        row("of 17 MB", 1, "C020", lambda: head + "#" * (17 << 20)),
        row("with a million wrong lines", 1, "C003", lambda: head + "wrong 1 s\n" * 1_000_000),
        row("with a line of 15 MB", 1, "C003", lambda: head + "x" * 15_000_000),
        row("that extends itself", 1, "C012", head.replace("siemens-prisma", "site")),
        row("that names a device as file of its coil", 1, "C019", head + 'pns-file "/dev/zero"\n'),
        row("that names 100000 files of its coil", 1, "C019", lambda: head + 'pns-file "c.asc"\n' * 100_000,
            {"c.asc": "#\n"}),
        row("with a file of its coil of 900 MB", 1, "C019", head + 'pns-file "c.asc"\n', {"c.asc": 900_000_000}),
        row("with a file of its coil of a million lines", 1, "C019", head + 'pns-file "c.asc"\n',
            {"c.asc": lambda: "a=b\n" * 1_000_000}),
    ]


def pulses():
    """Pulses that a design names: samples of others, and pulses that were searched for."""
    measured = design('pulse p = file("p.csv", duration: 1 ms, flip: 30 deg, bandwidth: 1.5 kHz)\n', "p\n")
    searched = design("pulse mix = optimized(duration: 1 ms, step: 50 us, peak: 20 uT, use: preparation)\n", "mix\n")

    def file(name, words, text, status=1):
        return f"a pulse file {name}", lambda: measured, [(BUILD, status, words)], {"p.csv": text}

    def pinned(name, words, text, status=1):
        return f"a pinned pulse {name}", lambda: searched, [(BUILD, status, words)], {"a.mix.pulse": text}

    def samples(first, count="20"):
        return f"seqc-pulse 1\npulse mix\nstep 50 us\nsamples {count}\nwaveform uT\n{first} 0\n" + "1 0\n" * 19

    return [
        *[file(f"with the sample {value[:12]}", "W003", f"amplitude; phase [deg]\n{value}; 0\n1; 0\n0; 0\n")
          for value in ("nan", "inf", "1e309", "9" * 400)],
        file("with a zero byte", "W001", "1; 0\n\0; 0\n0; 0\n"),
        file("of 17 MB", "W008", lambda: "1; 0\n" * (17 << 18)),
        file("of 10 million samples in 15 MB", "W008", lambda: "amplitude\n" + "1\n" * 7_500_000),
        file("with a row of 7 million columns", "W002", lambda: "1;" * 7_000_000),
        *[pinned(f"with the sample {value[:12]}", "O007", samples(value)) for value in ("nan", "inf", "1e309", "9" * 400)],
        pinned("of 10^18 samples", "O008", samples("1", str(10**18))),
        pinned("of -1 samples", "O006", samples("1", "-1")),
        pinned("with a zero byte", "O007", samples("\0")),
        pinned("of 5 MB", "O008", lambda: samples("1") + "1 0\n" * 1_250_000),
        pinned("of 900 MB", "O008", 900_000_000),
    ]


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
    ("a list of a million unknown names", lambda: design("let x = (" + "a, " * 999_999 + "a)\n"), [(BUILD, 1, "")]),
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
    ("a module with a path of `..` and one behind a link", lambda: "",
     [(["build", "inner/b.seq", "--scanner", "siemens-prisma", "-o", "o.seq"], 0, ""),
      (["build", "inner/b.seq", "--scanner", "siemens-prisma", "--handoff", "out"], 1, "B011")],
     {"inner/b.seq": lambda: design('include "../m.seq"\ninclude "link.seq"\n', "excite\nempty()\nother()\nfill to 1 s\n"),
      "m.seq": "module empty() {\n}\n", "n.seq": "module other() {\n}\n", "inner/link.seq": link("../n.seq")}),
    ("designs that include each other", lambda: design('include "b.seq"\n'), [(BUILD, 1, "N008")],
     {"b.seq": module('include "c.seq"\n'), "c.seq": module('include "b.seq"\n')}),
    ("40 modules that include the next", lambda: design('include "m0.seq"\n'), [(BUILD, 1, "N008")],
     {f"m{i}.seq": module(f'include "m{i + 1}.seq"\n') for i in range(40)}),
    ("modules that include the next one twice", lambda: design('include "m0.seq"\n'), [(BUILD, ANY, "")],
     {f"m{i}.seq": module(f'include "m{i + 1}.seq"\n' * 2, f"m{i}") for i in range(31)}),
    ("a module that calls itself", lambda: design("module m() {\nm()\n}\n", "m()\n"), [(BUILD, 1, "N006")]),
    ("a table of 2 million rows", lambda: design('let t = table("t.csv")\n'), [(BUILD, 1, "D018")],
     {"t.csv": lambda: "1\n" * 2_000_000}),
    *[(f"a design with the number {value[:12]}", lambda value=value: design(f"let x = {value}\n"), [(BUILD, 1, code)])
      for value, code in (("nan", "N001"), ("inf", "N001"), ("1e309", "U006"), ("9" * 400, "U006"), ("1 / 0", "U006"))],
    ("a design with a denormal number", lambda: design("let x = 4.9e-324 s\n", "excite\ndelay 1 ms + x\n"),
     [(BUILD, ANY, "")]),
    ("a delay of 400 digits", lambda: design(body=f"excite\ndelay {'9' * 400} s\n"), [(BUILD, 1, "U005")]),
    ("a delay below zero", lambda: design(body="excite\ndelay -1 ms\n"), [(BUILD, 1, "")]),
    ("a delay of 10^300 s", lambda: design(body="excite\ndelay 1e300 s\n"), [(BUILD, 1, "U005")]),
    ("a name twice", lambda: design("let x = 1\nlet x = 2\n"), [(BUILD, 1, "N002")]),
    ("a design with a zero byte", lambda: design("let x = 1\0\n"), [(BUILD, 1, "S005")]),
    ("a design that is not UTF-8", lambda: design("# \udcc3(\n"), [(BUILD, 1, "S005")]),
    ("a design behind a byte order mark", lambda: "\ufeff" + SOUND, [(BUILD, 0, "")]),
    ("a design with lines ending in CR LF", lambda: SOUND.replace("\n", "\r\n"), [(BUILD, 0, "")]),
    *profiles(),
    *pulses(),
]
