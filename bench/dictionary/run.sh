#!/bin/sh
# usage: bench/dictionary/run.sh BUILD [--wrong]: codes the unit sentences and the PETRARCH-2 records with dictionaries (README.md).
set -eu
build=$1
shift
cd "$(dirname "$0")/../.."
data=../shared/data
if [ ! -d "$data/dictionaries" ]; then
    echo "skipped: no dictionaries in $data"
    exit 0
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for file in "$data"/dictionaries/*.xz; do xz -dkc "$file" > "$out/$(basename "$file" .xz)"; done
input() {  # sentences as texts, with dates that are dates
    xz -dkc "$1" | python3 -c '
import json, sys
for line in sys.stdin:
    g = json.loads(line)
    d = g["date"]
    print(json.dumps({"id": g["id"], "text": g["text"], "lang": "en", "date": f"{d[:4]}-{d[4:6]}-{d[6:8]}"}))'
}
code() {  # SET TABLES OPTION...
    set=$data/events/$1.dev.ndjson.xz tables=$2
    shift 2
    xz -dkc "$set" > "$out/gold.ndjson"
    input "$set" | "$build/src/cli/verbale" read --json --ndjson --quiet --coder dictionary --kb "$tables" - > "$out/read.ndjson"
    python3 bench/dictionary/score_dictionary.py "$out/gold.ndjson" "$out/read.ndjson" "$@"
}
echo "petrarch_unit.dev, PETR.Validate.*"
"$build/src/cli/verbale" kb import-petrarch --out "$out/unit" "$out"/PETR.Validate.*.txt > "$out/log" 2>&1
code petrarch_unit "$out/unit" "$@"
echo "petr2_gsr.dev, Phoenix.* and CAMEO.2.0"
"$build/src/cli/verbale" kb import-petrarch --out "$out/phoenix" "$out"/Phoenix.*.txt "$out/CAMEO.2.0.txt" > "$out/log" 2>&1
code petr2_gsr "$out/phoenix" --root "$@"
