"""Writes ``docs/rules.md`` from the rules themselves: ``python -m coding_course.edits.document``.

With ``--check`` it writes nothing and fails when the file on disk is not what it would write.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coding_course.claims import parse
from coding_course.claims.model import Encounter, Sex
from coding_course.edits.invented import invented_edition
from coding_course.edits.model import Severity
from coding_course.edits.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coding_course.codesets import Edition
    from coding_course.edits.model import Example, Rule

_HEAD = """\
# Rules

What `coding-course check` and the claim form look for. This page is written by
`python -m coding_course.edits.document` from the rules themselves; change a rule in `coding_course/edits/rules/`
and run it again.

An **error** is wrong whatever the chart says. A **warning** is usually wrong; the chart can justify it, and the
text says how. A **question** is something that the claim alone cannot tell. No rule reads the chart.
"""

_MEANING = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.QUESTION: "question",
}


def rules_page(rules: Iterable[Rule], edition: Edition) -> str:
    """Return the page that describes rules, as Markdown.

    Parameters
    ----------
    rules
        In the order of the page.
    edition
        The edition in which the examples are read, for the text of what each rule says.

    Examples
    --------
    >>> from coding_course.codesets import edition
    >>> "## duplicate" in rules_page(RULES.values(), edition())
    True
    """
    listed = list(rules)
    rows = [f"| [{rule.id}](#{rule.id}) | {_MEANING[rule.severity]} | {rule.title} |" for rule in listed]
    index = ["| rule | severity | what must hold |", "| --- | --- | --- |", *rows]
    parts = [_HEAD, f"{len(listed)} rules.\n", "\n".join(index) + "\n", *(_section(rule, edition) for rule in listed)]
    return "\n".join(parts)


def _section(rule: Rule, edition: Edition) -> str:
    fires = "\n".join(_example(rule, example, edition) for example in rule.fires)
    passes = "\n".join(_example(rule, example, edition) for example in rule.passes)
    return (
        f"## {rule.id}\n\n"
        f"{rule.title}.\n\n"
        f"- Severity: {_MEANING[rule.severity]}\n"
        f"- Source: {rule.citation}\n"
        f"{f'- Needs: {rule.needs}. The examples are of invented codes.{chr(10)}' if rule.needs else ''}\n"
        f"{rule.explanation}\n\n"
        f"Fires on:\n\n{fires}\n"
        f"Passes:\n\n{passes}"
    )


def _example(rule: Rule, example: Example, edition: Edition) -> str:
    claim = parse(example.claim, example.encounter.setting).claim
    said = [f.message for f in rule.decide(claim, example.encounter, invented_edition() if rule.needs else edition)]
    known = ", ".join(_known(example.encounter))
    note = f" — {example.note}" if example.note else ""
    lines = [f"- {known}{note}", "", "  ```text", *(f"  {line}" for line in example.claim.splitlines()), "  ```", ""]
    lines += [f"  > {message}\n" for message in said[:1]]
    return "\n".join(lines)


def _known(encounter: Encounter) -> Iterable[str]:
    yield encounter.setting.value
    if encounter.age is not None:
        yield "under one year" if encounter.age == 0 else f"age {encounter.age}"
    if encounter.sex is not Sex.UNKNOWN:
        yield {"F": "female", "M": "male"}[encounter.sex.value]
    if encounter.service_date:
        yield f"on {encounter.service_date}"


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or check it.

    Returns
    -------
    int
        0 when the page was written or is current, 1 when ``--check`` finds it out of date.
    """
    from coding_course.codesets import edition

    parser = argparse.ArgumentParser(prog="python -m coding_course.edits.document", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is out of date")
    parser.add_argument("--output", type=Path, default=Path("docs/rules.md"), help="where the page is (docs/rules.md)")
    options = parser.parse_args(arguments)
    page = rules_page(RULES.values(), edition())
    if options.check:
        current = options.output.read_text(encoding="utf-8") if options.output.exists() else ""
        if current == page:
            return 0
        print(
            f"{options.output} is out of date. Run python -m coding_course.edits.document and commit it.",
            file=sys.stderr,
        )
        return 1
    options.output.write_text(page, encoding="utf-8", newline="\n")
    print(f"{options.output}: {len(RULES)} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
