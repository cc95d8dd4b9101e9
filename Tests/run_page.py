#!/usr/bin/env python3
"""Runs the lines of a page of docs as a person would: its blocks of sh, one after the other, in a folder like the project's.

    Tests/run_page.py docs/data.md

The folder is a copy of what the project has in version control, with the programs as built (.build) and no store; it is removed at the
end. It ends with the exit code of the first block that fails, after the block.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

project = pathlib.Path(__file__).resolve().parent.parent
blocks = re.findall(r"^```sh\n(.*?)^```", pathlib.Path(sys.argv[1]).read_text(), re.DOTALL | re.MULTILINE)
if not blocks:
    sys.exit(f"{sys.argv[1]} has no block of sh")
with tempfile.TemporaryDirectory(prefix="page-") as name:
    folder = pathlib.Path(name)
    for part in ("Makefile", "pipeline", "artifacts/FORMAT.md"):
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (project / part).is_dir():
            # Large data is not copied; a page makes its own.
            shutil.copytree(project / part, target, ignore=lambda _, names: [n for n in names if n == "data"])
        else:
            shutil.copy(project / part, target)
    (folder / "Sources").mkdir()
    (folder / "pipeline/data").mkdir(exist_ok=True)
    (folder / "pipeline/data/mnist").symlink_to(project / "pipeline/data/mnist")
    (folder / ".build").symlink_to(project / ".build")
    environment = dict(os.environ, NO_BUILD="1", SPARSE_CORTEX_PROGRESS="lines")
    environment["PATH"] = f"{pathlib.Path(sys.executable).parent}:{environment['PATH']}"
    for variable in ("MAKEFLAGS", "MAKELEVEL", "SPARSE_CORTEX_STORE"):
        environment.pop(variable, None)
    for block in blocks:
        print(f"$ {block}", flush=True)
        ended = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=folder, env=environment, check=False)
        if ended.returncode:
            sys.exit(ended.returncode)
print(f"{len(blocks)} blocks of {sys.argv[1]} run")
