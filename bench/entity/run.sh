#!/bin/bash
# Names, coreference and ambiguous pronouns of the entity layer: bench/entity/run.sh BUILD [names|coref|gap|all] [--tune]
#   BUILD    a build folder with src/libverbale.a; VERBALE_DATA: where weights and pack are
#   --tune   the threshold of a link too, on ontogum-train, and GAP on gap-development, which the weights were fitted on
# Needs ../shared/data, or VERBALE_SHARED. Leaves its files in build-bench/. README.md says what is measured how.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/bench/entity
shared=${VERBALE_SHARED:-$root/../shared}
work=${WORK:-$root/build-bench}
build=${1:?usage: bench/entity/run.sh BUILD [names|coref|gap|all] [--tune]}
what=${2:-all}
tune=${3:-}
[ -d "$shared/data" ] || { echo "skipped: $shared/data is not here"; exit 77; }
mkdir -p "$work"
export VERBALE_DATA=${VERBALE_DATA:-$root/data}
python3 "$here/coref_scores.py" --self-test >/dev/null
python3 "$here/score_entities.py" --self-test >/dev/null
"$here/build.sh" "$build" "$work/entity_dump"

measure() {      # measure DO SET
    [ -s "$work/$2.ndjson" ] || python3 "$here/score_entities.py" texts "$2" --shared "$shared" >"$work/$2.ndjson"
    "$work/entity_dump" <"$work/$2.ndjson" >"$work/$2.found.ndjson"
    echo "== $2"
    case $1 in
        score) python3 "$here/score_entities.py" score "$2" "$work/$2.found.ndjson" --shared "$shared" --bootstrap 1000 ;;
        tune) python3 "$here/score_entities.py" tune "$2" "$work/$2.found.ndjson" --shared "$shared" ;;
    esac
}

if [ "$what" = names ] || [ "$what" = all ]; then
    measure score ewt-dev
    measure score worldwide-tenth
fi
if [ "$what" = coref ] || [ "$what" = all ]; then
    [ "$tune" != --tune ] || measure tune ontogum-train-sample
    measure score ontogum-dev
fi
if [ "$what" = gap ] || [ "$what" = all ]; then
    [ "$tune" != --tune ] || measure score gap-development
    measure score gap-validation
fi
