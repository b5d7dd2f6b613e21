"""JSON schemas of the bank's files, made from the models, for editors that check YAML as it is typed.

``python -m coding_course.bank.schema [--check]`` writes ``docs/schema/``, or says whether it is up to date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from coding_course.bank.hunts import Hunt
from coding_course.bank.models import Case, Exam, Parameter, Question, Skill
from coding_course.resources import share_root

FILES: dict[str, Any] = {
    "case.schema.json": Case,
    "questions.schema.json": list[Question],
    "hunts.schema.json": list[Hunt],
    "skills.schema.json": list[Skill],
    "exams.schema.json": list[Exam],
}
"""Schema files and what they describe."""


def schema(name: str) -> dict[str, Any]:
    """Return one schema.

    Parameters
    ----------
    name
        A name of :data:`FILES`.

    Examples
    --------
    >>> sorted(schema("skills.schema.json")["$defs"]["Skill"]["required"])
    ['id', 'title']
    """
    model = FILES[name]
    result: dict[str, Any] = msgspec.json.schema(model)
    if model is Case:
        # A template's own field; the reader takes it off before the case is read.
        parameters = msgspec.json.schema(tuple[Parameter, ...])
        result["$defs"].update(parameters["$defs"])
        items = {"type": "array", "items": {"$ref": "#/$defs/Parameter"}}
        result["$defs"]["Case"]["properties"]["parameters"] = items
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **result}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the schemas, or compare them with ``--check``; return 1 when they differ."""
    check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    folder = share_root() / "docs" / "schema"
    differing = [name for name in FILES if not _same(folder / name)]
    for name in differing:
        print(f"{'differs from the models' if check else 'written'}: docs/schema/{name}")
        if not check:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text(name), encoding="utf-8", newline="\n")
    return int(check and bool(differing))


def text(name: str) -> str:
    """Return the text of a schema file; the same models give the same text."""
    return json.dumps(schema(name), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _same(path: Path) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text(path.name)


if __name__ == "__main__":
    raise SystemExit(main())
