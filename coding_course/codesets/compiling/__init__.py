"""Development only: compiles the embedded editions from packages that carry the publishers' files.

One script a code set (``cm``, ``pcs``, ``msdrg``, ``disease_names``), each with ``--help``; the other modules help
them. Nothing that a learner runs imports from here, and an import contract keeps it so.
"""
