#!/bin/bash
# Accuracy of statements: bench/attribution/run.sh [polnear|corpus|all]   (PROGRAM and READ_OPTIONS may be set from outside)
#   polnear   polnear.dev, score_attribution.py --outermost, with 95 % intervals from 1,000 resamples of articles
#   corpus    the held-out third of corpus/, statements by score_record.py
# Needs ../shared/data and ../shared/score, or VERBALE_SHARED. Leaves its files in build-bench/.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${VERBALE_SHARED:-$root/../shared}
work=$root/build-bench
what=${1:-all}
[ -d "$shared/score" ] || { echo "skipped: $shared/score is not here"; exit 77; }
mkdir -p "$work"
if [ -z "${PROGRAM:-}" ]; then
    "$root/run" version >/dev/null
    PROGRAM=$root/build/src/cli/verbale
fi
export VERBALE_DATA=${VERBALE_DATA:-$root/data}
read -r -a options <<<"${READ_OPTIONS:-}"

if [ "$what" = polnear ] || [ "$what" = all ]; then
    xz -dc "$shared/data/attribution/polnear.dev.ndjson.xz" >"$work/polnear.dev.ndjson"
    python3 - "$work/polnear.dev.ndjson" >"$work/polnear.dev.text.ndjson" <<'END'
import json, sys
for line in open(sys.argv[1], encoding='utf-8'):
    d = json.loads(line)
    print(json.dumps({'id': d['id'], 'text': d['text']}, ensure_ascii=False))
END
    "$PROGRAM" read --json --quiet "${options[@]+"${options[@]}"}" "$work/polnear.dev.text.ndjson" >"$work/polnear.dev.record.ndjson"
    python3 "$shared/score/record_to.py" attribution <"$work/polnear.dev.record.ndjson" >"$work/polnear.dev.system.ndjson"
    score() { python3 "$shared/score/score_attribution.py" "$work/polnear.dev.ndjson" "$work/polnear.dev.system.ndjson" --outermost "$@"; }
    echo "== polnear.dev"
    score --bootstrap 1000
    for only in speech direct mixed indirect; do
        echo "== polnear.dev, $only only"
        score --only "$only"
    done
fi

if [ "$what" = corpus ] || [ "$what" = all ]; then
    echo "== held-out texts of corpus/"
    mapfile -t held < <(sed -n "s#^articles/#$root/corpus/articles/#p" "$root/corpus/heldout.txt")
    python3 "$root/corpus/corpusc.py" "${held[@]}" >"$work/heldout.gold.ndjson"
    python3 - "$work/heldout.gold.ndjson" >"$work/heldout.text.ndjson" <<'END'
import json, sys
for line in open(sys.argv[1], encoding='utf-8'):
    d = json.loads(line)['document']
    row = {'id': d.get('input_id') or d['id'], 'text': d['text']}
    row.update({k: d[k] for k in ('date', 'tz', 'title', 'publisher', 'lang') if d.get(k)})
    print(json.dumps(row, ensure_ascii=False))
END
    "$PROGRAM" read --json --quiet "${options[@]+"${options[@]}"}" "$work/heldout.text.ndjson" >"$work/heldout.record.ndjson"
    python3 "$shared/score/score_record.py" "$work/heldout.gold.ndjson" "$work/heldout.record.ndjson"
fi
