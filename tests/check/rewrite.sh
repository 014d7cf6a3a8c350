#!/bin/bash
# Write what the program answers today into the golden cases: ./check golden --rewrite. Read the diff before it is committed.
# usage: rewrite.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
for runner in "$build"/tests/golden/golden_*; do
    if [ -f "$runner" ] && [ -x "$runner" ]; then "$runner" --rewrite tests/golden/"${runner##*/golden_}"/*.case; fi
done
python3 tests/golden/statements.py "$build/src/cli/verbale" --rewrite tests/golden/statements/*.case
python3 tests/golden/event_cases.py "$build/src/cli/verbale" --rewrite tests/golden/events/*.case
git --no-pager diff --stat -- tests/golden
