"""Small releases of our own, in the publishers' forms, for what does not need a real one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

CODES = (
    ("A00", False, "Cholera"),
    ("A00.0", True, "Cholera of the first kind"),
    ("A00.9", True, "Cholera, unspecified"),
    ("S62", False, "Fracture at wrist and hand level"),
    ("S62.1", False, "Fracture of a carpal bone"),
    ("S62.1XXA", True, "Fracture of a carpal bone, initial encounter"),
    ("S62.1XXD", True, "Fracture of a carpal bone, subsequent encounter"),
    ("S62.1XXS", True, "Fracture of a carpal bone, sequela"),
    ("Z99", False, "Dependence on machines"),
    ("Z99.8", True, "Dependence on another machine"),
    ("U07", False, "Emergency use"),
    ("U07.1", True, "A new disease"),
)
"""Code, whether it may be reported, title, in the order of the order file."""

BILLABLE = {code: title for code, billable, title in CODES if billable}


def order_file(codes: Iterable[tuple[str, bool, str]] = CODES, ends: str = "\r\n") -> bytes:
    """Return an order file."""
    lines = (
        f"{number:05} {code.replace('.', ''):<7} {int(billable)} {title[:60]:<60} {title}"
        for number, (code, billable, title) in enumerate(codes, start=1)
    )
    return (ends.join(lines) + ends).encode()


def tabular_xml(version: str = "2031", title: str = "Cholera", encoding: str = "utf-8") -> bytes:
    """Return a tabular list that says the same as the order file, with a note."""
    text = f"""<?xml version="1.0" encoding="{encoding}"?>
<ICD10CM.tabular>
  <version>{version}</version>
  <chapter><name>1</name><desc>Certain infectious diseases (A00-B99)</desc>
    <section id="A00-A09"><desc>Intestinal infectious diseases (A00-A09)</desc>
      <diag><name>A00</name><desc>{title}</desc>
        <excludes1><note>carrier of cholera (Z99.8)</note></excludes1>
        <diag><name>A00.0</name><desc>{title} of the first kind</desc></diag>
        <diag><name>A00.9</name><desc>{title}, unspecified</desc></diag>
      </diag>
    </section>
  </chapter>
  <chapter><name>19</name><desc>Injury (S00-T88)</desc>
    <section id="S60-S69"><desc>Injuries to the wrist, hand and fingers (S60-S69)</desc>
      <diag><name>S62</name><desc>Fracture at wrist and hand level</desc>
        <sevenChrDef>
          <extension char="A">initial encounter</extension>
          <extension char="D">subsequent encounter</extension>
          <extension char="S">sequela</extension>
        </sevenChrDef>
        <diag><name>S62.1</name><desc>Fracture of a carpal bone</desc></diag>
      </diag>
    </section>
  </chapter>
  <chapter><name>21</name><desc>Factors influencing health status (Z00-Z99)</desc>
    <section id="Z77-Z99"><desc>Persons with potential health hazards (Z77-Z99)</desc>
      <diag><name>Z99</name><desc>Dependence on machines</desc>
        <diag><name>Z99.8</name><desc>Dependence on another machine</desc></diag>
      </diag>
    </section>
  </chapter>
  <chapter><name>22</name><desc>Codes for special purposes (U00-U85)</desc>
    <section id="U00-U49"><desc>Provisional assignment (U00-U49)</desc>
      <diag><name>U07</name><desc>Emergency use</desc>
        <diag><name>U07.1</name><desc>A new disease</desc></diag>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""
    return text.encode(encoding)


def poa_list(codes: Iterable[str] = ("S62.1XXD", "S62.1XXS", "Z99.8"), year: str = "31") -> bytes:
    """Return a POA-exempt list."""
    rows = (f"{number:05}\t{code}\t{BILLABLE.get(code, 'a title')}" for number, code in enumerate(codes, start=1))
    return "\r\n".join([f"Order{year}\tPOAexemptCode\tDescription", *rows, ""]).encode()


def addenda(lines: Iterable[tuple[str, bool, str, str]], old: str = "2030", new: str = "2031") -> bytes:
    """Return order-file addenda of additions and deletions, with the publisher's count at the end."""
    listed = list(lines)
    rows = [
        f"{word + ':':<12} {int(billable)} {code.replace('.', ''):<7} {title[:60]:<60} {title}"
        for word, billable, code, title in listed
    ]
    counted = {word: sum(w == word and b for w, b, _, _ in listed) for word in ("Add", "Delete")}
    summary = [
        "",
        "Codes",
        f"  10 codes in icd10cm_order_{old}.txt",
        f"  11 codes in icd10cm_order_{new}.txt",
        f"    {counted['Add']} additions",
        f"    {counted['Delete']} deletions",
        "    0 revisions",
    ]
    return "\r\n".join([*rows, *summary, ""]).encode()


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()
