"""YAML nodes to typed values, with the line of everything.

PyYAML guesses types from spelling: ``code: 99214`` becomes a number, ``0016070`` an octal one and ``no`` a
Boolean. Here the model decides what a scalar is, so codes and indicators stay what the author typed, and each
value remembers its line, so that a later check can point at it.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Iterable
from typing import Any

import msgspec.inspect as shape
import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]
"""Where a value stands in its record: ``("key", "diagnoses", 0, "code")``."""

_DEEPEST = 40
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Tree:
    """One record of a source file: its node, and what is learned while it is read.

    Parameters
    ----------
    node
        The YAML node of the record.
    report
        Called with line and message for each problem.
    substitute
        Changes each scalar's text before it is read; templates put their words in here.
    """

    def __init__(
        self,
        node: Node,
        report: Callable[[int, str], None],
        substitute: Callable[[str, int], str] | None = None,
    ) -> None:
        self.node = node
        self.lines: dict[Path, int] = {}
        self._report = report
        self._substitute = substitute
        self._good = True

    def read(self, model: type[Any]) -> Any | None:
        """Return the record as a value of ``model``, or None after reporting why it cannot be one."""
        value = self._value(self.node, _shape(model), ())  # type: ignore[arg-type]
        return value if self._good else None

    def line(self, *path: str | int) -> int:
        """Return the line of a value, or of the nearest thing around it that has one."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return line_of(self.node)

    def _wrong(self, node: Node, message: str) -> None:
        self._good = False
        self._report(line_of(node), message)

    def _text(self, node: ScalarNode) -> str:
        text = str(node.value)
        if self._substitute is not None:
            text = self._substitute(text, line_of(node))
        return text.strip("\n").rstrip()

    def _value(self, node: Node, kind: shape.Type, path: Path) -> Any:
        self.lines[path] = line_of(node)
        if len(path) > _DEEPEST:
            self._wrong(node, "This is nested too deeply; does an alias refer to itself?")
            return None
        if isinstance(kind, shape.UnionType):
            kinds = [each for each in kind.types if not isinstance(each, shape.NoneType)]
            if len(kinds) < len(kind.types) and _is_null(node):
                return None
            kind = kinds[0]
        if isinstance(kind, shape.StructType):
            return self._struct(node, kind, path)
        if isinstance(kind, shape.VarTupleType):
            return self._tuple(node, kind, path)
        if isinstance(kind, shape.DictType):
            return self._dict(node, path)
        return self._scalar(node, kind, path)

    def _struct(self, node: Node, kind: shape.StructType, path: Path) -> Any:
        if not isinstance(node, MappingNode):
            self._wrong(node, f"{_place(path)} must be fields ({_names(kind)}), not {_what(node)}.")
            return None
        fields = {each.name: each for each in kind.fields}
        values: dict[str, Any] = {}
        for name, key_node, value_node in self._entries(node):
            if name not in fields:
                near = did_you_mean(name, fields)
                self._wrong(key_node, f"{_place(path)} has no field {name!r}{near}. Fields: {_names(kind)}.")
                continue
            values[name] = self._value(value_node, fields[name].type, (*path, name))
            self.lines[(*path, name)] = line_of(key_node)
        absent = [each.name for each in kind.fields if each.required and each.name not in values]
        if absent:
            self._wrong(node, f"{_place(path)} lacks {', '.join(absent)}.")
        return kind.cls(**values) if self._good else None

    def _entries(self, node: MappingNode) -> Iterable[tuple[str, Node, Node]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._wrong(key_node, _braces(key_node) or "A field's name must be plain text.")
                continue
            name = str(key_node.value)
            if name in seen:
                self._wrong(key_node, f"The field {name!r} stands here twice.")
                continue
            seen.add(name)
            yield name, key_node, value_node

    def _tuple(self, node: Node, kind: shape.VarTupleType, path: Path) -> tuple[Any, ...]:
        if not isinstance(node, SequenceNode):
            if isinstance(node, ScalarNode) and not _is_null(node):
                self._wrong(node, f"{_place(path)} must be a list: write [{node.value}].")
            else:
                self._wrong(node, _braces(node) or f"{_place(path)} must be a list, not {_what(node)}.")
            return ()
        values: list[Any] = []
        for child in node.value:
            if self._left_out(child):
                continue
            values.append(self._value(child, kind.item_type, (*path, len(values))))
        return tuple(values)

    def _left_out(self, node: Node) -> bool:
        """Say whether a template leaves an item out of this variant: its text, or its code, became empty."""
        if self._substitute is None:
            return False
        if isinstance(node, ScalarNode):
            return bool(str(node.value)) and not self._text(node)
        if isinstance(node, MappingNode):
            for key_node, value_node in node.value:
                if key_node.value in ("code", "first", "then", "quote") and isinstance(value_node, ScalarNode):
                    quiet = Tree(value_node, lambda line, message: None, self._substitute)
                    if str(value_node.value) and not quiet._text(value_node):
                        return True
        return False

    def _dict(self, node: Node, path: Path) -> dict[str, str]:
        if not isinstance(node, MappingNode):
            self._wrong(node, f"{_place(path)} must be names with a text each, not {_what(node)}.")
            return {}
        found: dict[str, str] = {}
        for name, key_node, value_node in self._entries(node):
            found[name] = self._scalar(value_node, shape.StrType(), (*path, name))
            self.lines[(*path, name)] = line_of(key_node)
        return found

    def _scalar(self, node: Node, kind: shape.Type, path: Path) -> Any:
        place = _place(path)
        if not isinstance(node, ScalarNode):
            self._wrong(node, _braces(node) or f"{place} must be {_wanted(kind)}, not {_what(node)}.")
            return None
        text = self._text(node)
        if isinstance(kind, shape.StrType):
            return text
        if isinstance(kind, shape.EnumType):
            try:
                return kind.cls(text)
            except ValueError:
                allowed = [str(each.value) for each in kind.cls]
                near = did_you_mean(text, allowed)
                self._wrong(node, f"{place} cannot be {text!r}{near}. Allowed: {', '.join(allowed)}.")
                return None
        if isinstance(kind, shape.BoolType):
            if text in ("true", "false"):
                return text == "true"
        elif isinstance(kind, (shape.IntType, shape.FloatType)):
            try:
                return int(text) if isinstance(kind, shape.IntType) else float(text)
            except ValueError:
                pass
        self._wrong(node, f"{place} must be {_wanted(kind)}, not {text!r}.")
        return None


@functools.lru_cache(maxsize=64)
def _shape(model: type[Any]) -> shape.Type:
    return shape.type_info(model)


def compose(text: str) -> Node | None:
    """Return the YAML node of a text, or None when there is nothing in it.

    Raises
    ------
    yaml.MarkedYAMLError
        If the text is not YAML; :func:`complaint` puts it in a sentence.
    """
    try:
        return yaml.compose(text, Loader=_FAST)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)  # slower, and explains itself better


def complaint(error: yaml.YAMLError) -> tuple[int, str]:
    """Return line and sentence for a text that is not YAML."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 1
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    context = getattr(error, "context", None)
    hint = ""
    if "mapping values are not allowed" in what:
        hint = " A text that holds a colon and a space must stand in quotes."
    elif "found character '\\t'" in what or "tab" in what:
        hint = " Indent with spaces, not tabs."
    elif "could not find expected ':'" in what:
        hint = " Look for a line that is not indented as far as its block, or a missing colon above."
    elif "expected <block end>" in what:
        hint = " Look for wrong indentation, or a quote inside a quoted text, on this line or just above."
    return line, f"This is not YAML: {f'{context}, ' if context else ''}{what}.{hint}"


def line_of(node: Node) -> int:
    """Return the line of a node, from 1."""
    return int(node.start_mark.line) + 1


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'`` for the nearest known word, or nothing.

    Examples
    --------
    >>> did_you_mean("ratonale", ["code", "rationale"])
    "; did you mean 'rationale'"
    """
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}" if near else ""


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in ("", "~", "null")


def _place(path: Path) -> str:
    if not path:
        return "The record"
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _names(kind: shape.StructType) -> str:
    return ", ".join(each.name for each in kind.fields)


def _what(node: Node) -> str:
    if _is_null(node):
        return "empty"
    if isinstance(node, MappingNode):
        return "fields"
    return "a list" if isinstance(node, SequenceNode) else f"the text {str(node.value)[:40]!r}"


def _wanted(kind: shape.Type) -> str:
    if isinstance(kind, shape.IntType):
        return "a whole number"
    if isinstance(kind, shape.FloatType):
        return "a number"
    return "true or false" if isinstance(kind, shape.BoolType) else "a text"


def _braces(node: Node) -> str:
    """Recognize ``{{name}}`` without quotes, which YAML takes for a mapping in a mapping."""
    inner = node.value[0][0] if isinstance(node, MappingNode) and node.value else node
    if isinstance(node, MappingNode) and node.flow_style and (isinstance(inner, MappingNode) or node is inner):
        return 'Put quotes around a template\'s parameter: "{{name}}".'
    return ""
