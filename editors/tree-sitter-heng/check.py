"""Parses what heng itself accepts, runs the corpus, and compiles the queries.

Needs a C compiler and the `tree-sitter` package of PyPI; not the tree-sitter program.

    python check.py            all of it
    python check.py --bless    rewrites the trees of the corpus
"""

import ctypes
import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tree_sitter import Language, Parser, Query, QueryCursor

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# What a build writes down about grammar.js, so that a forgotten `generate` is noticed.
STAMP = HERE / "src" / "grammar.sha256"
HELIX = HERE.parent / "helix" / "queries" / "highlights.scm"


def language(folder):
    library = Path(folder) / "heng.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-I", HERE / "src", "-o", library, HERE / "src" / "parser.c"], check=True
    )
    pointer = ctypes.CDLL(str(library)).tree_sitter_heng
    pointer.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype = ctypes.py_object
    capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    return Language(capsule(pointer(), b"tree_sitter.Language", None))


def accepted():
    """Every text that heng reads without a mistake of form, with a name for it."""
    for pattern in ["examples/**/*.heng", "src/model/prelude/*.heng"]:
        for path in sorted(ROOT.glob(pattern)):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")
    for path in sorted(ROOT.glob("tests/suite/**/*.heng")):
        for section in re.split(r"(?m)^(?=#= )", path.read_text("utf-8")):
            lines = section.splitlines()
            notes = [line for line in lines if line.lstrip().startswith("#! ")]
            # E01 are the mistakes of form; all others are found in a tree that was read.
            if lines and not any(note.lstrip().startswith("#! E01") for note in notes):
                text = "\n".join(line for line in lines if line not in notes) + "\n"
                yield f"{path.relative_to(ROOT)} § {lines[0]}", text
    for path in [ROOT / "docs" / "语言参考.md", ROOT / "README.md", ROOT / "README.zh-CN.md"]:
        blocks = re.findall(r"(?ms)^```heng([^\n]*)\n(.*?)^```", path.read_text("utf-8"))
        for number, (kind, text) in enumerate(blocks):
            if "错误" not in kind:
                yield f"{path.relative_to(ROOT)} block {number + 1}", text


def mistakes(node):
    if node.type == "ERROR" or node.is_missing:
        yield node
    elif node.has_error:
        for child in node.children:
            yield from mistakes(child)


def shape(node, depth=0, field=None):
    """The named nodes, one a line."""
    head = "  " * depth + (f"{field}: " if field else "") + f"({node.type}"
    children = [
        shape(child, depth + 1, node.field_name_for_child(index))
        for index, child in enumerate(node.children)
        if child.is_named
    ]
    return head + "".join("\n" + child for child in children) + ")"


def corpus(parser, bless):
    """The cases of test/corpus: a title between `===`, a text, `---`, its tree."""
    for path in sorted((HERE / "test" / "corpus").glob("*.txt")):
        cases = re.findall(r"(?ms)^={3,}\n(.*?)\n={3,}\n(.*?)\n-{3,}\n(.*?)(?=^={3,}\n|\Z)", path.read_text("utf-8"))
        out = []
        for title, text, tree in cases:
            found = shape(parser.parse(text.encode()).root_node)
            out.append(f"{'=' * 20}\n{title}\n{'=' * 20}\n{text}\n---\n\n{found}\n")
            flat = lambda tree: re.sub(r"\s+", " ", tree).strip()
            if flat(tree) != flat(found) and not bless:
                yield f"{path.name} § {title}\n{found}"
        if bless:
            path.write_text("\n".join(out), "utf-8")
        if not cases:
            yield f"{path.name}: no case"


def captures(heng, parser):
    """test/highlight.heng: under a line, `#: text capture` says how the text is highlighted."""
    path = HERE / "test" / "highlight.heng"
    lines = path.read_text("utf-8").splitlines()
    source = "\n".join("" if line.startswith("#: ") else line for line in lines).encode()
    query = Query(heng, (HERE / "queries" / "highlights.scm").read_text("utf-8"))
    # The last pattern that matches a node wins, as editors have it.
    best = {}
    for pattern, nodes in QueryCursor(query).matches(parser.parse(source).root_node):
        for name, found in nodes.items():
            for node in found:
                key = (node.start_point[0], node.text.decode().strip())
                if pattern >= best.get(key, (-1, ""))[0]:
                    best[key] = (pattern, name)
    row = 0
    for number, line in enumerate(lines):
        if not line.startswith("#: "):
            row = number
            continue
        text, _, capture = line[3:].rpartition(" ")
        found = best.get((row, text), (0, "nothing"))[1]
        if found != capture:
            yield f"{path.name}:{number + 1}: {text} is {found}, not {capture}"


def for_helix():
    """The highlights with their patterns the other way round: in Helix the first one wins."""
    text = (HERE / "queries" / "highlights.scm").read_text("utf-8")
    code = "\n".join(line for line in text.splitlines() if not line.startswith(";"))
    patterns = [pattern.rstrip() for pattern in re.split(r"(?m)^(?=[(\[])", code) if pattern.strip()]
    head = "; Written by tree-sitter-heng/check.py --bless: the first pattern that fits wins.\n\n"
    return head + "\n".join(reversed(patterns)) + "\n"


def main():
    bless = "--bless" in sys.argv
    digest = hashlib.sha256((HERE / "grammar.js").read_bytes()).hexdigest()
    if bless:
        STAMP.write_text(digest + "\n")
        HELIX.write_text(for_helix(), "utf-8")
    failures = []
    if not STAMP.exists() or STAMP.read_text().strip() != digest:
        failures.append("grammar.js was changed: run `tree-sitter generate`, then `python check.py --bless`")
    if HELIX.read_text("utf-8") != for_helix():
        failures.append("queries/highlights.scm was changed: run `python check.py --bless`")
    with tempfile.TemporaryDirectory() as folder:
        heng = language(folder)
        parser = Parser(heng)
        count = 0
        for name, text in accepted():
            count += 1
            root = parser.parse(text.encode()).root_node
            lines = text.splitlines()
            for node in list(mistakes(root))[:3]:
                row = node.start_point[0]
                failures.append(f"{name}:{row + 1}: {node.type}: {lines[row] if row < len(lines) else ''}")
        failures += corpus(parser, bless)
        for path in [*sorted((HERE / "queries").glob("*.scm")), HELIX, *sorted(HERE.parent.glob("zed/**/*.scm"))]:
            Query(heng, path.read_text("utf-8"))
        failures += captures(heng, parser)
    print("\n".join(failures))
    print(f"tree-sitter: {count} texts, {len(failures)} failures")
    return 1 if failures or count < 60 else 0


if __name__ == "__main__":
    sys.exit(main())
