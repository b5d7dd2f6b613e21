"""Official index files, imported, and an edition that uses them beside the embedded tabular list."""

from __future__ import annotations

import pytest

from coding_course.codesets.book import IndexBook
from coding_course.codesets.official.files import cm_drugs, cm_external_causes, cm_index, cm_neoplasm, pcs_index

FILES = {
    cm_index: "icd10cm-fy2017-xml/icd10cm_index_2017.xml",
    cm_neoplasm: "icd10cm-fy2026/icd10cm-neoplasm-April-1-2026-XML.xml",
    cm_drugs: "icd10cm-fy2026/icd10cm-drug-April-1-2026-XML.xml",
    cm_external_causes: "icd10cm-fy2026/icd10cm-eindex-April-1-2026-XML.xml",
    pcs_index: "icd10pcs-fy2025/icd10pcs_index_2025.xml",
}


@pytest.fixture(scope="session")
def releases(official):
    """Return each official index file by its importer."""
    return {module.KIND.id: official(name).encode() for module, name in FILES.items()}


@pytest.fixture(scope="session")
def imported(releases):
    """Return what became of each official index file, by its importer."""
    return {module.KIND.id: module.KIND.compile(releases[module.KIND.id], FILES[module]) for module in FILES}


@pytest.fixture(scope="session")
def official_index(imported, book, tmp_path_factory):
    """Return the index of an edition into which all official files were imported."""
    import msgspec

    folder = tmp_path_factory.mktemp("imported")
    files = dict(book.holding.files)
    for compiled in imported.values():
        for role, data in compiled.files.items():
            files[role] = folder / role
            files[role].write_bytes(data)
    holding = msgspec.structs.replace(book.holding, files=files, imported=frozenset(files) - set(book.holding.files))
    return IndexBook(holding, book, [tmp_path_factory.mktemp("stores")])
