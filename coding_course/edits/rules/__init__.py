"""One rule a file: its decision, its source, its explanation, and examples that fire and that pass.

A file ``new_rule.py`` with a ``RULE`` whose id is ``new-rule`` is all it takes: the registry finds it, its
examples become tests, and ``python -m coding_course.edits.document`` describes it in ``docs/rules.md``.
"""
