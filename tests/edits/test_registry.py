"""Adding a file registers a rule; a file that is none is named."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coding_course.edits import RULES, registry, rules

SOURCE = Path(rules.__path__[0])


def with_rule(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(folder)])
    monkeypatch.delitem(sys.modules, f"{rules.__name__}.{name}", raising=False)


def test_every_file_is_a_rule_named_as_its_id() -> None:
    files = {path.stem.replace("_", "-") for path in SOURCE.glob("*.py")} - {"--init--"}
    assert set(RULES) == files
    assert list(RULES) == sorted(RULES, key=lambda name: name.replace("-", "_"))


def test_a_new_file_is_a_new_rule(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = (SOURCE / "duplicate.py").read_text(encoding="utf-8").replace('id="duplicate"', 'id="twice-for-a-test"')
    with_rule(monkeypatch, tmp_path, "twice_for_a_test", text)
    assert set(registry._collect()) - set(RULES) == {"twice-for-a-test"}


@pytest.mark.parametrize("text", ["", "RULE = 3", "from coding_course.edits.rules.duplicate import RULE"])
def test_a_file_that_is_no_rule_of_its_name_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    with_rule(monkeypatch, tmp_path, "not_a_rule", text)
    with pytest.raises(registry.RuleProblem, match=r"edits/rules/not_a_rule\.py"):
        registry._collect()
