#!/usr/bin/env python3
"""Times training steps of the paper's recurrent network in PyTorch on the CPU, as the authors' notebook computes it.

nn.RNN with a mask on its recurrent weights (torch.nn.utils.prune): a dense matrix, whatever the density. Mask, initial
weights and order of images are drawn as the notebook draws them, so for one seed the losses are those of `bench step`,
except for rounding. A step: images, forward, loss, backward, Adam. As PyTorch is shipped, subnormal numbers are computed
with, which is slow with weights near 0.001; --flush-denormal counts them as zero.

Prints one JSON object; steps_ms and losses have one number for each step.

Needs: python3, numpy, torch. Example:

    python3 torch_step.py --hidden 1000 --density 0.1 --steps 20 --flush-denormal
"""
import pathlib
import time

import measure
import numpy as np
import torch
from torch import nn
from torch.nn.utils import prune


class Network(nn.Module):
    """One hidden layer, 28 rows of 28 pixels, a read-out of the last time step."""

    def __init__(self, nodes: int, nonlinearity: str):
        super().__init__()
        self.hidden = nn.RNN(28, nodes, 1, nonlinearity=nonlinearity, batch_first=True)
        self.readout = nn.Linear(nodes, 10)

    def forward(self, x):
        return self.readout(self.hidden(x)[0][:, -1])


def mask(nodes: int, density: float, seed: int):
    """np.random.rand(N, N) < density, row by row, which is the same and needs no N² doubles."""
    np.random.seed(seed)
    rows = np.empty((nodes, nodes), np.float32)
    for row in rows:
        row[:] = np.random.rand(nodes) < density
    return torch.from_numpy(rows)


def one_pass(count: int):
    """The order in which a DataLoader with shuffling visits `count` images."""
    torch.empty((), dtype=torch.int64).random_()
    seed = torch.empty((), dtype=torch.int64).random_().item()
    return torch.randperm(count, generator=torch.Generator().manual_seed(int(seed)))


def batches(images: int, batch: int):
    """Places of the images of each step, epoch after epoch; the test set is visited in between."""
    one_pass(10000)
    while True:
        order = one_pass(images)
        yield from order.split(batch)
        one_pass(10000)


def network(a):
    torch.manual_seed(a.seed)
    net = Network(a.hidden, a.nonlinearity)
    connected = mask(a.hidden, a.density, a.seed)
    nn.init.uniform_(net.hidden.weight_hh_l0, -0.001, 0.001)
    prune.custom_from_mask(net.hidden, "weight_hh_l0", connected)
    return net, int(connected.count_nonzero())


def train(net, x, y, a):
    """Milliseconds and loss of each step."""
    optimiser = torch.optim.Adam(net.parameters(), lr=0.001)
    places, times, losses = batches(len(x), a.batch), [], []
    for _ in range(a.steps):
        batch = next(places)
        start = time.perf_counter()
        loss = nn.functional.cross_entropy(net(x[batch]), y[batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        times.append(round(1e3 * (time.perf_counter() - start), 3))
    return times, losses


def options():
    p = measure.parser(__doc__)
    p.add_argument("--hidden", type=int, required=True, metavar="N", help="number of hidden nodes")
    p.add_argument("--density", type=float, required=True, metavar="P", help="connection probability")
    p.add_argument("--nonlinearity", choices=["relu", "tanh"], default="relu")
    p.add_argument("--steps", type=int, default=20, metavar="K")
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--batch", type=int, default=100)
    p.add_argument("--data", type=pathlib.Path, default=measure.MNIST, help="folder with MNIST's four .gz files")
    p.add_argument("--no-data", action="store_true", help="random images of MNIST's shape")
    p.add_argument("--flush-denormal", action="store_true", help="count subnormal numbers as zero")
    measure.threads_option(p)
    return p.parse_args()


def main():
    a = options()
    # Before the first parallel region: threads inherit the mode of the one that starts them.
    flushed = torch.set_flush_denormal(True) if a.flush_denormal else False
    torch.set_num_threads(a.threads)
    start = time.perf_counter()
    x, y = measure.random_images() if a.no_data else measure.mnist(a.data)
    data_mb = measure.memory_mb("VmRSS")
    net, connections = network(a)
    setup = time.perf_counter() - start
    times, losses = train(net, x, y, a)
    measure.print_json({
        "program": "torch", "version": torch.__version__, "nodes": a.hidden, "density": a.density,
        "connections": connections, "nonlinearity": a.nonlinearity, "batch": a.batch, "seed": a.seed,
        "data": "random" if a.no_data else "mnist", "threads": torch.get_num_threads(),
        "isa": torch.backends.cpu.get_cpu_capability().lower(), "flush_denormal": flushed, "steps_ms": times,
        "losses": losses, "data_rss_mb": data_mb, "peak_rss_mb": measure.memory_mb("VmHWM"), "setup_s": round(setup, 3),
    })


if __name__ == "__main__":
    main()
