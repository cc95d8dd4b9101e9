#!/usr/bin/env python3
"""Times training steps on a device beside PyTorch's on the same one, in one run of at most --minutes.

First the device must prove that it computes the processor's bits (bench devices). Then, for each size and density, from the smallest
network on: milliseconds of the first steps on MNIST and of steps after --steps, when most nodes are silent, by `bench step`; and
PyTorch's with dense matrices under a mask in float32 (gpu_baseline.py), where it is installed and the network fits. Prints a Markdown
table, and writes it with all numbers into --out.

Needs: python3; numpy and torch to compare with.
"""
import argparse
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


def run(command):
    """The JSON that a program prints; its errors go where ours go."""
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def proved(bench, device):
    """The device as it describes itself; ends the program if it is not proved."""
    found = run([bench, "devices"])
    for each in found["devices"]:
        if each["device"] == device or (device == "gpu" and not each["is_processor"]):
            if not each["proved"]:
                sys.exit(f"{each['name']}: {each['problem']}")
            return each
    names = ", ".join(f"{each['device']} ({each['name']})" for each in found["devices"]) or "none"
    wanted = "GPU" if device == "gpu" else f"device {device}"
    sys.exit(f"there is no {wanted}; there are: {names}. {found.get('problem') or ''}")


def ours(a, nodes, density):
    command = [a.bench, "step", "--hidden", nodes, "--density", density, "--steps", a.steps, "--device", a.device, "--data", a.data]
    report = run([str(word) for word in command])
    times = report["steps_ms"]
    return {
        "first_ms": statistics.median(times[1:6]), "later_ms": statistics.median(times[-10:]),
        "active": statistics.mean(report["activity"][-10:]), "setup_s": report["setup_s"],
    }


def pytorch():
    """A function of size and density that gives PyTorch's milliseconds, and its name; (None, reason) if it cannot be used."""
    try:
        import torch

        import gpu_baseline
    except ImportError as missing:
        return None, f"PyTorch was not measured: {missing}"
    torch.set_flush_denormal(True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    name = torch.cuda.get_device_name() if device == "cuda" else "CPU"

    def measure(nodes, density):
        try:
            return gpu_baseline.measure(nodes, density, False, 20 if device == "cuda" else 3, device)[0]
        except torch.cuda.OutOfMemoryError:
            return None

    return measure, f"PyTorch {torch.__version__}, float32, {name}"


def row(result):
    torch_ms = result.get("pytorch_ms")
    ratio = f"{torch_ms / result['later_ms']:.1f}" if torch_ms else ""
    shown = f"{torch_ms:.1f}" if torch_ms else result.get("pytorch", "")
    return (
        f"| {result['nodes']:,} | {result['density']} | {result['first_ms']:.1f} | {result['later_ms']:.1f} | "
        f"{100 * result['active']:.0f} % | {shown} | {ratio} |"
    )


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
    device = proved(a.bench, a.device)
    a.device = device["device"]
    compare, peer = pytorch()
    lines = []

    def say(line):
        lines.append(line)
        print(line, flush=True)

    say(f"{device['name']}, {device['platform']}, driver {device['driver']}; {peer}\n")
    say("| nodes | density | first steps, ms | later, ms | active | PyTorch, ms | ratio |")
    say("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    results = []
    for nodes, density in TINY if a.tiny else CASES:
        if time.monotonic() > end:
            say(f"\nThe {a.minutes:g} minutes are over; {nodes:,} nodes at density {density} and what follows were not measured.")
            break
        result = {"nodes": nodes, "density": density, **ours(a, nodes, density)}
        # 12 bytes a pair for weights, mask and their product, 12 for gradient and moments
        if compare and 24 * nodes**2 > 0.9e6 * device["memory_mb"]:
            result["pytorch"] = "does not fit"
        elif compare and time.monotonic() < end:
            result["pytorch_ms"] = compare(nodes, density)
        results.append(result)
        say(row(result))
    os.makedirs(a.out, exist_ok=True)
    with open(os.path.join(a.out, "gpu.md"), "w") as file:
        file.write("\n".join(lines) + "\n")
    with open(os.path.join(a.out, "gpu.json"), "w") as file:
        json.dump({"device": device, "peer": peer, "results": results}, file, indent=1)


if __name__ == "__main__":
    main()
