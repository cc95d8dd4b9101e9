#!/usr/bin/env python3
"""What PyTorch needs for one training step of the paper's recurrent network (dense matrices under a mask).

The mark for networks trained on a GPU. Prints a Markdown table: size, density, precision, milliseconds per step (median
of --repeat after warm-up), peak memory. Runs on CUDA where there is a GPU, else on the CPU (subnormals flushed); there,
`torch_step.py` trains on real images. Random inputs of MNIST's shape, batch 100.

Needs: python3, numpy, torch.
"""
import argparse
import json
import statistics
import time

import numpy as np
import torch
from torch import nn
from torch.nn.utils import prune


class Network(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.hidden = nn.RNN(28, n, 1, nonlinearity="relu", batch_first=True)
        self.readout = nn.Linear(n, 10)

    def forward(self, x):
        return self.readout(self.hidden(x)[0][:, -1])


def measure(n, density, tf32, repeat, device):
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
    torch.manual_seed(0)
    net = Network(n)
    nn.init.uniform_(net.hidden.weight_hh_l0, -0.001, 0.001)
    mask = torch.from_numpy((np.random.default_rng(0).random((n, n), np.float32) < density).astype(np.float32))
    prune.custom_from_mask(net.hidden, "weight_hh_l0", mask)
    net.to(device)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.001)
    x, y = torch.rand(100, 28, 28, device=device), torch.randint(0, 10, (100,), device=device)
    wait = torch.cuda.synchronize if device == "cuda" else lambda: None
    times = []
    for step in range(3 + repeat):
        wait()
        start = time.perf_counter()
        nn.functional.cross_entropy(net(x), y).backward()
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        wait()
        times.append(time.perf_counter() - start)
    peak = torch.cuda.max_memory_allocated() / 1e9 if device == "cuda" else float("nan")
    return statistics.median(times[3:]) * 1e3, peak


def one(n, density, repeat, device):
    """Milliseconds of a step for gpu.py, and on what."""
    torch.set_flush_denormal(True)
    if device != "cpu" and not torch.cuda.is_available():
        return {"problem": "this PyTorch finds no GPU"}
    if device != "cpu":
        torch.cuda.set_device(device)
    report = {"peer": f"PyTorch {torch.__version__}, float32", "name": "CPU" if device == "cpu" else torch.cuda.get_device_name()}
    try:
        report["ms"], report["peak_gb"] = measure(n, density, False, repeat, "cpu" if device == "cpu" else "cuda")
    except (torch.cuda.OutOfMemoryError, MemoryError):
        report["problem"] = "does not fit"
    except RuntimeError as error:
        report["problem"] = str(error).splitlines()[0][:100]
    return report


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 10000, 20000])
    p.add_argument("--density", type=float, default=0.1)
    p.add_argument("--repeat", type=int, default=20)
    p.add_argument("--one", metavar="DEVICE", help="one size in float32 on cpu or cuda:N; prints JSON")
    a = p.parse_args()
    if a.one:
        return print(json.dumps(one(a.sizes[0], a.density, a.repeat, a.one)))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_flush_denormal(True)
    print(f"PyTorch {torch.__version__}, {torch.cuda.get_device_name() if device == 'cuda' else 'CPU'}\n")
    print("| N | density | precision | ms per step | peak GB |\n| --- | --- | --- | --- | --- |")
    for n in a.sizes:
        for tf32 in ([False, True] if device == "cuda" else [False]):
            if device == "cuda":
                torch.cuda.reset_peak_memory_stats()
            ms, peak = measure(n, a.density, tf32, a.repeat, device)
            print(f"| {n} | {a.density} | {'TF32' if tf32 else 'float32'} | {ms:.1f} | {peak:.2f} |", flush=True)


if __name__ == "__main__":
    main()
