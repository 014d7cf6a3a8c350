#!/bin/sh
# usage: bench/issue/build_dump.sh BUILD OUT: compiles issue_dump against BUILD/src/libverbale.a.
set -eu
cd "$(dirname "$0")/../.."
folders=$(printf -- '-I%s ' src/*/)
# shellcheck disable=SC2086
cc -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -Wshadow -Wconversion -Iinclude $folders bench/issue/issue_dump.c \
    "$1/src/libverbale.a" -ldnnl -lgomp -lsqlite3 -ljansson -lutf8proc -lxxhash -lmd -lm -lpthread -o "$2"
