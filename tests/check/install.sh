#!/bin/bash
# Install into a folder of its own, look for what a packager expects, and build a program against it with pkg-config.
# usage: install.sh BUILD_DIR
set -eu
build=$(cd "$1" && pwd)
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DESTDIR=$work meson install -C "$build" --no-rebuild --quiet >/dev/null
prefix=$work$(meson introspect "$build" --buildoptions | python3 -c 'import json,sys; print(next(o["value"] for o in json.load(sys.stdin) if o["name"]=="prefix"))')
lib=$(dirname "$(find "$prefix" -name libverbale.so -print -quit)")

missing=0
expect() { if ! compgen -G "$prefix/$1" >/dev/null; then echo "not installed: $1"; missing=1; fi; }
expect bin/verbale
expect include/verbale.h
expect 'lib/*/libverbale.so.1'
expect 'lib/*/libverbale.a'
expect 'lib/*/pkgconfig/verbale.pc'
expect share/verbale/verbale.weights
expect share/verbale/models.sha256
expect share/verbale/verbale.kb
expect share/man/man1/verbale.1
expect share/bash-completion/completions/verbale
[ $missing = 0 ]

cat >"$work/user.c" <<'END'
#include <verbale.h>
#include <stdio.h>
int main(void) { return puts(vb_version()) < 0 || vb_status_name(VB_OK) == NULL; }
END
export PKG_CONFIG_PATH=$lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$work
# shellcheck disable=SC2046
cc -std=c17 -Wall -Werror -pedantic -o "$work/user" "$work/user.c" $(pkg-config --cflags --libs verbale)
[ "$(LD_LIBRARY_PATH=$lib "$work/user")" = "$(sed -n 's/^#define VERBALE_VERSION "\(.*\)"/\1/p' "$source/include/verbale.h")" ]

# The installed program finds the installed data where --data points, and reads.
VERBALE_DATA=$prefix/share/verbale LD_LIBRARY_PATH=$lib "$prefix/bin/verbale" read --json - \
    <<<'"The bridge is closed," said Ida Lund.' | grep -q '"statements"'
VERBALE_DATA='' LD_LIBRARY_PATH=$lib "$prefix/bin/verbale" read --data "$prefix/share/verbale" --json - \
    <<<'"The bridge is closed," said Ida Lund.' | grep -q '"statements"'
c++ -fsyntax-only -x c++ "$source/include/verbale.h" 2>/dev/null || ! command -v c++ >/dev/null
echo "installed and used"
