"""The publishers' own release files: one module a kind of file, which recognizes it, reads it and compiles it.

Adding a module with a ``KIND`` registers it (:mod:`coding_course.codesets.official.registry`).
"""
