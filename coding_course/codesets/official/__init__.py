"""Importing the publishers' own releases.

Which files can be imported is in :mod:`coding_course.codesets.official.files`, one module a kind. Around them: what a
kind is (``kinds``, ``registry``, ``recognizing``), how bytes of unknown origin are read (``unpacking``, ``texts``,
``xml_guard``, ``workbooks``), downloading (``downloads``, ``fetching``), and putting editions in place and taking them
back (``importing``, ``settling``, ``trying``, ``placing``, ``records``, ``choosing``, ``listing``).
"""
