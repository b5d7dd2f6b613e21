"""Run the command line as ``python -m coding_course.cli``."""

from __future__ import annotations

import sys

from coding_course.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
