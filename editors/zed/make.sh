#!/usr/bin/env bash
# Writes the extension for Zed into a folder, with this checkout and its commit as the place of
# the grammar: editors/zed/make.sh FOLDER, then install FOLDER as a dev extension.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
home="$(cd "$(dirname "$0")" && pwd)"
root="${home%/editors/zed}"
mkdir -p "$1"
cp -r "$home/Cargo.toml" "$home/src" "$home/languages" "$1"
for query in highlights indents outline brackets; do
    cp "$root/editors/tree-sitter-heng/queries/$query.scm" "$1/languages/heng"
done
sed "s|@ROOT@|$root|; s|@COMMIT@|$(git -C "$root" rev-parse HEAD)|" "$home/extension.toml.in" >"$1/extension.toml"
