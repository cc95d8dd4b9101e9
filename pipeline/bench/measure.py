"""What the programs of this folder share: MNIST, order of images, time, memory, the JSON object that each prints."""
import argparse
import gzip
import json
import pathlib
import time

MNIST = pathlib.Path(__file__).resolve().parent.parent / "data" / "mnist"


def parser(doc: str) -> argparse.ArgumentParser:
    """Options by the program's own docstring."""
    return argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)


def threads_option(p: argparse.ArgumentParser):
    p.add_argument("--threads", type=int, default=2, metavar="T", help="threads of the library (2)")


def mnist(folder: pathlib.Path):
    """Training images [n, 28 steps, 28 inputs], float32 in [0, 1], and their labels, int64, as torch tensors."""
    import numpy as np
    import torch

    def raw(name: str, header: int):
        path = folder / name
        if not path.exists():
            raise SystemExit(f"--data {folder}: there is no {name}; name the folder with MNIST's four .gz files")
        return np.frombuffer(gzip.open(path).read(), np.uint8, offset=header)

    images = raw("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28).astype(np.float32) / np.float32(255)
    labels = raw("train-labels-idx1-ubyte.gz", 8).astype(np.int64)
    return torch.from_numpy(images), torch.from_numpy(labels)


def random_images(count: int = 60000):
    """Random images of MNIST's shape; 19 % of the pixels are not zero, as in MNIST."""
    import numpy as np
    import torch

    random = np.random.default_rng(0)
    images = np.zeros((count, 28, 28), np.float32)
    for image in images:
        image.reshape(-1)[random.integers(784, size=165)] = random.random(165, np.float32)
    return torch.from_numpy(images), torch.arange(count) % 10


def milliseconds(work) -> float:
    """How long one call of `work` takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return round(1e3 * (time.perf_counter() - start), 3)


def repeated(work, repeat: int) -> list[float]:
    """Milliseconds of each of `repeat` calls, after one that is not counted."""
    work()
    return [milliseconds(work) for _ in range(repeat)]


def memory_mb(field: str) -> float:
    """Memory of this process in 10⁶ bytes: VmHWM is the most that was resident, VmRSS what is resident now.

    Not getrusage, whose peak counts what the parent held when it started this process.
    """
    with open("/proc/self/status") as status:
        kilobytes = next((line.split()[1] for line in status if line.startswith(field + ":")), "0")
    return round(int(kilobytes) * 1.024e-3, 3)


def print_json(report: dict):
    print(json.dumps(report))
