#!/usr/bin/env bash
# Makes a Python environment with what sparse-cortex is measured against: PyTorch, SparseProp, NumPy, SciPy.
# usage: setup.sh FOLDER   (PYTHON=python3.11 chooses the Python, PIP_OPTIONS is given to pip install)
set -euo pipefail
folder=${1:?usage: setup.sh FOLDER}
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
read -ra options <<<"${PIP_OPTIONS:-}"

if ! command -v "$python" >/dev/null; then
    echo "There is no $python: install Python 3, or name one with PYTHON=…" >&2
    exit 1
fi
if [ ! -x "$folder/bin/python" ]; then
    echo "Making a Python environment in $folder"
    if ! "$python" -m venv "$folder"; then
        echo "Install python3-venv, delete $folder, and try again." >&2
        exit 1
    fi
fi
echo "Installing into $folder (PyTorch with its libraries takes some gigabytes):"
grep -v '^#' "$here/requirements.txt" | sed 's/^/  /'
"$folder/bin/pip" install -q "${options[@]}" -r "$here/requirements.txt"

# Its build calls `pip` and `python3` as they are on the path, and the compiler for this processor.
echo "Building sparseprop 0.1.14 (C++, for this processor)"
absolute=$(cd "$folder" && pwd)
export PATH=$absolute/bin:$PATH
if ! pip install -q "${options[@]}" --no-build-isolation sparseprop==0.1.14; then
    echo "sparseprop could not be built (it needs g++, Python's headers and AVX2); make bench goes without it."
fi
echo "Done: make bench now measures these, too."
