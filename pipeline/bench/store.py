#!/usr/bin/env python3
"""Measures the artifact store beside openssl and cp, in one run on one machine.

Prints one line a measurement: hashing with one core and with all, publishing, a lookup among 100,000 recipes, and a `make` that
has nothing to do. Works in a temporary folder (about 3 GB), which it removes.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
STAGES = ["fetch-data", "build-mask", "train", "analyze", "report"]


def seconds(command, repeats=3, **options):
    """Shortest time of a command in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
        times.append(time.perf_counter() - start)
    return min(times)


def openssl_rate(processes=1):
    """Bytes a second of SHA-256 by this many processes together, by openssl speed with pieces of 16 KiB."""
    command = ["openssl", "speed", "-evp", "sha256", "-bytes", "16384", "-seconds", "2", "-multi", str(processes)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(re.findall(r"([0-9.]+)k", done.stdout)[-1]) * 1000


def durable_copy_seconds(folder, size):
    """Shortest time of cp and sync of a file of `size` bytes that is in memory."""
    source, target = folder / "source", folder / "target"
    source.write_bytes(os.urandom(size))
    times = []
    for _ in range(3):
        target.unlink(missing_ok=True)
        start = time.perf_counter()
        subprocess.run(["cp", source, target], check=True)
        subprocess.run(["sync", target], check=True)
        times.append(time.perf_counter() - start)
    source.unlink()
    target.unlink()
    return min(times)


def write_objects(store, count, size):
    for number in range(count):
        data = os.urandom(size)
        digest = hashlib.sha256(data).hexdigest()
        path = store / "objects" / digest[:2] / f"{digest}.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return digest


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def write_recipes(store, count):
    """Recipes of objects that are not there, except for the last."""
    (store / "recipes").mkdir(parents=True, exist_ok=True)
    digest = ""
    for number in range(count):
        data = str(number).encode()
        digest = hashlib.sha256(data).hexdigest()
        recipe = {"stage": "test", "parameters": {"number": number}, "inputs": {}, "code": "c", "libraries": {}}
        output = {"digest": digest, "extension": "tsv", "bytes": len(data), "title": f"Table {number}"}
        record = {"format": 2, "recipe": recipe, "outputs": {"table": output}, "run": {"seconds": 1}}
        record["check"] = hashlib.sha256(canonical(record).encode()).hexdigest()
        name = hashlib.sha256(canonical(recipe).encode()).hexdigest()
        (store / "recipes" / f"{name}.json").write_text(canonical(record) + "\n")
    path = store / "objects" / digest[:2] / f"{digest}.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return digest


def hashing(programs, folder, mib):
    store = folder / "hashing"
    digest = write_objects(store, 8, mib << 17)
    size = 8 * (mib << 17)
    cores = os.cpu_count()
    rate, rate_of_all = openssl_rate(), openssl_rate(cores)
    verify = [programs / "artifacts", "verify", "--store", store, "--threads"]
    one = size / seconds(verify + ["1"])
    all_cores = size / seconds(verify + [str(cores)])
    copied = folder / "copied"
    copy = size / seconds(["cp", "-r", store / "objects", copied])
    shutil.rmtree(copied)
    print(f"openssl sha256, one core        {rate / 1e6:8.0f} MB/s")
    print(f"openssl sha256, {cores} cores         {rate_of_all / 1e6:8.0f} MB/s")
    print(f"cp                              {copy / 1e6:8.0f} MB/s")
    print(f"verify, one core                {one / 1e6:8.0f} MB/s  {one / rate:5.2f} of openssl, {one / copy:5.2f} of cp")
    print(
        f"verify, {cores} cores                 {all_cores / 1e6:8.0f} MB/s  "
        f"{all_cores / rate_of_all:5.2f} of openssl on as many"
    )
    done = subprocess.run(
        [programs / "bench", "publish", "--mib", str(mib // 2), "--folder", folder], check=True, capture_output=True, text=True
    )
    report = json.loads(done.stdout)
    publish = report["bytes"] / report["publish_s"]
    # What publishing does without hashing: written, and durable.
    durable = (mib << 19) / durable_copy_seconds(folder, mib << 19)
    print(f"cp and sync                     {durable / 1e6:8.0f} MB/s")
    print(
        f"publish a file just written     {publish / 1e6:8.0f} MB/s  {publish / rate:5.2f} of openssl, "
        f"{publish / durable:5.2f} of cp and sync"
    )
    # Before a stage reads an object its bytes are checked, once while nobody touches its file.
    time.sleep(0.2)
    show = [programs / "artifacts", "show", digest, "--store", store]
    print(
        f"check of an input of {mib / 8:.0f} MiB    {seconds(show, repeats=1):8.3f} s the first time, "
        f"{seconds(show):.3f} s later"
    )
    shutil.rmtree(store)


def lookups(programs, folder, count):
    store = folder / "lookups"
    digest = write_recipes(store, count)
    time.sleep(0.2)
    show = [programs / "artifacts", "show", digest, "--store", store]
    first = seconds(show, repeats=1)
    later = seconds(show)
    print(f"show among {count} recipes      {later:8.3f} s  ({first:.2f} s to make the index)")
    shutil.rmtree(store)


def no_op(programs, folder, seeds):
    """A figure of 3 files for each network, all of them there."""
    project = folder / "project"
    (project / "pipeline/figures").mkdir(parents=True)
    (project / "Sources").mkdir()
    shutil.copy(REPOSITORY / "Makefile", project)
    for name in ["profiles.yaml", "claims.yaml", "control-group.sh", "cores.sh"]:
        shutil.copy(REPOSITORY / "pipeline" / name, project / "pipeline")
    # With the dataset, without which the figure would have no networks.
    for name in ["plots", "executors", "data/mnist"]:
        shutil.copytree(REPOSITORY / "pipeline" / name, project / "pipeline" / name)
    text = f"""figure: figure2
title: Many networks
layout: panels.gp
networks: {{dataset: mnist, network: rnn, nonlinearity: relu, learning-rate: 0.001, batch: 100}}
panels:
  - name: A
    shows: accuracy-grid
    title: Grid
    profiles:
      smoke: {{sizes: [16], densities: [0.1], seeds: {seeds}, epochs: 1}}
"""
    (project / "pipeline/figures/figure2.yaml").write_text(text)
    # Stages that must not run: they only tell their version, and show the figure.
    stand_ins = folder / "bin"
    stand_ins.mkdir()
    (stand_ins / "plan").symlink_to(programs / "plan")
    for name in STAGES:
        program = stand_ins / name
        program.write_text('#!/bin/sh\ncase $1 in --version) echo 1;; show) ;; *) exit 1;; esac\n')
        program.chmod(0o755)
    make = ["make", "PROFILE=smoke", "NO_BUILD=1", f"BIN={stand_ins}", "figure2"]
    subprocess.run(make + ["-n"], cwd=project, check=True, capture_output=True)
    store = project / "artifacts"
    jobs = json.loads((store / "plan/figure2-smoke.jobs.json").read_text())["jobs"]
    (store / "objects/00").mkdir(parents=True)
    (store / "objects/00/there").write_text("there\n")
    count = 0
    for job in sorted(jobs, key=lambda job: STAGES.index(job["stage"])):
        for output in job["outputs"]:
            link = store / output["path"]
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(os.path.relpath(store / "objects/00/there", link.parent))
            count += 1
    if count < 4 * seeds:
        raise SystemExit(f"the figure has {count} targets, not the {4 * seeds} that were meant")
    time_taken = seconds(make, cwd=project)
    print(f"make with nothing to do         {time_taken:8.2f} s  for {count} targets")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default=REPOSITORY / ".build/release", type=pathlib.Path)
    parser.add_argument("--mib", default=1024, type=int, help="MiB to hash")
    parser.add_argument("--recipes", default=100_000, type=int)
    parser.add_argument("--seeds", default=2500, type=int, help="networks, of four targets each")
    options = parser.parse_args()
    programs = options.bin.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        hashing(programs, folder, options.mib)
        lookups(programs, folder, options.recipes)
        no_op(programs, folder, options.seeds)


if __name__ == "__main__":
    main()
