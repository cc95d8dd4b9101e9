"""Time and memory of a step by the number of nodes, and what share of the machine's peak the kernels reach."""
import pathlib
import shutil
import subprocess

from profiles import Point, Profile
from programs import HERE, Programs
from sections import FLUSHED, OURS, PRODUCTS, first_steps, gflops, layer_time, LAYER_TIMES
from table import Row, network, nodes, number

COLUMNS = ["series", "nodes", "density", "connections", "step_ms", "peak_mb", "data_mb", "setup_s"]


def scaling(programs: Programs, profile: Profile, options) -> list:
    """The first steps at each point, once; also the lines of scaling.tsv."""
    lines, rows = ["\t".join(COLUMNS)], []
    torch = [Point("PyTorch, density 0.1", count, 0.1) for count in profile.torch_points]
    for point in profile.points + torch:
        contender = step(programs, profile, options, point)
        for output in programs.in_turn("scaling", f"{point.series}, N = {nodes(point.nodes)}", [contender], 1)[
                contender.name]:
            time = first_steps(output["steps_ms"])
            values = [
                point.series, point.nodes, f"{point.density:.6g}", output["connections"], f"{time:.3f}",
                output["peak_rss_mb"], output["data_rss_mb"], output["setup_s"]]
            lines.append("\t".join(map(str, values)))
            remark = f"{number(output['peak_rss_mb'])} MB at most; {output['connections']:,} connections"
            rows.append(Row("scaling", network(point.nodes, point.density), contender.name, [time], remark=remark))
    (options.out / "scaling.tsv").write_text("\n".join(lines) + "\n")
    draw(options.out)
    return rows


def step(programs: Programs, profile: Profile, options, point: Point):
    arguments = ["--hidden", point.nodes, "--density", repr(point.density), "--steps", profile.scaling_steps]
    arguments += ["--data", options.data]
    if point.series.startswith("PyTorch"):
        return programs.peer(FLUSHED, "torch_step.py", [*arguments, "--flush-denormal"])
    return programs.ours("step", arguments)


def draw(folder: pathlib.Path):
    """scaling.svg and scaling.png beside scaling.tsv, where there is gnuplot."""
    if not shutil.which("gnuplot"):
        Programs.say("scaling.svg and scaling.png not drawn: there is no gnuplot (pipeline/setup.sh installs it)")
        return
    for kind in ("svg", "png"):
        variables = f"table = 'scaling.tsv'; figure = 'scaling.{kind}'; format = '{kind}'"
        outcome = subprocess.run(
            ["gnuplot", "-e", variables, str(HERE / "scaling.gp")], cwd=folder, capture_output=True, text=True,
            timeout=60)
        if outcome.returncode:
            Programs.say(f"scaling.{kind} not drawn: {outcome.stderr.strip()}")


def machine(programs: Programs, profile: Profile, options) -> list:
    """The roofline. Kept in `programs.machine` for the shares of the kernels."""
    contender = programs.ours("machine", ["--seconds", profile.machine_seconds])
    output = programs.run("machine", "roofline", contender, 0)
    if not output:
        return []
    programs.machine = output
    rows = []
    for rates in output["rates"]:
        count = rates["threads"]
        work = f"{count} thread{'s' if count > 1 else ''}"
        program = f"multiply-adds, {output['isa']}"
        rows.append(Row("machine", work, program, [rates["fma_gflops"]], "GFLOP/s"))
        for level, rate in sorted(rates["read_gbs"].items(), key=lambda item: rates["read_kb"][item[0]]):
            size = f"{rates['read_kb'][level]:,} KiB on each thread"
            rows.append(Row("machine", work, f"reads from {level}", [rate], "GB/s", size))
    return rows


def shares(programs: Programs, profile: Profile, options) -> list:
    """Rates of our kernels and of dense products as shares of the peak of multiply-adds on as many threads."""
    peaks = {rates["threads"]: rates["fma_gflops"] for rates in programs.machine.get("rates", [])}
    peak = peaks.get(programs.threads)
    if not peak:
        return []
    found = {}
    for run in programs.runs:
        if run["section"] == "kernels" and "output" in run:
            for kernel, rate in kernel_rates(run["output"], run["program"]):
                found.setdefault((run["work"], kernel), []).append(rate)
    rows = [Row("share of peak", work, kernel, rates, "GFLOP/s") for (work, kernel), rates in found.items()]
    for row in rows:
        row.remark = f"{100 * row.median / peak:.0f} % of {number(peak)}"
    return rows


def kernel_rates(output: dict, program: str) -> list:
    """Pairs of kernel and GFLOP/s of one output."""
    if "weights_first_gflops" in output:
        return [(program, max(output["weights_first_gflops"], output["batch_first_gflops"]))]
    if program != OURS:
        return []
    rates = [(label, gflops(output, label, time)) for label, names in LAYER_TIMES
             if label not in PRODUCTS and (time := layer_time(output, names))]
    if output.get("dense_ms"):
        whole = output | {"connections": output["nodes"] ** 2}
        rates.append(("dense product", gflops(whole, "", layer_time(output, [("dense_ms",)]))))
    return [(f"{program}, {label}", rate) for label, rate in rates]
