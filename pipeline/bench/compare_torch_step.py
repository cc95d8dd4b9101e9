#!/usr/bin/env python3
"""Times one training step of the paper's recurrent network in PyTorch on the CPU, to compare `train` with.

The network is computed as the authors' notebook does it, with a dense matrix under a mask; batch 100 of MNIST's shape,
subnormals flushed (PyTorch's default is 1.5 to 8 times slower here). Prints the median of each range of steps, in
milliseconds. Real images are read from --data, so that the activity of the nodes is that of real training.

Needs: python3, numpy, torch (CPU is enough). Example:

    OMP_NUM_THREADS=2 python3 compare_torch_step.py --data ../data/mnist --hidden 1000 --density 0.1 --threads 2
"""
import argparse
import gzip
import pathlib
import statistics
import time

import numpy as np
import torch
from torch import nn


def load(folder: pathlib.Path):
    """Training images [n, 28 steps, 28 inputs] in [0, 1] and their labels."""
    images = np.frombuffer(gzip.open(folder / "train-images-idx3-ubyte.gz").read(), np.uint8, offset=16)
    labels = np.frombuffer(gzip.open(folder / "train-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)
    images = images.reshape(-1, 28, 28).astype(np.float32) / np.float32(255)
    return torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64))


class Network(nn.Module):
    def __init__(self, nodes: int, density: float, nonlinearity: str):
        super().__init__()
        self.function = torch.relu if nonlinearity == "relu" else torch.tanh
        self.input = nn.Linear(28, nodes)
        self.readout = nn.Linear(nodes, 10)
        self.bias = nn.Parameter(torch.empty(nodes).uniform_(-(nodes ** -0.5), nodes ** -0.5))
        mask = np.random.rand(nodes, nodes) < density
        self.register_buffer("mask", torch.from_numpy(mask.astype(np.float32)))
        self.weights = nn.Parameter(torch.empty(nodes, nodes).uniform_(-0.001, 0.001) * self.mask)

    def forward(self, x):
        weights, h = (self.weights * self.mask).T, torch.zeros(len(x), len(self.bias))
        for t in range(x.shape[1]):
            h = self.function(self.input(x[:, t]) + h @ weights + self.bias)
        return self.readout(h)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=pathlib.Path, required=True)
    p.add_argument("--hidden", type=int, default=1000)
    p.add_argument("--density", type=float, default=0.1)
    p.add_argument("--nonlinearity", choices=["relu", "tanh"], default="relu")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--steps", type=int, default=20)
    p.add_argument("--denormals", action="store_true", help="leave subnormals alone, as PyTorch does by default")
    a = p.parse_args()

    torch.set_num_threads(a.threads)
    torch.set_flush_denormal(not a.denormals)
    torch.manual_seed(0)
    np.random.seed(0)
    x, y = load(a.data)
    net = Network(a.hidden, a.density, a.nonlinearity)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.001)
    order, times = torch.randperm(len(x)), []
    for step in range(a.steps):
        batch = order[100 * step : 100 * (step + 1)]
        start = time.perf_counter()
        loss = nn.functional.cross_entropy(net(x[batch]), y[batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        times.append(1e3 * (time.perf_counter() - start))
    for first, last in ((1, 20), (100, 200)):
        if len(times) >= last:
            median = statistics.median(times[first:last])
            print(f"torch {torch.__version__} N {a.hidden} density {a.density} threads {a.threads} "
                  f"steps {first}-{last}: {median:.1f} ms")


if __name__ == "__main__":
    main()
