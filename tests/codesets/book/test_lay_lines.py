"""Lay terms and abbreviations in the study index: how they are written, and which line they see."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("typed", "title", "leads_to"),
    [
        # Of several lines with its code, a lay term sees the one that its clinical words name.
        ("ckd", "CKD", "Disease, diseased > kidney > chronic"),
        ("aki", "AKI", "Failure, failed > kidney > acute"),
        ("bph", "BPH", "Hyperplasia > benign prostatic > without > lower urinary tract symptoms"),
        # Abbreviations and names are written as such.
        ("masld", "MASLD", "Liver > fatty"),
        ("mallory weiss", "Mallory Weiss", "Syndrome > gastro-esophageal laceration-hemorrhage"),
        ("blood clot in leg", "Blood clot in leg", "Embolism > acute > lower extremity > deep veins"),
    ],
)
def test_a_lay_term_is_written_as_it_is_read_and_sees_what_it_means(book, typed, title, leads_to):
    entry = next(e for e in book.index.find(typed) if e.title == title)
    assert leads_to in [book.index.trail(f.id) for f in book.index.follow(entry)]


def test_a_lay_term_that_is_a_line_already_is_not_listed_twice(book):
    assert not [e for e in book.index.main_terms("diseases", "A") if e.title == "Aspiration pneumonia"]
    assert book.index.trail(book.index.find("aspiration pneumonia")[0].id) == "Pneumonia > aspiration"
