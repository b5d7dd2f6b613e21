"""The ``coding-course`` command: one file a subcommand, and what they share in ``cli.terminal``.

Exit codes, the same for every subcommand: 0 done, nothing wrong; 1 done, and something was found (an unknown
code, an edit of severity error, drift, a problem in a source); 2 the command could not be carried out as given;
3 the installation or the workspace is at fault.
"""

from __future__ import annotations

from coding_course.cli.main import main

__all__ = ["main"]
