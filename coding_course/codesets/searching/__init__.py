"""Search: from what a coder types to the code a coder would open first.

Import what is needed from its module: :mod:`~coding_course.codesets.searching.searcher` answers queries,
:mod:`~coding_course.codesets.searching.words` brings words to one form.
"""
