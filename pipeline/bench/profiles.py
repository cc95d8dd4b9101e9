"""How much `run.py` measures: tiny (CI: does it work?), standard, full."""
import dataclasses
import math


@dataclasses.dataclass(frozen=True)
class Training:
    """Steps of one network. Steps are given by round; the last number holds for all later rounds."""

    nodes: int
    density: float
    ours: tuple = (200, 5)
    torch: tuple = (200, 5)
    # Also with subnormal numbers, as PyTorch is shipped.
    shipped: bool = True


@dataclasses.dataclass(frozen=True)
class Point:
    """One network of a scaling series."""

    series: str
    nodes: int
    density: float


@dataclasses.dataclass(frozen=True)
class Profile:
    rounds: int
    trainings: list
    # Pairs (nodes, density) of single kernels, and their repetitions.
    layers: list
    repeat: int
    # Pairs (nodes, density) on 1 and on all threads.
    threads: list
    # Nodes of each series, all trained for `scaling_steps`.
    points: list
    torch_points: list
    scaling_steps: int
    # How long `bench machine` measures each number, in seconds.
    machine_seconds: float


def constant(connections: int, sizes) -> list:
    """The same number of connections, whatever the number of nodes."""
    power = str(round(math.log10(connections))).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return [Point(f"10{power} connections", n, connections / n**2) for n in sizes]


def density(p: float, sizes) -> list:
    return [Point(f"density {p:g}", n, p) for n in sizes]


TINY = Profile(
    rounds=1, trainings=[Training(64, 0.1, (5,), (5,), False), Training(128, 1, (5,), (5,), False)],
    layers=[(128, 0.1)], repeat=2, threads=[(128, 0.1)],
    points=constant(1000, [64, 200]) + density(0.1, [64, 200]), torch_points=[64], scaling_steps=2,
    machine_seconds=0.003)

STANDARD = Profile(
    rounds=3,
    trainings=[
        Training(10000, 0.1, torch=(5,)), Training(10000, 0.01, torch=(5,), shipped=False), Training(2000, 0.1),
        Training(2000, 1), Training(5000, 1, torch=(5,), shipped=False)],
    layers=[(10000, 0.1), (10000, 0.01)], repeat=10, threads=[(2000, 0.1), (10000, 0.1)],
    points=constant(10**6, [1000, 2000, 5000, 10000, 20000, 50000, 100000])
    + constant(10**7, [5000, 10000, 20000, 50000, 100000])
    + density(0.1, [1000, 2000, 5000, 10000]) + density(1, [1000, 2000, 5000]),
    torch_points=[1000, 2000, 5000, 10000], scaling_steps=5, machine_seconds=0.3)

FULL = dataclasses.replace(
    STANDARD,
    trainings=[
        Training(10000, 0.1, (200,), (5,)), Training(10000, 0.01, (200,), (5,)), Training(2000, 0.1, (200,), (200,)),
        Training(2000, 1, (200,), (200,)), Training(5000, 1, (200,), (200, 5), shipped=False)],
    layers=[(10000, 0.1), (10000, 0.01), (2000, 0.1), (2000, 0.01)],
    points=STANDARD.points + density(0.1, [20000]) + density(1, [10000]) + density(0.01, [10000, 30000, 100000]))

ALL = {"tiny": TINY, "standard": STANDARD, "full": FULL}
