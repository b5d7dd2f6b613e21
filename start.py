"""Set up the course in this folder and open it: the one command of the README.

    python3 start.py          set up, lay out your lessons, open JupyterLab at the first one
    python3 start.py test     set up with the test extras and run every check

On Windows the command is ``py start.py``. Nothing is installed outside this folder: a virtual environment is
made in ``.venv``, so a system whose own Python refuses packages (PEP 668) is no obstacle. Words after the command
are handed on: ``python3 start.py study ~/my-course --no-browser``.

This file runs before anything is installed. It uses the standard library only, and its syntax is old enough
for an old Python to read it and say what is wrong.
"""

import hashlib
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
STAMP = os.path.join(VENV, "course-installed.txt")
OLDEST = (3, 11)


class SetupFailed(Exception):
    """Something that the person at the keyboard has to do first; the message says what."""


def environment_python():
    """Return the path of the virtual environment's own interpreter."""
    if os.name == "nt":
        return os.path.join(VENV, "Scripts", "python.exe")
    return os.path.join(VENV, "bin", "python")


def works(*command):
    """Return whether a command runs and ends well, without showing what it prints."""
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_environment():
    """Make ``.venv`` with pip in it, by the first of three ways that this machine allows."""
    python = environment_python()
    if works(python, "-m", "pip", "--version"):
        return
    print("Making a virtual environment in .venv ...")
    if works(sys.executable, "-m", "venv", "--clear", VENV) and works(python, "-m", "pip", "--version"):
        return
    # Debian and Ubuntu split ensurepip off into python3-venv. Without it, their pip can still fill a bare one.
    made = works(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    if made and works(sys.executable, "-m", "pip", "--python", python, "install", "pip"):
        return
    uv = shutil.which("uv")
    if uv and works(uv, "venv", "--clear", "--seed", "--python", sys.executable, VENV):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    raise SetupFailed(
        "This Python cannot make a virtual environment, because its venv or pip part is not installed.\n"
        "On Debian or Ubuntu run:  sudo apt install python3-venv\n"
        "Then give the same command again."
    )


def wanted(extras):
    """Return a fingerprint of what should be installed, so that a second start is quick and works offline."""
    digest = hashlib.sha256()
    with open(os.path.join(HERE, "pyproject.toml"), "rb") as file:
        digest.update(file.read())
    return "%s %s %s" % (digest.hexdigest(), extras, HERE)


def installed():
    """Return the fingerprints of what was installed, one a line, newest last."""
    try:
        with open(STAMP) as file:
            return file.read().splitlines()
    except OSError:
        return []


def install(extras):
    """Install the course from this folder, with the extras named."""
    fingerprint = wanted(extras)
    done = installed()
    if fingerprint in done:
        return
    print("Installing the course and what it needs. The first time takes some minutes ...")
    target = HERE + ("[%s]" % extras if extras else "")
    command = [
        environment_python(),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "-q",
        "-e",
        target,
    ]
    if subprocess.call(command, cwd=HERE) != 0:
        raise SetupFailed(
            "The installation did not finish; the lines above say why.\n"
            "Most often the network was not reachable. Give the same command again; it goes on where it stopped."
        )
    with open(STAMP, "w") as file:
        file.write("\n".join([line for line in done if fingerprint.split()[0] in line] + [fingerprint]) + "\n")


def main(words):
    """Set up, then hand over to the course or to its checks. Returns the exit code."""
    if sys.version_info < OLDEST:
        print(
            "The course needs Python %d.%d or newer; this is Python %d.%d.\n"
            "Install a newer one from https://www.python.org/downloads/ and start again with it."
            % (OLDEST + tuple(sys.version_info[:2]))
        )
        return 2
    testing = words[:1] == ["test"]
    try:
        make_environment()
        install("test" if testing else "")
    except SetupFailed as problem:
        print("\n%s" % problem)
        return 2
    if testing:
        command = [environment_python(), os.path.join(HERE, "tests", "run_checks.py")] + words[1:]
    else:
        command = [environment_python(), "-m", "coding_course.cli"] + (words or ["study"])
    try:
        return subprocess.call(command, cwd=HERE if testing else os.getcwd())
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
