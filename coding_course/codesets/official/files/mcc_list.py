"""Table 6I of the inpatient payment rule: the complete list of major complications and comorbidities (MCC).

Format: Windows-1252 text; a title, the line of columns, then a diagnosis code with its point, a tab, its title.
"""

from __future__ import annotations

from coding_course.codesets.official.ipps import ListTable, list_kind

KIND = list_kind(
    id="mcc-list",
    title="IPPS Table 6I: complete MCC list (text)",
    file="msdrg-mcc.tsv.xz",
    table=ListTable("Table 6I", "COMPLETE MCC LIST", 2_500, "U", "drg-mcc", "MCC"),
)
