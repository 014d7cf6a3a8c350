#!/bin/bash
# Events: bench/event/run.sh BUILD [FOLDS]
#   BUILD   a build folder with src/cli/verbale;  FOLDS  a folder with fold-0.weights … fold-4.weights (train/train_events.py --folds)
# With FOLDS the sentence sets are scored fold by fold, each read with the weights that have not seen it; then the articles of ../shared/gold and
# the held-out ones of ../shared/corpus with the released weights. Needs ../shared, or VERBALE_SHARED. README.md says what is measured how.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${VERBALE_SHARED:-$root/../shared}
work=${WORK:-$root/build-bench}/event
build=$(realpath "${1:?usage: bench/event/run.sh BUILD [FOLDS]}")
folds=${2:-}
data=${VERBALE_DATA:-$root/data}
pack=${PACK:-$(ls "$build/knowledge/verbale.kb" "$data/verbale.kb" 2>/dev/null | head -1)}
[ -d "$shared/data/events" ] || { echo "skipped: $shared/data/events is not here"; exit 77; }
mkdir -p "$work"
python3 "$root/bench/event/sets.py" texts "$shared" "$work"

read_with() {      # read_with WEIGHTS TEXTS OUT
    rm -rf "$work/data"; mkdir -p "$work/data"
    ln -s "$(realpath "$1")" "$work/data/verbale.weights"; ln -s "$(realpath "$pack")" "$work/data/verbale.kb"
    VERBALE_DATA=$work/data "$build/src/cli/verbale" read --json --quiet --jobs 2 "$2" >"$3"
}

if [ -n "$folds" ]; then
    for set in plover_gsr plv coped_penta petr2_gsr; do
        : >"$work/$set.out"
        for k in 0 1 2 3 4; do
            read_with "$folds/fold-$k.weights" "$work/$set.$k.ndjson" "$work/fold.out"
            cat "$work/fold.out" >>"$work/$set.out"
        done
    done
    python3 "$shared/score/record_to.py" plover <"$work/plover_gsr.out" >"$work/plover_gsr.pred"
    echo "== plover_gsr.dev"; python3 "$shared/score/score_plover.py" "$work/plover_gsr.gold" "$work/plover_gsr.pred" "$shared/score/CAMEO2PLOVER-2021.txt"
    python3 "$shared/score/score_sentences.py" plv "$work/plv.gold" "$work/plv.out"
    python3 "$shared/score/score_sentences.py" coped "$work/coped_penta.gold" "$work/coped_penta.out"
    echo "the classes named as the scorer names them:"
    python3 "$shared/score/score_sentences.py" coped "$work/coped_penta.named.gold" "$work/coped_penta.out"
    python3 "$shared/score/score_sentences.py" petr2 "$work/petr2_gsr.gold" "$work/petr2_gsr.out"
fi
for set in gold held; do
    read_with "$data/verbale.weights" "$work/$set.ndjson" "$work/$set.out"
    echo "== $set"; python3 "$shared/score/score_record.py" "$work/$set.gold" "$work/$set.out" | grep -E "documents|event"
done
