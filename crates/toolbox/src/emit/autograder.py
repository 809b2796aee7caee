#!/usr/bin/env python3
"""Grades the checkout in which it is started, as Classroom 50 does, and writes result.json there.

Only what a student may edit is taken from the checkout; everything else comes from the course that is cloned here.
The exit status is 0 however red the grade is, and 1 when there is none.
Written by `cargo course grade --emit classroom50`.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

# Where the course is cloned from.
COURSE = os.environ.get("COURSE_FROM", @COURSE@)
LESSONS = "@LESSONS@".split()


def main() -> int:
    checkout = pathlib.Path.cwd()
    result = checkout / "result.json"
    result.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        course = pathlib.Path(folder, "course")
        try:
            subprocess.run(["git", "clone", "--quiet", "--depth", "1", COURSE, course], check=True)
            subprocess.run(["cargo", "fetch", "--quiet", "--locked"], cwd=course, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"cannot get the course: {error}", file=sys.stderr)
            return 1
        grade = ["cargo", "course", "grade", checkout, *LESSONS, "--single", "--format", "classroom50", "--out", result]
        status = subprocess.run(grade, cwd=course).returncode
    # Status 1: some tests fail, and that is a grade.
    return 0 if status in (0, 1) and result.is_file() else 1


if __name__ == "__main__":
    sys.exit(main())
