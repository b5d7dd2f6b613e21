"""What a learner sees: widgets, magics, explanations, and the same in static HTML and plain text.

Notebooks use ``from coding_course.ui import lesson`` and nothing else. Importing it loads no widget library; that
happens when the first widget is shown.
"""
