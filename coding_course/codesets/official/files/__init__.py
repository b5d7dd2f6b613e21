"""The release files that can be imported, one module a kind: it recognizes a file, reads it, and compiles it.

Adding a module with a ``KIND`` registers it (:mod:`coding_course.codesets.official.registry`).
"""
