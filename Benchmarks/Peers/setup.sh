#!/bin/sh
# Makes what the table of ratios is measured on, in the folder DATA: the corpora, once, and the Python peer if PyPI can be
# reached; without it the table leaves its rows out.
#   setup.sh DATA
set -eu
data=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$data"
cp "$here/tcf_bench.py" "$data/tcf_bench.py"
if [ ! -f "$data/million.txt" ]; then
    python3 "$here/gen_corpus.py" "$data"
    for _ in 1 2 3 4 5 6 7 8 9 10; do cat "$data/tcf.txt"; done > "$data/million.txt.part"
    mv "$data/million.txt.part" "$data/million.txt"
fi
if [ ! -x "$data/venv/bin/python" ]; then
    python3 -m venv "$data/venv.part" > "$data/venv.log" 2>&1 \
        && "$data/venv.part/bin/python" -m pip install -q 'iab-tcf==0.2.2' >> "$data/venv.log" 2>&1 \
        && mv "$data/venv.part" "$data/venv" \
        || { rm -rf "$data/venv.part"; echo "The Python peer could not be installed; see $data/venv.log." >&2; }
fi
