"""Reading the YAML sources: every problem has its file, its line and a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_course.bank.check import main
from coding_course.bank.models import Option, Parameter
from coding_course.bank.sources import read_sources, source_files
from coding_course.bank.templates import MOST_VARIANTS, variants

from .examples import CASE, QUESTIONS, TEMPLATE, broken, write


def read(folder: Path) -> list[str]:
    return [str(problem) for problem in read_sources([folder], folder).problems]


def test_good_sources_are_read_without_a_problem(tmp_path: Path) -> None:
    found = read_sources([write(tmp_path)], tmp_path)
    assert found.problems == ()
    ids = [located.value.id for located in found.cases]
    assert ids == ["tx-001", "tx-002:1", "tx-002:2", "tx-002:3", "tx-002:4"]
    assert [located.value.id for located in found.questions] == [f"q-tx-{number}" for number in range(1, 6)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rationale: The side", "ratonale: The side", "has no field 'ratonale'; did you mean 'rationale'"),
        ("difficulty: 2", "difficulty: two", "difficulty must be a whole number, not 'two'"),
        ("sex: F", "sex: female", "patient.sex cannot be 'female'"),
        ("setting: professional", "setting: profesional", "did you mean 'professional'"),
        ("skills: [cm.laterality]", "skills: cm.laterality", "skills must be a list: write [cm.laterality]"),
        ("title: Knee pain at a routine visit", "title: [Knee pain]", "title must be a text"),
        ("patient: {age: 54, sex: F}", "patient: 54", "patient must be fields (age, sex)"),
        ("title: Knee", "id: again\ntitle: Knee", "The field 'id' stands here twice"),
        ("  diagnoses:", "  diagnosis:", "key has no field 'diagnosis'; did you mean 'diagnoses'"),
        ("title: Knee", "title: Knee: pain", "must stand in quotes"),
        ("difficulty: 2", "\tdifficulty: 2", "spaces, not tabs"),
        ("worse on stairs.\n", "worse on {{side}} stairs.\n", "{{side}} stands here, but the case has no parameters"),
        ("id: tx-001", "id: tx-009", "the file is named 'tx-001.yaml'"),
    ],
)
def test_a_mistake_is_reported_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text, line = broken(CASE, old, new)
    told = read(write(tmp_path, case=text))
    matching = [each for each in told if said in each]
    assert matching, told
    near = [f"cases/knee/tx-001.yaml:{at}:" for at in (line - 1, line, line + 1)]
    block = f"cases/knee/tx-001.yaml:{CASE[: CASE.index('text: |')].count(chr(10)) + 1}:"
    assert any(matching[0].startswith(each) for each in (*near, block)), matching


def test_missing_fields_are_named_together(tmp_path: Path) -> None:
    text = CASE.replace("specialty: primary-care\n", "").replace("difficulty: 2\n", "")
    assert "cases/knee/tx-001.yaml:1: error: The record lacks specialty, difficulty." in read(
        write(tmp_path, case=text)
    )


def test_several_mistakes_are_reported_in_one_run(tmp_path: Path) -> None:
    text = CASE.replace("sex: F", "sex: Q").replace("rationale: Metformin", "rational: Metformin")
    assert len(read(write(tmp_path, case=text))) >= 3


def test_codes_and_indicators_stay_what_was_typed(tmp_path: Path) -> None:
    text = CASE.replace("difficulty: 2", "difficulty: 2").replace("code: 99213", "code: 0016070")
    found = read_sources([write(tmp_path, case=text)])
    assert found.cases[0].value.key.lines[0].code == "0016070"


def test_an_id_that_is_taken_is_reported_with_the_other_place(tmp_path: Path) -> None:
    told = read(write(tmp_path, questions=QUESTIONS.replace("q-tx-2", "q-tx-1")))
    assert any("The question id 'q-tx-1' is taken: questions/tx.yaml:1" in each for each in told)


def test_files_that_cannot_be_read_are_problems_not_errors(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "latin.yaml").write_bytes("id: caf\xe9".encode("latin-1"))
    (folder / "empty.yaml").write_text("", encoding="utf-8")
    (folder / "deep.yaml").write_text("[" * 3000, encoding="utf-8")
    (folder / "list.yaml").write_text("- id: a\n", encoding="utf-8")
    (folder / "loop.yaml").write_text("&a [*a]", encoding="utf-8")
    (folder / "folder.yaml").mkdir()
    told = "\n".join(read(tmp_path))
    for said in ("not UTF-8", "is empty", "cases/deep.yaml", "A case file is one case", "cannot be read"):
        assert said in told


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "cases" / "knee" / "tx-001.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + CASE.encode())
    assert read(tmp_path) == []


def test_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "cases" / "knee" / "tx-001.yaml"
    path.write_bytes(CASE.replace("\n", "\r\n").encode())
    assert read_sources([path]).cases[0].value == read_sources([write(tmp_path)]).cases[0].value


def test_what_a_file_holds_follows_from_its_fields_outside_the_folders(tmp_path: Path) -> None:
    (tmp_path / "tx-001.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "some.yaml").write_text(QUESTIONS, encoding="utf-8")
    found = read_sources([tmp_path / "tx-001.yaml", tmp_path / "some.yaml"])
    assert (len(found.cases), len(found.questions)) == (1, 5)


def test_only_the_banks_folders_are_looked_through(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "glossary.yaml").write_text("- anything\n", encoding="utf-8")
    assert len(source_files([tmp_path])) == 3


# Templates


def test_variants_are_all_combinations_with_the_last_parameter_fastest(tmp_path: Path) -> None:
    cases = [located.value for located in read_sources([write(tmp_path)]).cases[1:]]
    assert [case.key.diagnoses[0].code for case in cases] == ["M17.12", "M17.12", "M17.11", "M17.11"]
    assert [case.patient.age for case in cases] == [54, 61, 54, 61]


def test_an_entry_whose_code_is_empty_is_left_out_of_that_variant(tmp_path: Path) -> None:
    cases = [located.value for located in read_sources([write(tmp_path)]).cases[1:]]
    assert [len(case.key.diagnoses) for case in cases] == [2, 3, 2, 3]


def test_words_of_an_option_may_use_other_parameters(tmp_path: Path) -> None:
    case = read_sources([write(tmp_path)]).cases[2].value
    assert "Takes metformin for his left foot." in case.documents[0].text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code: "{{knee}}"', 'code: "{{kne}}"', "No option sets {{kne}}; did you mean 'knee'"),
        ('age: "{{age}}"', "age: {{age}}", "Put quotes around"),
        ("set: {side: left, knee", "set: {knee", "do not all set the same names"),
        ("other: M17.11", "other: M17.11, idle: x", "do not all set the same names"),
        ('told: ""', 'told: "{{told}}"', "refers to itself"),
        ("parameters:\n  - id: side", "parameters:\n  - ident: side", "has no field 'ident'"),
    ],
)
def test_mistakes_of_templates_are_reported(tmp_path: Path, old: str, new: str, said: str) -> None:
    text, _ = broken(TEMPLATE, old, new)
    told = read(write(tmp_path, template=text))
    assert any(said in each for each in told), told


def test_a_parameter_that_nothing_uses_is_told(tmp_path: Path) -> None:
    text = TEMPLATE.replace("drug: Z79.84}", "drug: Z79.84, idle: x}").replace('drug: ""}', 'drug: "", idle: y}')
    assert any("Options set 'idle'" in each for each in read(write(tmp_path, template=text)))


def test_too_many_variants_are_refused(tmp_path: Path) -> None:
    options = "".join(f"      - {{id: o{n}, set: {{n: '{n}'}}}}\n" for n in range(MOST_VARIANTS))
    text = TEMPLATE.replace("documents:\n", f"  - id: many\n    options:\n{options}documents:\n", 1)
    assert any("variants; the most" in each for each in read(write(tmp_path, template=text)))


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), max_size=4))
def test_there_are_as_many_variants_as_combinations(sizes: list[int]) -> None:
    parameters = [
        Parameter(f"p{i}", tuple(Option(str(n), {f"k{i}": str(n)}) for n in range(size)))
        for i, size in enumerate(sizes)
    ]
    made = variants(parameters)
    product = 1
    for size in sizes:
        product *= size
    assert len(made) == product == len({tuple(sorted(each.items())) for each in made})


# The command


def test_the_command_prints_like_a_compiler_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, case=CASE.replace("code: E11.9", "code: E11"))
    monkeypatch.chdir(tmp_path)
    assert main(["cases"]) == 1
    out, err = capsys.readouterr()
    line = CASE[: CASE.index("code: E11.9")].count("\n") + 1
    assert f"cases/knee/tx-001.yaml:{line}: error: E11 is a header" in out
    assert "2 files" in err


def test_the_command_is_content_with_good_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(write(tmp_path))]) == 0
    assert capsys.readouterr().out == ""


def test_the_command_says_which_file_there_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere.yaml")]) == 2
    assert "no such file" in capsys.readouterr().err


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="ab:- \n[]{}&*!|>'\"#%@`,?\t0", max_size=120))
def test_no_text_makes_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "any.yaml"
    path.write_text(text, encoding="utf-8")
    found = read_sources([path])
    assert all(problem.message for problem in found.problems)


@settings(max_examples=40, deadline=None)
@given(
    at=st.integers(0, len(TEMPLATE) - 1),
    what=st.sampled_from([":", "-", "{", "}", "[", '"', "\n", " ", "\t", "&", "*"]),
)
def test_no_slip_in_a_good_file_makes_the_reader_fail(
    tmp_path_factory: pytest.TempPathFactory, at: int, what: str
) -> None:
    path = tmp_path_factory.mktemp("slip") / "tx-002.yaml"
    path.write_text(TEMPLATE[:at] + what + TEMPLATE[at + 1 :], encoding="utf-8")
    for problem in read_sources([path]).problems:
        assert problem.line <= TEMPLATE.count("\n") + 2
