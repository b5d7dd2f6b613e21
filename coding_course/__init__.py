"""The helper package of an open course in US medical coding.

Importing this package loads nothing heavy: no pandas, no matplotlib, no JupyterLab. The rooms and the one
direction of imports between them are described in ``docs/architecture.md``.
"""

from __future__ import annotations

__version__ = "0.1.0"
