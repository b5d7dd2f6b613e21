"""The file names under which learning management systems hand out submissions.

One expression serves ``nbgrader zip_collect`` for all of them:

======================  ===========================================================================
system                  a downloaded submission
======================  ===========================================================================
Moodle, in folders      ``Ana Lee_1234567_assignsubmission_file_/19-primary-care.ipynb``
Moodle, flat            ``Ana Lee_1234567_assignsubmission_file_19-primary-care.ipynb``
Canvas                  ``leeana_12345_6789012_19-primary-care.ipynb``
Canvas, late            ``leeana_LATE_12345_6789012_19-primary-care-1.ipynb``
Blackboard              ``Unit 1_alee7_attempt_2026-11-03-15-00-00_19-primary-care.ipynb``
======================  ===========================================================================

The student is the number by which Moodle and Canvas know them (it is in the grading worksheet and in the
gradebook export), and the user name on Blackboard. What a student called the notebook is kept: the autograder
recognizes a lesson by its contents.
"""

from __future__ import annotations

LMS_FILE_NAMES = (
    r".*[\\/](?P<name>[^\\/]+?)_(?:late_|LATE_)?"
    r"(?P<student_id>\d+(?=_assignsubmission_file_|_\d+_)|[^\\/_]+(?=_attempt_))"
    r"_(?:assignsubmission_file_[\\/]?|\d+_|attempt_(?P<timestamp>\d{4}(?:-\d\d){5})_)"
    r"(?P<file_id>[^\\/].*\.(?:ipynb(?:\.txt|\.json)?|json))$"
)
"""Regular expression with the groups that nbgrader asks for: ``student_id``, ``file_id``, ``timestamp``."""
