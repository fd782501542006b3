#!/bin/sh
# Makes what the table of ratios is measured on, in the folder DATA: the corpora and a site of records, once, and the
# Python peers if PyPI can be reached; without them the table leaves their rows out.
#   setup.sh DATA
set -eu
data=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$data"
mkdir -p "$data/scripts"
cp -R "$here"/*_bench.py "$here"/*_peer.py "$here/serve.sh" "$here/../Job" "$data/scripts/"
if [ ! -f "$data/million.txt" ]; then
    python3 "$here/gen_corpus.py" "$data"
    for _ in 1 2 3 4 5 6 7 8 9 10; do cat "$data/tcf.txt"; done > "$data/million.txt.part"
    mv "$data/million.txt.part" "$data/million.txt"
fi
if [ ! -f "$data/tls.txt" ]; then
    python3 "$here/make_site.py" "$data/tcf.txt" "$data/site" --n 100000 > /dev/null
    head -n 20000 "$data/site/urls.txt" > "$data/urls.txt"
    head -n 40000 "$data/site/curl.conf" > "$data/curl.conf"
    sed 's#^http://127.0.0.1:18080#https://127.0.0.1:18443#' "$data/urls.txt" > "$data/tls.txt"
fi
if ! "$data/venv/bin/python" -c 'import aiohttp, h2, httpx, iab_tcf' 2> /dev/null; then
    rm -rf "$data/venv"
    python3 -m venv "$data/venv.part" > "$data/venv.log" 2>&1 \
        && "$data/venv.part/bin/python" -m pip install -q 'iab-tcf==0.2.2' aiohttp 'httpx[http2]' >> "$data/venv.log" 2>&1 \
        && mv "$data/venv.part" "$data/venv" \
        || { rm -rf "$data/venv.part"; echo "The Python peers could not be installed; see $data/venv.log." >&2; }
fi
