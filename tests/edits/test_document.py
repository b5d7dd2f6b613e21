"""``docs/rules.md`` is what the rules say, and what they cite is in the guidelines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coding_course.codesets import edition
from coding_course.edits import RULES, Rule
from coding_course.edits.document import main, rules_page
from tests.official import release

ROOT = Path(__file__).resolve().parents[2]
GUIDELINES = "icd10cm-fy2026/ICD-10-CM-October-2025-Guidelines.txt"
SECTION = re.compile(r"\b(I|II|III|IV)\.([A-Z])(?:\.(\d+))?(?:\.([a-z]))?(?:\.(\d+))?(?:\.([a-z]))?(?![\w-])")


def test_the_committed_page_is_current() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == rules_page(RULES.values(), edition()), "run python -m coding_course.edits.document and commit"


def test_an_outdated_page_fails_the_check_and_is_left_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "rules.md"
    page.write_text("old", encoding="utf-8")
    assert main(["--check", "--output", str(page)]) == 1
    assert page.read_text(encoding="utf-8") == "old"
    assert main(["--output", str(page)]) == 0
    assert main(["--check", "--output", str(page)]) == 0


def heading_line(lines: list[str], start: int, pattern: str) -> int | None:
    wanted = re.compile(pattern)
    return next((n for n in range(start, len(lines)) if wanted.match(lines[n])), None)


@pytest.mark.official
@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_cited_section_is_in_the_guidelines(rule: Rule) -> None:
    lines = release(GUIDELINES).decode().splitlines()
    body = max(n for n, line in enumerate(lines) if re.match(r"\s*Section I\. Conventions", line))
    cited = SECTION.findall(f"{rule.citation} {rule.explanation}")
    if "ICD-10-CM Official Guidelines FY2026" in rule.citation and "Appendix" not in rule.citation:
        assert SECTION.search(rule.citation)
    for section, letter, number, small, item, part in cited:
        at = heading_line(lines, body, rf"\s*Section {section}\. ")
        for wanted in (
            rf"\s*{letter}\. ",
            rf"\s*{number}\.\s" if number else "",
            rf"\s*{small}\.\s" if small else "",
            rf"\s*{item}\)\s" if item else "",
            rf"\s*\({part}\)\s" if part else "",
        ):
            if wanted:
                assert at is not None
                at = heading_line(lines, at + 1, wanted)
        assert at is not None, f"{rule.id} cites {section}.{letter}.{number}.{small}.{item}.{part}"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_explains_itself_in_sentences(rule: Rule) -> None:
    assert not rule.title.endswith(".")
    assert rule.explanation.endswith(".")
    assert len(rule.explanation) > 150
    assert rule.citation


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_cited_guideline_of_procedures_is_in_the_list(rule: Rule) -> None:
    rows = (ROOT / "datasets" / "guidelines" / "pcs-sections.tsv").read_text(encoding="utf-8").splitlines()
    known = {row.split("\t")[0] for row in rows}
    for cited in re.findall(r"ICD-10-PCS Official Guidelines FY2026, ([^;]*)", rule.citation):
        assert set(re.split(r",\s*|\s+and\s+", cited.strip())) <= known, rule.id
