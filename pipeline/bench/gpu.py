#!/usr/bin/env python3
"""Times training steps on a device beside PyTorch's on the same one, in one run of at most --minutes.

First the device must prove that it computes the processor's bits (bench devices). Then, for each size and density, from the smallest
network on: milliseconds of the first steps on MNIST and of steps after --steps, when most nodes are silent, by `bench step`; and
PyTorch's with dense matrices under a mask in float32 (gpu_baseline.py) on the same GPU, where it is installed and the network fits. What
cannot be measured is said in its row. Prints the rows of a Markdown table, and writes it with all numbers into --out.

Needs: python3; numpy and torch to compare with.
"""
import argparse
import glob
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time

CASES = [
    (1000, 0.1), (1000, 1), (10000, 0.01), (10000, 0.1), (10000, 1), (20000, 0.1), (20000, 1), (100000, 0.001),
]
TINY = [(100, 0.1), (100, 1)]


class Missing(Exception):
    """Why there is no number."""


def run(command, end=None, environment=None):
    """The JSON that a program prints. Missing if it fails, with the last line of its errors, or is not done at time `end`."""
    left = None if end is None else max(1, end - time.monotonic())
    try:
        done = subprocess.run(
            [str(word) for word in command], check=True, capture_output=True, text=True, timeout=left,
            env={**os.environ, **(environment or {})},
        )
    except subprocess.TimeoutExpired:
        raise Missing("no time left") from None
    except subprocess.CalledProcessError as failed:
        raise Missing((failed.stderr.strip().splitlines() or [f"exit code {failed.returncode}"])[-1]) from None
    return json.loads(done.stdout)


def nvrtc_of_pytorch():
    """The environment in which bench finds the NVRTC that came with PyTorch."""
    pattern = "/nvidia/*/lib/libnvrtc.so.*"
    found = [path for folder in sys.path for path in glob.glob(folder + pattern) if "builtins" not in path and ".alt." not in path]
    return {"SPARSE_CORTEX_NVRTC": found[0]} if found and "SPARSE_CORTEX_NVRTC" not in os.environ else {}


def proved(bench, device, environment):
    """The first device that is meant, as it describes itself; ends the program if none is proved."""
    found = run([bench, "devices"], environment=environment)
    meant = [
        each for each in found["devices"] if each["device"] == device or (device == "gpu" and not each["is_processor"])
    ]
    for each in meant:
        if each["proved"]:
            return each
    if meant:
        sys.exit("\n".join(f"{each['device']}: {each['problem']}" for each in meant))
    names = ", ".join(f"{each['device']} ({each['name']})" for each in found["devices"]) or "none"
    wanted = "GPU" if device == "gpu" else f"device {device}"
    sys.exit(f"there is no {wanted}; there are: {names}. {found.get('problem') or ''}")


def ours(a, nodes, density, end, environment):
    command = [a.bench, "step", "--hidden", nodes, "--density", density, "--steps", a.steps, "--device", a.device, "--data", a.data]
    report = run(command, end, environment)
    times = report["steps_ms"]
    return {
        "first_ms": statistics.median(times[1:6]), "later_ms": statistics.median(times[-10:]),
        "active": statistics.mean(report["activity"][-10:]), "setup_s": report["setup_s"],
    }


def pytorch(device, nodes, density, end):
    """PyTorch's milliseconds on the same device, in a process of its own, which gives all memory back."""
    if importlib.util.find_spec("torch") is None:
        raise Missing("PyTorch is not installed")
    # six matrices: weights, mask, their product, its gradient, two moments; and what the optimiser and cuDNN copy
    if 40 * nodes**2 > 0.9e6 * device["memory_mb"]:
        raise Missing("does not fit")
    choice = device["device"] if device["device"].startswith("cuda") else "cpu" if device["is_processor"] else "cuda:0"
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gpu_baseline.py")
    command = [sys.executable, script, "--one", choice, "--sizes", nodes, "--density", density]
    report = run([*command, "--repeat", 3 if choice == "cpu" else 20], end)
    if "problem" in report:
        raise Missing(report["problem"])
    # Another GPU would be another measurement.
    if not device["is_processor"] and report["name"] not in device["name"] and device["name"] not in report["name"]:
        raise Missing(f"PyTorch's GPU is {report['name']}")
    return report


def row(result):
    start = f"| {result['nodes']:,} | {result['density']} |"
    if "problem" in result:
        return f"{start} | | | | {result['problem']} |"
    torch_ms = result.get("pytorch_ms")
    ratio = f"{torch_ms / result['later_ms']:.1f}" if torch_ms else ""
    shown = f"{torch_ms:.1f}" if torch_ms else result["pytorch"]
    return (
        f"{start} {result['first_ms']:.1f} | {result['later_ms']:.1f} | {100 * result['active']:.0f} % | {shown} | {ratio} |"
    )


def measure(a, device, nodes, density, end, environment):
    result = {"nodes": nodes, "density": density}
    try:
        result |= ours(a, nodes, density, end, environment)
    except Missing as why:
        return {**result, "problem": str(why)}
    try:
        report = pytorch(device, nodes, density, end)
        result |= {"pytorch_ms": report["ms"], "pytorch_peak_gb": report["peak_gb"], "peer": f"{report['peer']}, {report['name']}"}
    except Missing as why:
        result["pytorch"] = str(why)
    return result


def write(folder, device, results):
    """The table, and all numbers; after each network, so that none is lost."""
    peers = {result["peer"] for result in results if "peer" in result}
    lines = [
        f"{device['name']}, {device['platform']}, driver {device['driver']}; beside it " + (", ".join(peers) or "nothing") + "\n",
        "| nodes | density | first steps, ms | later, ms | active | PyTorch, ms | ratio |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |", *map(row, results),
    ]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "gpu.md"), "w") as file:
        file.write("\n".join(lines) + "\n")
    with open(os.path.join(folder, "gpu.json"), "w") as file:
        json.dump({"device": device, "results": results}, file, indent=1)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--bench", default=".build/release/bench")
    p.add_argument("--device", default="gpu")
    p.add_argument("--data", default="pipeline/data/mnist")
    p.add_argument("--out", default="bench-results/gpu")
    p.add_argument("--steps", type=int, default=110)
    p.add_argument("--minutes", type=float, default=8)
    p.add_argument("--tiny", action="store_true", help="two small networks, to try the script")
    a = p.parse_args()
    end = time.monotonic() + 60 * a.minutes
    environment = nvrtc_of_pytorch()
    device = proved(a.bench, a.device, environment)
    a.device = device["device"]
    print(f"{device['name']}, {device['platform']}, driver {device['driver']}", flush=True)
    results = []
    for nodes, density in TINY if a.tiny else CASES:
        if time.monotonic() > end:
            results.append({"nodes": nodes, "density": density, "problem": f"the {a.minutes:g} minutes are over"})
        else:
            results.append(measure(a, device, nodes, density, end, environment))
        print(row(results[-1]), flush=True)
        write(a.out, device, results)


if __name__ == "__main__":
    main()
