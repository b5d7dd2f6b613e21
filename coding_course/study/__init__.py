"""What a learner did and where it is kept: attempts, drafts, the workspace. No user interface.

Import from the modules: ``progress``, ``summary``, ``workspace``, ``layout``.
"""
