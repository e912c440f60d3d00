"""One round of mentor-match, from files to files, in its own environment; prints pairs, sum and CPU seconds as JSON."""

from __future__ import annotations

import json
import operator
import sys
import time
from pathlib import Path

from matching import process
from matching.rules.rule import Disqualify, Equivalent, Grade

POINTS_PROFESSION, POINTS_GRADE = 40, 20


def main(folder: Path) -> None:
    begun = time.process_time()
    rules = [
        Disqualify(lambda match: match.mentor.organisation == match.mentee.organisation),
        Equivalent("profession", {True: POINTS_PROFESSION, False: 0}),
        Grade(0, operator.ge, {True: POINTS_GRADE, False: 0}),
    ]
    mentors, mentees = process.conduct_matching_from_file(folder, [rules])
    process.create_mailing_list(mentors, folder / "output")
    process.create_mailing_list(mentees, folder / "output")
    seconds = time.process_time() - begun
    made = [(mentor, mentee) for mentee in mentees for mentor in mentee.mentors]
    total = sum(
        POINTS_PROFESSION * (mentor.profession == mentee.profession) + POINTS_GRADE * (mentor.grade >= mentee.grade)
        for mentor, mentee in made
    )
    print(json.dumps({"pairs": len(made), "total": total, "seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
