"""The tables of docs/glu-gln-results.md: sequences of equal time and noise, fitted two hundred times."""
from scans import CONDITIONS
from study import A, B, FREE, Study

SEQUENCES = (
    "press-30", "semi-laser-28", "special-8.5", "glu-gln-3t-precise", "glu-gln-3t-separated", "glu-gln-3t-robust",
)
COUNT = 200


def row(*cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def head(*cells):
    return [row(*cells), row(*("---" for _ in cells))]


def number(value, decimals=1):
    text = f"{value:.{decimals}f}"
    return text[1:] if float(text) == 0 and text.startswith("-") else text


def both(values):
    return ", ".join(number(value) for value in values)


def nominal(study):
    """Basis, data and program agree."""
    lines = head("%", "bias of Glu", "SD", "CRLB", "bias of Gln", "SD", "CRLB", "correlation", "its bound", "all errors")
    for name in SEQUENCES:
        o = study.outcome(name, "as in the basis", FREE)
        cells = [number(values[k], 2) for k in (0, 1) for values in (o.bias, o.deviation, o.bound)]
        lines.append(row(name, *cells, number(o.correlation, 2), number(o.bound_correlation, 2), number(o.scatter, 3)))
    return ["The basis is right, macromolecules and baseline are free:", "", *lines]


def wrong(study):
    """The basis is that of nominal B1 and of the first set of spin systems; the data are not."""
    conditions = list(CONDITIONS)[1:]
    lines = head("Glu, Gln", *(f"{what}, {condition}" for condition in conditions for what in ("bias (%)", "SD (%)")))
    ratios = head("Glu, Gln", *(f"bias over tCr (%), {condition}" for condition in conditions), "correlations")
    for name in SEQUENCES:
        found = [study.outcome(name, condition, FREE) for condition in conditions]
        lines.append(row(name, *(both(values) for o in found for values in (o.bias, o.deviation))))
        ratios.append(row(name, *(both(o.ratio_bias) for o in found), ", ".join(number(o.correlation, 2) for o in found)))
    return ["The basis is wrong:", "", *lines, "", "The same, over total creatine of the same fit:", "", *ratios]


def claimed(study):
    """Bounds of two programs, and what fits with the same assumptions do."""
    table = study.scans.claims([name for name in SEQUENCES if name != "glu-gln-3t-precise"])
    lines = head("Glu, Gln (%)", *(f"{what}, {a.title}" for a in (A, B) for what in ("CRLB of seqc", "CRLB here", "SD")))
    for name in SEQUENCES:
        cells = []
        for assumption in (A, B):
            o = study.outcome(name, "as in the basis", assumption)
            claim = study.claimed(table, name, assumption)
            cells += [", ".join(number(v, 2) for v in values) for values in (claim, o.bound, o.deviation)]
        lines.append(row(name, *cells))
    return ["Macromolecules are known, as `seqc compare` and the searches have it, without a spline (A) and with one (B):",
            "", *lines]


def markdown(scans):
    study = Study(scans, COUNT)
    return "\n".join([*nominal(study), "", *wrong(study), "", *claimed(study)])
