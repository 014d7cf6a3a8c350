#!/bin/bash
# Every layer of the record against annotated articles: bench/record/run.sh [gold|heldout|actors|all] [--misses]
#   gold      ../shared/gold, all lines of score_record.py: measuring only, its misses are not shown
#   heldout   the held-out articles of corpus/; --misses lists those of the entity layer (misses.py) in build-bench/record.misses.tsv
#   actors    phrases with the country and the sector that they stand for (ngec_actors.dev), score_sentences.py
# PROGRAM, READ_OPTIONS and VERBALE_DATA may be set from outside. Needs ../shared, or VERBALE_SHARED. Leaves its files in build-bench/.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
shared=${VERBALE_SHARED:-$root/../shared}
work=${WORK:-$root/build-bench}
what=${1:-all}
misses=${2:-}
[ -d "$shared/score" ] || { echo "skipped: $shared/score is not here"; exit 77; }
mkdir -p "$work"
if [ -z "${PROGRAM:-}" ]; then
    "$root/run" version >/dev/null
    PROGRAM=$root/build/src/cli/verbale
fi
export VERBALE_DATA=${VERBALE_DATA:-$root/data}
read -r -a options <<<"${READ_OPTIONS:-}"

# texts GOLD: what the program reads of annotated records
texts() {
    python3 - "$1" <<'END'
import json, sys
for line in open(sys.argv[1], encoding='utf-8'):
    d = json.loads(line)['document']
    row = {'id': d.get('input_id') or d['id'], 'text': d['text']}
    row.update({k: d[k] for k in ('date', 'tz', 'title', 'publisher', 'lang') if d.get(k)})
    print(json.dumps(row, ensure_ascii=False))
END
}
read_texts() { "$PROGRAM" read --json --quiet "${options[@]+"${options[@]}"}" "$1" >"$2"; }

if [ "$what" = gold ] || [ "$what" = all ]; then
    echo "== gold"
    texts "$shared/gold/gold.ndjson" >"$work/gold.text.ndjson"
    read_texts "$work/gold.text.ndjson" "$work/gold.record.ndjson"
    python3 "$shared/score/score_record.py" "$shared/gold/gold.ndjson" "$work/gold.record.ndjson"
fi

if [ "$what" = heldout ] || [ "$what" = all ]; then
    echo "== held-out articles of corpus/"
    mapfile -t held < <(sed "s#^#$root/corpus/#" "$root/corpus/heldout.txt")
    python3 "$root/corpus/corpusc.py" "${held[@]}" >"$work/heldout.gold.ndjson"
    texts "$work/heldout.gold.ndjson" >"$work/heldout.text.ndjson"
    read_texts "$work/heldout.text.ndjson" "$work/heldout.record.ndjson"
    python3 "$shared/score/score_record.py" "$work/heldout.gold.ndjson" "$work/heldout.record.ndjson"
    if [ "$misses" = --misses ]; then
        python3 "$root/bench/record/misses.py" "$work/heldout.gold.ndjson" "$work/heldout.record.ndjson" >"$work/record.misses.tsv"
        cut -f 1,2 "$work/record.misses.tsv" | sort | uniq -c | sort -rn
    fi
fi

if [ "$what" = actors ] || [ "$what" = all ]; then
    echo "== ngec_actors.dev"
    xz -dc "$shared/data/events/ngec_actors.dev.ndjson.xz" >"$work/actors.gold.ndjson"
    python3 - "$work/actors.gold.ndjson" >"$work/actors.text.ndjson" <<'END'
import json, re, sys, time
for line in open(sys.argv[1], encoding='utf-8'):
    d = json.loads(line)
    date = re.match(r'(\d+)[- ](\w+)[- ](\d+)$', d.get('query_date') or '')           # "today" is a text without a date
    row = {'id': d['id'], 'text': '\n\n'.join(filter(None, (d['text'], d.get('context')))), 'lang': 'en'}
    if date:
        y, m, day = date.groups() if len(date[1]) == 4 else reversed(date.groups())
        row['date'] = f'{y}-{m if m.isdigit() else time.strptime(m, "%B").tm_mon:0>2}-{day:0>2}'
    print(json.dumps(row, ensure_ascii=False))
END
    read_texts "$work/actors.text.ndjson" "$work/actors.record.ndjson"
    python3 "$shared/score/score_sentences.py" actors "$work/actors.gold.ndjson" "$work/actors.record.ndjson"
    if [ "$misses" = --misses ]; then
        python3 "$root/bench/record/misses.py" --actors "$work/actors.gold.ndjson" "$work/actors.record.ndjson" >"$work/actors.misses.tsv"
        cut -f 1,2 "$work/actors.misses.tsv" | sort | uniq -c | sort -rn
    fi
fi
