"""Directives for inpatient lessons: tables and root operations of ICD-10-PCS, and the MS-DRG of a case's key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coding_course.authoring.cells import Cell, text_cell
from coding_course.authoring.directives.spec import Spec, case_of
from coding_course.authoring.facts import did_you_mean
from coding_course.authoring.printing import code_with_title, escape, small, table
from coding_course.claims import Setting, parse
from coding_course.claims.grouping import Effect, group
from coding_course.grading.keys import key_claim

if TYPE_CHECKING:
    from coding_course.authoring.context import Context
    from coding_course.authoring.source import Directive
    from coding_course.claims import Claim
    from coding_course.claims.grouping import Grouping
    from coding_course.codesets.pcs.model import Axis, PcsRow


def _pcs_table(context: Context, directive: Directive) -> list[Cell]:
    prefix = directive.arguments[0].upper()
    found = context.facts.edition.pcs.table(prefix) if len(prefix) == 3 else None
    if found is None:
        context.wrong(
            directive.line,
            "pcs-table",
            f"There is no ICD-10-PCS table {prefix!r}.",
            "Write the three characters of section, body system and root operation, such as 0FT.",
        )
        return []
    wanted = directive.options.get("values", "").replace(",", " ").upper().split()
    offered = {value.character for row in found.rows for value in row.axes[0].values}
    for character in wanted:
        if character not in offered:
            advice = did_you_mean(character, offered, f"It offers {', '.join(sorted(offered))}.")
            context.wrong(
                directive.line_of("values"), "pcs-table", f"Table {prefix} has no fourth value {character!r}.", advice
            )
            return []
    rows = [row for row in found.rows if not wanted or any(v.character in wanted for v in row.axes[0].values)]
    head = ", ".join(f"{value.character} {escape(value.label)}" for value in found.head)
    columns = [axis.title for axis in rows[0].axes]
    cells = [[_values(axis, wanted if place == 0 else []) for place, axis in enumerate(row.axes)] for row in rows]
    part = " (in part)" if len(rows) < len(found.rows) or (wanted and _is_part(rows, wanted)) else ""
    return [text_cell(f"**Table {prefix}**{part}: {head}\n\n{table(columns, cells)}")]


def _is_part(rows: list[PcsRow], wanted: list[str]) -> bool:
    return any(value.character not in wanted for row in rows for value in row.axes[0].values)


def _values(axis: Axis, only: list[str]) -> str:
    shown = [value for value in axis.values if not only or value.character in only]
    return "<br>".join(f"**{value.character}** {escape(value.label)}" for value in shown)


def _root_operations(context: Context, directive: Directive) -> list[Cell]:
    section = directive.arguments[0] if directive.arguments else "0"
    held = context.facts.edition.pcs.root_operations(section)
    groups = {each.group for each in held}
    asked = directive.options.get("group", "")
    if not held or (asked and asked not in groups):
        context.wrong(
            directive.line,
            "pcs-root-operations",
            f"There is no group {asked!r} of root operations." if held else f"There is no section {section!r}.",
            did_you_mean(asked, groups, f"Groups are {', '.join(sorted(groups))}."),
        )
        return []
    rows = []
    for each in held:
        if asked and each.group != asked:
            continue
        cited = f" {small(f'ICD-10-PCS Official Guidelines FY2026, {each.guideline}')}" if each.guideline else ""
        rows.append(
            [
                f"**{each.character}** {escape(each.title)}",
                escape(each.definition),
                escape(each.differs) + cited,
                escape(each.example),
            ]
        )
    return [text_cell(table(["Root operation", "What it is", "How to tell it", "For example"], rows))]


def _grouping(context: Context, directive: Directive) -> list[Cell]:
    case = case_of(context, directive)
    if case is None:
        return []
    if case.setting is not Setting.INPATIENT:
        context.wrong(directive.line, "grouping", f"{case.id} is no inpatient stay and has no MS-DRG.")
        return []
    from coding_course.bank.grading import encounter_of

    claim = key_claim(case.key, optional=False)
    found = group(claim, encounter_of(case), context.facts.edition)
    return [text_cell(grouping_text(found, claim, context))]


def _group_of(context: Context, directive: Directive) -> list[Cell]:
    from coding_course.claims import Encounter, Sex

    parsed = parse(directive.body, Setting.INPATIENT)
    for problem in parsed.errors:
        context.wrong(directive.body_line + problem.line - 1, "grouping", problem.message)
    if parsed.errors:
        return []
    age, sex = directive.options.get("age", "70"), directive.options.get("sex", "F").upper()
    status = directive.options.get("status", "01")
    if not age.isdigit() or sex not in ("F", "M") or not (status.isdigit() and len(status) == 2):
        context.wrong(
            directive.line,
            "grouping",
            f"Age {age!r}, sex {sex!r} and status {status!r} are not those of a stay.",
            "Write :age: 71, :sex: F, and :status: 01 in two digits.",
        )
        return []
    encounter = Encounter(Setting.INPATIENT, int(age), Sex(sex), context.facts.edition.name, discharge_status=status)
    found = group(parsed.claim, encounter, context.facts.edition)
    for reason in found.why:
        if reason.effect is Effect.INVALID:
            context.wrong(directive.line, "code-valid", f"{reason.code} is no code of {context.facts.edition.name}.")
    if not found.grouped:
        context.wrong(directive.line, "grouping", f"The claim has no MS-DRG: {found.title or 'it cannot be grouped'}.")
    return [text_cell(grouping_text(found, parsed.claim, context))]


def grouping_text(found: Grouping, claim: Claim, context: Context) -> str:
    """Return the MS-DRG of a claim as Markdown: the group, what each code does, what it would be without."""
    head = f"**MS-DRG {found.drg}** *{escape(found.title)}*"
    facts = [f"relative weight {found.weight:.4f}"] if found.weight else []
    if found.mdc_title:
        facts.append(f"MDC {found.mdc}, {escape(found.mdc_title)}")
    if found.kind:
        facts.append(found.kind)
    without = {each.code: each for each in found.without}
    rows = []
    for reason in found.why:
        code = context.facts.edition.lookup(reason.code)
        other = without.get(reason.code)
        changed = "-"
        if other is not None:
            changed = "the same" if other.drg == found.drg else f"MS-DRG {other.drg}, weight {other.weight:.4f}"
        rows.append(
            [
                code_with_title(reason.code, code.title) if code else f"**{reason.code}**",
                escape(reason.message),
                changed,
            ]
        )
    source = small(f"CMS, {context.facts.edition.name} IPPS final rule, table 5; MS-DRG version {found.version}")
    listed = table(["Code", "What it does", "Without it"], rows)
    return f"{head}: {'; '.join(facts)} {source}\n\n{listed}"


DIRECTIVES = (
    Spec("pcs-table", _pcs_table, "{pcs-table} 0FT", (1, 1), ("values",), body=False),
    Spec("root-operations", _root_operations, "{root-operations} 0", (0, 1), ("group",), body=False),
    Spec("grouping", _grouping, "{grouping} ip-004", (1, 1), body=False),
    Spec("group", _group_of, "{group}", (0, 0), ("age", "sex", "status"), body=True, claim=True),
)
