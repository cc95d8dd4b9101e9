"""What `run.py` measures, a function for each section; each returns rows of the table."""
import statistics

from profiles import Profile, Training
from programs import Programs
from table import Row, compared, network, nodes, number

FLUSHED = "PyTorch, subnormals flushed"
SHIPPED = "PyTorch as shipped"
OURS = "sparse-cortex"


def first_steps(times: list) -> float | None:
    return statistics.median(times[:5]) if times else None


def mean_of_200(times: list) -> float | None:
    return statistics.mean(times[:200]) if len(times) >= 200 else None


def second_hundred(times: list) -> float | None:
    return statistics.median(times[100:200]) if len(times) >= 200 else None


FIRST = "median of steps 1–5"
WINDOWS = [
    (FIRST, first_steps), ("mean of steps 1–200", mean_of_200),
    ("median of steps 101–200", second_hundred)]


# --- Training steps ----------------------------------------------------------------------------------------------------


def training(programs: Programs, profile: Profile, options) -> list:
    """Training steps against PyTorch, on the same images from the same weights."""
    rows, memory = [], []
    for work in profile.trainings:
        name = network(work.nodes, work.density)
        contenders = step_contenders(programs, options, work)
        outputs = programs.in_turn("training", name, contenders, options.rounds or profile.rounds)
        for label, window in WINDOWS:
            rows += window_rows(f"{name}, {label}", outputs, window)
        peaks = [Row("peak memory", name, program, [run["peak_rss_mb"] for run in runs], "MB")
                 for program, runs in outputs.items() if runs]
        memory += compared(peaks)
    return rows + memory


def step_contenders(programs: Programs, options, work: Training) -> list:
    common = ["--hidden", work.nodes, "--density", work.density, "--data", options.data]
    torch_steps = list(work.torch)
    if options.torch_steps and work.nodes >= 5000:
        torch_steps = [options.torch_steps, *torch_steps[1:]]
    ours = [[*common, "--steps", k] for k in work.ours]
    contenders = [programs.ours("step", *ours)]
    flushed = [[*common, "--flush-denormal", "--steps", k] for k in torch_steps]
    contenders.append(programs.peer(FLUSHED, "torch_step.py", *flushed))
    if work.shipped:
        shipped = [[*common, "--steps", k] for k in torch_steps]
        contenders.append(programs.peer(SHIPPED, "torch_step.py", *shipped))
    return contenders


def window_rows(work: str, outputs: dict, window) -> list:
    """A row for each program that trained long enough; beside ours the first steps stand in, which is said."""
    rows = []
    for program, runs in outputs.items():
        values = [value for value in (window(run["steps_ms"]) for run in runs) if value is not None]
        if values:
            rows.append(Row("training step", work, program, values))
        elif runs and rows and rows[0].program == OURS:
            values = [first_steps(run["steps_ms"]) for run in runs]
            rows.append(Row("training step", work, program, values, remark="its steps 1–5"))
    return compared(rows)


def agreement(runs: list) -> list:
    """For each network: how far PyTorch's losses are from ours, as a check that both did the same work."""
    sentences = []
    training_runs = [run for run in runs if run["section"] == "training" and "output" in run]
    for work in dict.fromkeys(run["work"] for run in training_runs):
        losses = {}
        for run in training_runs:
            if run["work"] == work:
                losses.setdefault(run["program"], run["output"]["losses"])
        ours = losses.pop(OURS, None)
        for program, theirs in losses.items():
            # Later, rounding decides.
            pairs = list(zip(ours or [], theirs))[:20]
            if pairs:
                apart = max(abs(a - b) / max(abs(b), 1e-3) for a, b in pairs)
                sentences.append(f"{work}: losses of {OURS} and {program} differ by at most {apart:.1e} of their "
                                 f"value in the first {len(pairs)} steps.")
    return sentences


# --- Kernels -----------------------------------------------------------------------------------------------------------


def kernels(programs: Programs, profile: Profile, options) -> list:
    """Sparse kernels against sparse layers of others, and their rates against dense products."""
    rows = []
    rounds = options.rounds or profile.rounds
    for count, density in profile.layers:
        arguments = ["--hidden", count, "--density", density]
        repeated = [*arguments, "--repeat", profile.repeat]
        contenders = [] if not programs.has_layer else [programs.ours("layer", arguments)]
        contenders += [
            programs.peer(
                "SparseProp", "sparseprop_layer.py", repeated, needs=("numpy", "torch", "sparseprop")),
            programs.peer(
                "torch.sparse (MKL)", "sparseprop_layer.py", ["--through", "torch", *repeated],
                needs=("numpy", "torch", "scipy"))]
        outputs = programs.in_turn("kernels", network(count, density), contenders, rounds)
        rows += layer_rows(network(count, density), outputs)
    for count in dict.fromkeys(count for count, _ in profile.layers):
        outputs = programs.in_turn("kernels", f"N = {nodes(count)}, dense", dense(programs, profile, count), rounds)
        rows += [row for program, runs in outputs.items() for row in dense_rows(count, program, runs)]
    return rows


def dense(programs: Programs, profile: Profile, count: int) -> list:
    """The same sizes, dense. OpenBLAS once as it chooses itself, once with kernels for AVX-512 where there is that."""
    arguments = ["--hidden", count, "--repeat", profile.repeat]
    script = "torch_product.py"
    contenders = [
        programs.peer("sgemm, PyTorch (MKL)", script, ["--through", "torch", *arguments]),
        programs.peer("sgemm, OpenBLAS", script, ["--through", "openblas", *arguments], needs=("numpy",))]
    if programs.machine.get("isa") == "avx512":
        contenders.append(programs.peer(
            "sgemm, OpenBLAS for AVX-512", script, ["--through", "openblas", *arguments], needs=("numpy",),
            OPENBLAS_CORETYPE="SkylakeX"))
    return contenders


# What each program's output calls the times of a product; two names: their sum.
LAYER_TIMES = [
    ("forward + backward of a layer", [("forward_backward_ms",), ("forward_ms", "backward_ms", "gradient_ms"),
                                       ("forward_ms", "backward_ms")]),
    ("spmm", [("spmm_ms",), ("forward_kernel_ms",), ("forward_ms",)]),
    ("transposed spmm", [("backward_ms",)]),
    ("sddmm", [("gradient_ms",)]),
    ("transposed spmm and sddmm", [("backward_kernel_ms",)]),
]
# Each connection takes part in this many multiply-adds for each image.
PRODUCTS = {"forward + backward of a layer": 3, "transposed spmm and sddmm": 2}


def layer_rows(work: str, outputs: dict) -> list:
    rows = []
    for label, names in LAYER_TIMES:
        here = []
        for program, runs in outputs.items():
            # SparseProp computes both gradients in one call.
            if program == "SparseProp" and label in ("transposed spmm", "sddmm"):
                continue
            values = [value for value in (layer_time(run, names) for run in runs) if value]
            if values:
                here.append(Row("kernel", f"{work}, {label}", program, values, remark=rate(runs[0], label, values)))
        rows += compared(here)
    return rows


def layer_time(output: dict, names: list) -> float | None:
    """The median of the first choice of times that this program measured."""
    for choice in names:
        if all(output.get(name) for name in choice):
            return sum(statistics.median(output[name]) for name in choice)
    return None


def rate(output: dict, label: str, values: list) -> str:
    return f"{number(gflops(output, label, statistics.median(values)))} GFLOP/s"


def gflops(output: dict, label: str, milliseconds: float) -> float:
    connections = output.get("connections") or output["density"] * output["nodes"] ** 2
    return 2e-6 * PRODUCTS.get(label, 1) * connections * output["batch"] / milliseconds


def dense_rows(count: int, program: str, runs: list) -> list:
    rows = []
    for layout, shape in (("weights_first", "N×N · N×B"), ("batch_first", "B×N · N×N")):
        values = [run[f"{layout}_gflops"] for run in runs]
        if values:
            core = runs[0].get("core", "")
            rows.append(Row("dense product", f"N = {nodes(count)}, {shape}", program, values, "GFLOP/s", core))
    return rows


# --- Threads -----------------------------------------------------------------------------------------------------------


def threads(programs: Programs, profile: Profile, options) -> list:
    """The same steps on one thread and on all."""
    rows = []
    for count, density in profile.threads:
        arguments = ["--hidden", count, "--density", density, "--steps", 5, "--data", options.data]
        contenders = [
            programs.ours("step", arguments, threads=t, name=f"{OURS}, {t} thread{'s' if t > 1 else ''}")
            for t in sorted({1, programs.threads})]
        name = network(count, density)
        outputs = programs.in_turn("threads", name, contenders, options.rounds or profile.rounds)
        here = [Row("threads", f"{name}, {FIRST}", program, [first_steps(run["steps_ms"]) for run in runs])
                for program, runs in outputs.items() if runs]
        for row in here[1:]:
            row.remark = f"{number(here[0].median / row.median)} × as fast as on one"
        rows += here
    return rows
