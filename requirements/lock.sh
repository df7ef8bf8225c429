#!/bin/sh
# Write run.txt and develop.txt anew from pyproject.toml: pinned, hashed, naming no index and no folder.
set -eu

cd "$(dirname "$0")/.."
pin() {
    file=$1
    shift
    .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate "$@" --output-file "requirements/$file"
}
pin run.txt --extra postgres
pin develop.txt --extra postgres --group develop --constraints requirements/run.txt
