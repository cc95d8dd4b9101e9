#!/usr/bin/env python3
"""Measures sparse-cortex and its peers on the same work, in turn, and prints one Markdown table.

Programs take turns (A B C A B C …), so that a machine that is busy now and then is so for all; the table has the
median of the rounds. Peers are PyTorch (a dense matrix under a mask, as the paper's authors trained), SparseProp,
torch.sparse and OpenBLAS; those that Python cannot import are skipped, which is said. Writes into --out: table.md,
results.json (every number that each program printed), scaling.tsv, scaling.svg, scaling.png.

How long: tiny some seconds (it shows that all works, the numbers mean nothing), standard about an hour on 2 cores,
full about three. PyTorch needs about 5 GB of memory for 10,000 nodes.

Needs: python3; for the peers numpy, scipy, torch and sparseprop in the Python that --python names. Example:

    make build bench-setup
    python3 pipeline/bench/run.py --profile standard --out .build/bench --python .venv-bench/bin/python
"""
import json
import os
import pathlib
import sys

import measure
import scaling
import sections
from profiles import ALL
from programs import HERE, Programs
from table import markdown

# In this order: the machine's instructions decide which kernels OpenBLAS is asked for, shares need both.
SECTIONS = {
    "machine": scaling.machine, "training": sections.training, "kernels": sections.kernels, "shares": scaling.shares,
    "threads": sections.threads, "scaling": scaling.scaling}

# Libraries on OpenMP wait for each other at the end of every product, a time slice of the system if a core is taken.
BUSY = ("**The machine was busy** (load {:.1f} at the start): threads of PyTorch and SparseProp then wait for each other "
        "far longer than those of sparse-cortex, so ratios mean nothing. Measure again when nothing else runs.")


def options():
    p = measure.parser(__doc__)
    p.add_argument("--profile", choices=list(ALL), default="standard")
    p.add_argument("--out", type=pathlib.Path, required=True, metavar="DIR", help="folder for results; made if needed")
    p.add_argument("--bench", type=pathlib.Path, default=HERE.parent.parent / ".build/release/bench", metavar="FILE",
                   help="the built program (.build/release/bench)")
    p.add_argument("--python", default=sys.executable, metavar="FILE", help="Python for the peers (this one)")
    p.add_argument("--without-peers", action="store_true", help="measure sparse-cortex only")
    p.add_argument("--data", type=pathlib.Path, default=measure.MNIST, metavar="DIR", help="MNIST's four .gz files")
    p.add_argument("--threads", type=int, default=os.cpu_count(), metavar="T", help="of every program (all cores)")
    p.add_argument("--rounds", type=int, metavar="R", help="how often programs take turns (by profile: 1 or 3)")
    p.add_argument("--torch-steps", type=int, metavar="K",
                   help="steps of PyTorch's first round in networks of 5,000 nodes and more")
    p.add_argument("--sections", nargs="+", choices=list(SECTIONS), default=list(SECTIONS), metavar="SECTION",
                   help=f"only these of {', '.join(SECTIONS)}; machine always")
    p.add_argument("--date", help="written into results.json")
    p.add_argument("--timeout", type=float, default=7200, metavar="S", help="seconds that one program may take")
    a = p.parse_args()
    for name in ("threads", "rounds", "torch_steps"):
        value = getattr(a, name)
        if value is not None and value < 1:
            p.error(f"--{name.replace('_', '-')} {value} is not at least 1")
    # Of the last minute, before anything here added to it.
    a.load = os.getloadavg()[0]
    a.out, a.data, a.bench = a.out.absolute(), a.data.absolute(), a.bench.absolute()
    return a


def versions(programs: Programs) -> dict:
    """Of every peer that printed one."""
    found = {}
    for run in programs.runs:
        output = run.get("output", {})
        if "version" in output:
            found[output["program"]] = output["version"]
    return dict(sorted(found.items()))


def skipped(programs: Programs) -> list:
    """What was not measured, and why, one sentence each."""
    reasons = {}
    for run in programs.runs:
        reason = run.get("skipped") or run.get("error")
        if reason:
            reasons.setdefault((run["program"], reason), []).append(run["work"])
    sentences = [
        f"{program}, {'; '.join(dict.fromkeys(works))}: {reason}." for (program, reason), works in reasons.items()]
    if not programs.has_layer:
        sentences.append("sparse-cortex, kernels: this bench has no command layer.")
    return sentences


def text(programs: Programs, rows: list, a) -> str:
    machine = programs.machine
    parts = [f"{machine.get('cpu', 'unknown processor')}, {machine.get('cores', os.cpu_count())} cores, "
             f"{machine.get('isa', '')}; {programs.threads} threads; profile {a.profile}. "
             + ", ".join(f"{name} {version}" for name, version in versions(programs).items())]
    if a.load > 0.5:
        parts.append(BUSY.format(a.load))
    parts.append(markdown(rows) if rows else "Nothing was measured.\n")
    for title, sentences in (("Same work", sections.agreement(programs.runs)), ("Not measured", skipped(programs))):
        if sentences:
            parts.append("\n".join([f"{title}:", "", *(f"- {sentence}" for sentence in sentences)]) + "\n")
    return "\n\n".join(part.strip() for part in parts) + "\n"


def save(programs: Programs, rows: list, a):
    """After each section, so that a long measurement that is stopped has not been for nothing."""
    results = {
        "profile": a.profile, "threads": programs.threads, "load": a.load, "machine": programs.machine,
        "versions": versions(programs),
        "rows": [vars(row) | {"median": row.median} for row in rows], "runs": programs.runs}
    if a.date:
        results["date"] = a.date
    contents = {"results.json": json.dumps(results, indent=1) + "\n", "table.md": text(programs, rows, a)}
    for name, content in contents.items():
        unfinished = a.out / f".{name}"
        unfinished.write_text(content)
        unfinished.replace(a.out / name)


def main():
    a = options()
    programs = Programs(a.bench, a.python, a.threads, a.timeout, peers=not a.without_peers)
    a.out.mkdir(parents=True, exist_ok=True)
    if a.load > 0.5:
        programs.say(BUSY.format(a.load).replace("*", ""))
    rows = []
    for name, section in SECTIONS.items():
        # Always the machine, without which other numbers mean little.
        if name == "machine" or name in a.sections:
            rows += section(programs, ALL[a.profile], a)
            save(programs, rows, a)
    print(text(programs, rows, a), end="")
    if programs.failures:
        raise SystemExit(f"bench: {programs.failures} measurements of sparse-cortex failed; see “Not measured”")


if __name__ == "__main__":
    main()
