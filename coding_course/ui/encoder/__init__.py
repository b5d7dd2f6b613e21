"""The encoder: index and tabular list as in the book, guided questions, tables, one code in full, the claim, the path.

:class:`EncoderModel` is the whole of it without a user interface; each pane is a module of its own, and the front end
prints what :meth:`EncoderModel.view` returns. Nothing is loaded before its pane is opened.
"""

from __future__ import annotations

from coding_course.ui.encoder.model import PANES, EncoderModel

__all__ = ["PANES", "EncoderModel"]
