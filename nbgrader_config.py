"""How nbgrader runs this course. An instructor may copy this file into a course folder of their own.

Nothing that a student wrote is executed: answers are graded as data. docs/teaching.md explains the whole cycle.
"""

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    IncludeHeaderFooter,
    InstantiateTests,
    LockCells,
    SaveCells,
)

from coding_course.classroom import converter
from coding_course.classroom.collecting import LMS_FILE_NAMES
from coding_course.classroom.preprocessors import AddStartingText, GradeAnswersAsData, SaveGrades, TidyFeedback

c = get_config()  # noqa: F821  (nbgrader defines it)

# A module is an assignment: solutions/<module>/ is written by the course's builder, notebooks/<module>/ is what
# students get. Generating replaces the released notebooks, which are never edited by hand.
c.CourseDirectory.course_id = "medical-coding"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
# What an instructor tried out in solutions/ is not for students.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    ".coding-course",
    "progress.jsonl*",
]
c.GenerateAssignment.force = True
c.ClearSolutions.code_stub = {"python": "# write your answer below this line"}
c.GenerateAssignment.preprocessors = [
    IncludeHeaderFooter,
    InstantiateTests,
    LockCells,
    ClearSolutions,
    AddStartingText,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    SaveCells,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
]

# Submissions are found and read by the course, whatever their state, and rebuilt on the released lesson; so
# nothing is left to sanitize. Grading reads answers as text, where nbgrader's own steps would run them.
converter.install()
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [GradeAnswersAsData, SaveGrades, AssignLatePenalties]
# Test cells of your own wait for a manual grade. True runs them, and with them the students' code, on this machine.
c.GradeAnswersAsData.execute_other_tests = False

c.GenerateFeedback.preprocessors = [TidyFeedback, CSSHTMLHeaderPreprocessor]

# nbgrader zip_collect: the file names that Moodle, Canvas and Blackboard give to downloaded submissions.
c.FileNameCollectorPlugin.named_regexp = LMS_FILE_NAMES
c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json", ".txt"]

# nbgrader validate, in words that a learner can use.
c.Validator.failed_warning = (
    "{num_failed} of your answers would not get full points yet. Below is what the lesson says of each.\n"
)
c.Validator.changed_warning = (
    "{num_changed} of the cells that give the points were changed. That does no harm: they are put back before "
    "grading. To see your points as they will be, take a fresh copy of the lesson.\n"
)
c.Validator.type_changed_warning = (
    "{num_changed} cells are no longer of the type that the lesson has. Your answers can still be graded. To see "
    "your points here, turn them back into code cells.\n"
)
