"""Prints the house: for each part how large it is and which parts it imports, in the order the data flows.

`python scripts/draw_house.py` prints a table in Markdown; with ``--long`` also every module above 300 lines.
"""

from __future__ import annotations

import argparse
import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "src" / "letopis"
#: In the order the data flows; what is not named here stands at the end, by its name.
ORDER = ("errors", "model", "identity", "intake", "language", "passages", "reading", "store", "study", "pipeline",
         "building", "asking", "watching", "engines", "faces", "web", "commands",
         "cli")  # fmt: skip
LONG = 300


def part_of(path: Path) -> str:
    """The part that a module lies in: its folder, or itself."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """The parts that a module imports, at its top or inside its functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "letopis":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("letopis."):
            yield str(node.module).split(".")[1]


def functions_of(path: Path) -> Iterator[int]:
    """The lengths of a module's functions in lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="name the modules above 300 lines, too")
    long = parser.parse_args().long
    parts: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(ROOT.rglob("*.py")):
        parts[part_of(path)].append(path)
    known = {name: number for number, name in enumerate(ORDER)}
    print("| part | modules | lines | functions: median, longest | imports |\n| --- | --- | --- | --- | --- |")
    for part, paths in sorted(parts.items(), key=lambda item: (known.get(item[0], len(known)), item[0])):
        used = {name for path in paths for name in imports_of(path)} & set(parts) - {part}
        lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)
        sizes = sorted(size for path in paths for size in functions_of(path)) or [0]
        ordered = ", ".join(sorted(used, key=lambda name: known.get(name, len(known)))) or "–"
        print(f"| `{part}` | {len(paths)} | {lines:,} | {sizes[len(sizes) // 2]}, {sizes[-1]} | {ordered} |")
    if long:
        print()
        for path in sorted(ROOT.rglob("*.py")):
            if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONG:
                print(f"{count:>5}  {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
