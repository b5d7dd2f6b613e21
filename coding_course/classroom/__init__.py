"""The classroom: handing out lessons, grading what comes back, and giving feedback, with nbgrader.

A submission is a file that anyone may have written, so it is read as data and nothing in it is run. Grading
one goes through these steps, a module each:

``locate``
    finds the file that a student handed in for a lesson, whatever it is called;
``reading``
    makes cells of it, as many as can be read, and says in sentences what could not be;
``rebuild``
    puts the student's answers, and nothing else that counts, into a fresh copy of the lesson as released;
``answers``
    marks one answer through :mod:`coding_course.bank` and explains the mark;
``preprocessors`` and ``converter``
    let the stock commands of nbgrader do all this, one student at a time.

Only the last two need nbgrader, which is installed on an instructor's machine alone. ``nbgrader_config.py``
at the top of the repository puts them in place; ``docs/teaching.md`` tells how to run a course.
"""
