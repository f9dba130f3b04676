#!/usr/bin/env bash
# Tests the editor packages with the editors themselves, over the real server.
#
#   editors/test.sh                    all parts
#   editors/test.sh vscode neovim      some: vscode, tree-sitter, clients, neovim, emacs, code
#
# HENG      the program; target/debug/heng of this checkout when not set
# HENG_ALL  what the server does not offer yet fails, where it is otherwise skipped
# SHOTS     where the screenshots of VS Code go; editors/.cache/screenshots when not set
#
# Wants node, npm and a C compiler; fetches what it needs of npm and PyPI into editors/.cache.
# Neovim, Emacs (with elpa-eglot) and Chromium have to be there: apt-get install
# neovim emacs-nox elpa-eglot chromium fonts-noto-cjk libkrb5-dev. A part whose program is
# missing is skipped and says so.
set -euo pipefail
cd "$(dirname "$0")"
export ROOT="${PWD%/*}"
export HENG="${HENG:-$ROOT/target/debug/heng}"
cache="$PWD/.cache"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$cache"
[ -x "$HENG" ] || { echo "no program at $HENG: cargo build, or set HENG" >&2; exit 2; }

missing() { # PART PROGRAM...: says so when one is not installed
    local part="$1" program; shift
    for program; do
        command -v "$program" >/dev/null || { echo "skip  $part: $program is not installed"; return 0; }
    done
    return 1
}

packages() { [ vscode/node_modules -nt vscode/package-lock.json ] || { npm --prefix vscode ci --no-progress && touch vscode/node_modules; }; }

venv() { # MODULE PACKAGE: a Python of its own that has it
    [ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
    "$cache/venv/bin/python" -c "import $1" 2>/dev/null || "$cache/venv/bin/pip" install --quiet "$2"
}

vscode() { # The extension packs; its words, snippets and tokens are right.
    missing vscode node npm && return
    packages
    npm --prefix vscode test
    npm --prefix vscode run package
}

tree_sitter() { # All that heng accepts, the corpus and the queries.
    missing tree-sitter python3 cc && return
    venv tree_sitter 'tree-sitter>=0.25'
    "$cache/venv/bin/python" tree-sitter-heng/check.py
    # The program itself also sees whether parser.c belongs to grammar.js.
    command -v tree-sitter >/dev/null || return 0
    cp tree-sitter-heng/src/parser.c "$work"
    (cd tree-sitter-heng && tree-sitter generate && cmp src/parser.c "$work/parser.c" && tree-sitter test)
}

clients() { # What three kinds of client are answered.
    missing clients python3 && return
    venv pytest_lsp pytest-lsp
    "$cache/venv/bin/python" -m pytest -q -p no:cacheprovider -o asyncio_default_fixture_loop_scope=function test/test_session.py
}

neovim() {
    missing neovim nvim && return
    mkdir "$work/neovim"
    cp ../examples/知识产权局/2024.heng "$work/neovim"
    (cd "$work/neovim" && timeout 120 nvim --headless --clean \
        --cmd "set runtimepath+=$ROOT/editors/neovim | let g:heng_path = \$HENG | let g:heng_arguments = ['--isolated']" 2024.heng \
        -c "lua local held, reason = pcall(dofile, '$ROOT/editors/test/neovim.lua') if not held then print(reason) vim.cmd('cquit!') end" 2>&1)
}

emacs_() {
    missing emacs emacs && return
    mkdir "$work/emacs"
    for example in 知识产权局/2024 道路改造/2024 公共/计分规则 满意度调查/2024; do
        cp "../examples/$example.heng" "$work/emacs/$([ "${example%/2024}" = 知识产权局 ] && echo 2024 || echo "${example%%/*}").heng"
    done
    (cd "$work/emacs" && LC_ALL=C.UTF-8 timeout 120 emacs --batch \
        --eval "(progn (require 'package) (package-initialize) (require 'cl-lib))" \
        -l "$ROOT/editors/emacs/heng-mode.el" -l "$ROOT/editors/test/emacs.el" 2>"$work/emacs.log") || { tail -20 "$work/emacs.log"; return 1; }
}

code() { # VS Code itself in a browser.
    missing code node npm && return
    local chromium; chromium="$(command -v chromium || command -v chromium-browser || true)"
    [ -n "$chromium" ] || { echo "skip  code: chromium is not installed"; return; }
    [ -f vscode/heng.vsix ] || vscode
    local node="$cache/node" server="$cache/code-server"
    if [ ! -f "$server/ready" ]; then
        # code-server wants its own version of node, and builds parts of itself with it.
        mkdir -p "$node" "$server"
        npm --prefix "$node" install --no-progress --no-audit --no-fund node@24
        PATH="$node/node_modules/node/bin:$PATH" npm --prefix "$server" install --no-progress --no-audit --no-fund code-server@4.139.1 playwright-core@1.65.1
        touch "$server/ready"
    fi
    VSIX="$PWD/vscode/heng.vsix" CODE_SERVER="$server/node_modules/code-server/out/node/entry.js" MODULES="$server" \
        CHROMIUM="$chromium" SHOTS="${SHOTS:-$cache/screenshots}" \
        timeout 600 "$node/node_modules/node/bin/node" test/code.mjs
}

failed=()
for part in "${@:-vscode tree-sitter clients neovim emacs code}"; do
    for one in $part; do
        echo "== $one"
        case "$one" in
            vscode | clients | neovim | code) run="$one" ;;
            tree-sitter) run=tree_sitter ;;
            emacs) run=emacs_ ;;
            *) echo "no part $one" >&2; exit 2 ;;
        esac
        # A shell of its own, so that its errors end it and not the other parts.
        set +e; (set -e; "$run"); [ $? -eq 0 ] || failed+=("$one"); set -e
    done
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}"; exit 1; }
