"""Structure: headings in order, links that lead somewhere, pictures with their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from coding_course.authoring.facts import did_you_mean
from coding_course.authoring.lint.view import View
from coding_course.authoring.problems import Problem, Severity

DEEPEST = 3
_MADE = {"what to remember", "words in this lesson", "where next"}
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]*)\)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b", re.I)
_HTML = re.compile(r"<(?:script|style|iframe|object|embed|form|input|button)\b", re.I)
_VAGUE = {"here", "click here", "this", "link", "this link", "more"}
SHORTEST_ALT = 10
SHORTEST_TEXT = 40
LONGEST_CELL = 300


def check_headings(view: View) -> Iterator[Problem]:
    """Yield headings of a wrong level, and those that the builder writes itself."""
    before = 1
    seen: dict[str, int] = {}
    for part in view.parts:
        for paragraph in part.paragraphs:
            level = paragraph.heading
            if not level:
                continue
            text = paragraph.text.strip("# \n").casefold()
            if part.directive is not None:
                yield view.problem(
                    paragraph.line,
                    "heading-order",
                    f"A heading stands inside {{{part.directive.name}}}.",
                    "Use bold text there; headings stand outside of directives.",
                )
                continue
            if level == 1:
                yield view.problem(
                    paragraph.line, "heading-order", "The title is made from the front matter.", "Begin with ##."
                )
            elif level > DEEPEST:
                yield view.problem(
                    paragraph.line, "heading-order", f"Level {level} is too deep.", "Use ## and ### alone."
                )
            elif level > before + 1:
                yield view.problem(
                    paragraph.line,
                    "heading-order",
                    f"A level-{level} heading follows level {before}.",
                    f"Write {'#' * (before + 1)}, or put a heading of that level above.",
                )
            if text in _MADE:
                yield view.problem(
                    paragraph.line,
                    "heading-made",
                    "The builder writes this section itself.",
                    "Move its content to key_points or next in the front matter.",
                )
            if text in seen:
                yield view.problem(
                    paragraph.line,
                    "heading-twice",
                    f"The same heading stands on line {seen[text]}.",
                    "Say what is different here.",
                    Severity.WARNING,
                )
            seen.setdefault(text, paragraph.line)
            before = min(max(level, 1), DEEPEST)


def check_links(view: View, root: Path) -> Iterator[Problem]:
    """Yield links that lead nowhere, and links whose text does not say where they lead."""
    anchors = {_anchor(p.text) for p in view.paragraphs() if p.heading}
    folder = root / "lessons" / view.lesson.id.rpartition("/")[0]
    for paragraph in view.paragraphs():
        for match in _LINK.finditer(paragraph.text):
            target, text = match["target"], match["text"].strip()
            place = (paragraph, match.start(), match.end())
            if not text or text.casefold() in _VAGUE:
                yield view.at(
                    *place,
                    "link-text",
                    f"The link text {text!r} does not say where the link leads.",
                    "Name the page; a screen reader reads links without their sentence.",
                )
            if not target:
                yield view.at(*place, "link", "The link has no target.", "Write [text](target).")
            elif target.startswith("#"):
                if target[1:] not in anchors:
                    advice = did_you_mean(target[1:], anchors, "Anchors are headings with hyphens for spaces.")
                    yield view.at(*place, "link", f"The lesson has no heading {target!r}.", advice)
            elif re.match(r"[a-z]+:", target):
                if not target.startswith(("https://", "mailto:")):
                    yield view.at(*place, "link", f"{target} is not a safe link.", "Use https.")
            elif not target.split("#")[0].endswith(".md") and not (folder / target.split("#")[0]).is_file():
                yield view.at(
                    *place,
                    "link",
                    f"There is no file {target}, seen from the lesson.",
                    "Link lessons with {lesson}`module/nn-slug`.",
                )


def _anchor(heading: str) -> str:
    return "-".join(heading.strip("# \n").split())


def check_markup(view: View) -> Iterator[Problem]:
    """Yield pictures without a text, and HTML that a notebook must not hold."""
    for paragraph in view.paragraphs():
        for match in _IMAGE.finditer(paragraph.plain + " "):
            yield view.at(
                paragraph,
                match.start(),
                match.end(),
                "picture-text",
                "A picture needs the text that says the same.",
                "Use the {figure} directive.",
            )
        for match in _IMAGE.finditer(paragraph.text):
            if not _IMAGE.search(paragraph.plain + " "):
                yield view.at(
                    paragraph,
                    match.start(),
                    match.end(),
                    "picture-text",
                    "A picture needs the text that says the same.",
                    "Use the {figure} directive.",
                )
    for number, line in enumerate(view.lesson.source.lines, 1):
        found = _HTML.search(line)
        if found:
            yield view.problem(
                number,
                "html",
                f"{found[0]}> does not work in a notebook, or not safely.",
                "Use a directive.",
                column=found.start() + 1,
                width=len(found[0]),
            )


def check_pictures(view: View, root: Path) -> Iterator[Problem]:
    """Yield pictures whose alternative text or full text is too short, and SVG files that do not hold up."""
    folder = root / "lessons" / view.lesson.id.rpartition("/")[0] / "images"
    for directive in view.directives("figure"):
        alternative = directive.options.get("alt", "")
        if alternative and len(alternative) < SHORTEST_ALT:
            yield view.problem(
                directive.line_of("alt"), "picture-alt", f"{alternative!r} says too little.", "Say what the picture is."
            )
        if alternative.casefold().startswith(("image of", "picture of", "figure of", "a picture", "an image")):
            yield view.problem(
                directive.line_of("alt"),
                "picture-alt",
                "A screen reader says already that it is an image.",
                "Begin with what it shows.",
            )
        if directive.body and len(directive.body) < SHORTEST_TEXT:
            yield view.problem(
                directive.line,
                "picture-text",
                "The text is too short to say everything that the picture says.",
                "Tell it to somebody on the telephone.",
            )
        path = folder / directive.arguments[0] if directive.arguments else None
        if path is not None and path.suffix == ".svg" and path.is_file():
            for complaint in svg_complaints(path):
                yield view.problem(directive.line, "picture-svg", f"{path.name}: {complaint}", "Repair the SVG file.")


def svg_complaints(path: Path) -> Iterator[str]:
    """Yield what keeps an SVG file from being shown everywhere, read aloud and scaled."""
    text = path.read_text(encoding="utf-8")
    if "<!ENTITY" in text or "<!DOCTYPE" in text:
        yield "it declares a document type."
        return
    try:
        tree = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        yield f"it is not well-formed ({error})."
        return
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    if "title" not in names:
        yield "it has no <title>."
    if "viewBox" not in tree.attrib:
        yield "it has no viewBox, so it cannot be scaled."
    if "script" in names or "foreignObject" in names:
        yield "it holds a script or foreign content, which notebooks do not show."
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] == "href" and not value.startswith("#"):
                yield f"it loads {value[:60]}."
            if name.startswith("on"):
                yield f"it has an event handler, {name}."


def unused_pictures(root: Path, used: set[str]) -> Iterator[Problem]:
    """Yield pictures that no lesson shows."""
    for path in sorted((root / "lessons").glob("*/images/*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not path.name.startswith(".") and name not in used:
            yield Problem(
                name, 0, 0, "picture-unused", "No lesson shows this picture.", "Use or remove it.", Severity.WARNING
            )


def check_cell_length(view: View) -> Iterator[Problem]:
    """Yield stretches of prose that make one long cell."""
    for part in view.parts:
        words = sum(paragraph.words for paragraph in part.paragraphs)
        if part.directive is None and words > LONGEST_CELL:
            yield view.problem(
                part.line,
                "cell-long",
                f"This cell has {words} words.",
                "Put a heading, a directive or a line +++ where a new thought begins.",
                Severity.WARNING,
            )
