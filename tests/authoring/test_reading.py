"""Reading lessons: roles and blocks are found where Markdown's own parser finds them, whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coding_course.authoring.printing import document, escape
from coding_course.authoring.problems import Source
from coding_course.authoring.roles import scan, spans, substitute
from coding_course.authoring.source import PARSER, Directive, Prose, read_blocks

NAMES = st.sampled_from(["cm", "cite", "cm-header", "term"])
CONTENT = st.text(alphabet="abcE11.2 ,<>()", min_size=1, max_size=12)
PIECES = st.one_of(
    st.text(alphabet="abc ,.()", max_size=8),
    st.builds(lambda name, content: f"{{{name}}}`{content}`", NAMES, CONTENT),
    st.builds(lambda content: f"`{content}`", CONTENT),
    st.builds(lambda content: f"``{content}``", CONTENT),
    st.sampled_from(["`", "``", "{", "}", "{cm}", "\\{cm}`x`", "\\`", "*", "{cm}``a`b``"]),
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_roles_are_those_that_the_myst_parser_finds(text):
    line = f"a{text}"
    inline = [token for token in PARSER.parse(line) if token.type == "inline"]
    expected = [
        (child.meta["name"], child.content)
        for token in inline
        for child in token.children or ()
        if child.type == "myst_role"
    ]
    assert [
        (role.name, role.content) for piece in spans(line, PARSER.parse(line)) for role in scan(piece.text)
    ] == expected


@given(st.lists(PIECES, max_size=8).map("".join))
def test_replacing_each_role_by_itself_changes_nothing(text):
    line = f"a{text}"
    tokens = PARSER.parse(line)

    def same(role, start):
        end = start + role.end - role.start
        return line[start:end]

    assert substitute(line, spans(line, tokens), same) == line


DIRECTIVES = st.builds(
    lambda name, arguments, options, body: (name, tuple(arguments), dict(options), body),
    st.sampled_from(["quiz", "tip", "x-y"]),
    st.lists(st.from_regex(r"[a-z0-9:.-]{1,8}", fullmatch=True), max_size=3),
    st.lists(
        st.tuples(st.sampled_from(["points", "title", "alt"]), st.from_regex(r"[a-z0-9][a-z0-9 ]{0,8}", fullmatch=True))
    ),
    st.lists(st.from_regex(r"[a-z][a-z {}`*]{0,20}", fullmatch=True), max_size=4).map("\n".join),
)


@given(st.lists(DIRECTIVES, min_size=1, max_size=4))
def test_a_directive_that_is_written_is_read_back_at_its_line(written):
    text = "Begin.\n"
    expected = []
    for name, arguments, options, body in written:
        text += "\n"
        expected.append(
            (text.count("\n") + 1, name, arguments, {k: v.strip() for k, v in options.items()}, body.rstrip())
        )
        lines = [
            "````{" + name + "} " + " ".join(arguments),
            *(f":{k}: {v}" for k, v in options.items()),
            "",
            body,
            "````",
        ]
        text += "\n".join(lines) + "\n"
    problems = []
    blocks = read_blocks(Source("x.md", text), text, 1, problems)
    found = [each for each in blocks if isinstance(each, Directive)]
    assert problems == []
    assert [(d.line, d.name, d.arguments, dict(d.options), d.body) for d in found] == expected
    for each in found:
        if each.body:  # a trailing space of a line means nothing
            assert text.split("\n")[each.body_line - 1].rstrip() == each.body.split("\n")[0].rstrip()


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_no_prose_is_lost(text):
    text = text.replace("\r", "\n").replace("\0", "")
    problems = []
    blocks = read_blocks(Source("x.md", text), text, 1, problems)
    lines = text.split("\n")
    for block in blocks:
        if isinstance(block, Prose):
            first = block.text.split("\n")[0]
            assert lines[block.line - 1].rstrip() == first.rstrip()  # separators such as U+001F are space to Python


def test_prose_is_split_at_headings_and_breaks_and_headings_stay_together():
    text = "## One\n### Two\ntext\n### Three\n\n+++\n\nmore"
    blocks = read_blocks(Source("x.md", text), text, 10, [])
    assert [(each.text, each.line) for each in blocks] == [
        ("## One\n### Two\ntext", 10),
        ("### Three", 13),
        ("more", 17),
    ]


def test_a_break_without_empty_lines_around_it_is_reported():
    problems = []
    read_blocks(Source("x.md", "text\n+++\nmore"), "text\n+++\nmore", 1, problems)
    assert [(each.rule, each.line) for each in problems] == [("break", 2)]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_escaped_text_shows_as_it_was(text):
    tokens = PARSER.parse("x" + escape(text))
    shown = "".join(child.content for token in tokens if token.type == "inline" for child in token.children or ())
    assert shown.replace("&", "") == ("x" + text).replace("&", "") or "&" in text


def test_a_document_is_one_quotation_whatever_is_in_it():
    shown = document("Note", "progress note", "# Not a heading\n- item\n2) two\n\n    code?\n> quoted\n***")
    tokens = PARSER.parse(shown)
    kinds = {token.type for token in tokens}
    assert kinds == {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}
    assert tokens[0].type == "blockquote_open"
    assert sum(token.type == "blockquote_open" for token in tokens) == 1
