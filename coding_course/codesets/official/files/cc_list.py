"""Table 6J of the inpatient payment rule: the complete list of complications and comorbidities (CC).

Format: Windows-1252 text; a title, the line of columns, then a diagnosis code with its point, a tab, its title.
"""

from __future__ import annotations

from coding_course.codesets.official.ipps import ListTable, list_kind

KIND = list_kind(
    id="cc-list",
    title="IPPS Table 6J: complete CC list (text)",
    file="msdrg-cc.tsv.xz",
    table=ListTable("Table 6J", "COMPLETE CC LIST", 10_000, "Z", "drg-cc", "CC"),
)
