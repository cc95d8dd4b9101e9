#!/usr/bin/env python3
"""Measures what a job of Slurm costs for tiny cells: the same grid on this machine, a job for each command, and short ones together.

Starts a cluster of its own on this machine (one node, two cores; needs root, slurmctld, slurmd, slurm-client and munge) and works in
a temporary folder. Prints a Markdown table.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
CLUSTER = REPOSITORY / "Tests/EndToEndTests/fixtures/slurm.sh"
FIGURE = """\
figure: figure2
title: Many tiny networks
layout: panels.gp
networks: {{dataset: mnist}}
panels:
  - name: B
    shows: accuracy-by-epoch
    title: Epochs
    profiles:
      smoke: {{sizes: [8], densities: [0.5, 1], seeds: {seeds}, epochs: 1, train-limit: 100, test-limit: 100}}
"""


def project(folder, seeds):
    """A copy of what make needs, with one figure of 2 × seeds cells."""
    folder.mkdir()
    shutil.copy(REPOSITORY / "Makefile", folder)
    shutil.copytree(REPOSITORY / "pipeline", folder / "pipeline", ignore=shutil.ignore_patterns("cifar10-jpeg", "bench"))
    (folder / "pipeline/figures/figure2.yaml").write_text(FIGURE.format(seeds=seeds))
    return folder


def make(folder, bin_folder, *arguments, environment=None):
    """Seconds of `make figure2`, and the end of what it said if it failed."""
    start = time.perf_counter()
    done = subprocess.run(
        ["make", "figure2", "PROFILE=smoke", "NO_BUILD=1", f"BIN={bin_folder}", *arguments],
        cwd=folder, env={**os.environ, **(environment or {})}, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"make failed:\n{done.stderr[-2000:]}")
    return time.perf_counter() - start


def jobs_of(environment):
    """How many jobs the cluster has run."""
    text = subprocess.run(
        ["scontrol", "--oneliner", "show", "job"], env={**os.environ, **environment}, capture_output=True, text=True).stdout
    return sum(line.startswith("JobId=") for line in text.splitlines())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default=REPOSITORY / ".build/release", type=pathlib.Path, help="folder of the programs")
    parser.add_argument("--cells", default=500, type=int, help="networks")
    parser.add_argument("--jobs", default=16, type=int, help="commands at a time for the cluster")
    arguments = parser.parse_args()
    bin_folder = arguments.bin.resolve()
    with tempfile.TemporaryDirectory(prefix="cluster-") as name:
        folder = pathlib.Path(name)
        seeds = arguments.cells // 2
        local = make(project(folder / "local", seeds), bin_folder, "-j2")
        print("| how | jobs of Slurm | wall | for each cell | more than here |")
        print("| --- | ---: | ---: | ---: | ---: |")

        def row(how, jobs, seconds):
            cell, more = (1000 * value / arguments.cells for value in (seconds, seconds - local))
            print(f"| {how} | {jobs} | {seconds:.1f} s | {cell:.0f} ms | {more:.0f} ms |", flush=True)

        row("on this machine, -j2", 0, local)
        for how, settings in [("a job for each command", "batch: {shorter-than: 0}\n"), ("short ones together", "")]:
            cluster = folder / "slurm"
            subprocess.run([CLUSTER, "start", cluster, "1"], check=True, stdout=subprocess.DEVNULL)
            try:
                environment = {"SLURM_CONF": str(cluster / "slurm.conf")}
                place = project(folder / how.replace(" ", "-"), seeds)
                if settings:
                    (place / "pipeline/executors/slurm.yaml").write_text(settings)
                seconds = make(place, bin_folder, "EXECUTOR=slurm", f"-j{arguments.jobs}", environment=environment)
                row(how, jobs_of(environment), seconds)
            finally:
                subprocess.run([CLUSTER, "stop", cluster], check=False)
                shutil.rmtree(cluster, ignore_errors=True)


if __name__ == "__main__":
    main()
