#!/bin/sh
# usage: bench/time/run.sh BUILD GOLD.ndjson: scores the time layer alone (README.md).
set -eu
build=$1 gold=$2
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
folders=$(printf -- '-Isrc/%s ' base text model encoding syntax time)
# shellcheck disable=SC2086
cc -std=c17 -D_GNU_SOURCE -O2 -Iinclude $folders bench/time/find_times.c "$build/src/libverbale.a" \
    -ldnnl -lgomp -lsqlite3 -ljansson -lutf8proc -lxxhash -lmd -lm -lpthread -o "$out/find_times"
"$out/find_times" < "$gold" > "$out/found.ndjson"
python3 ../shared/score/score_record.py "$gold" "$out/found.ndjson" | grep '^time '
