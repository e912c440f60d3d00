"""What a run can tell beyond its pairs: whom one more place would help, who got less, who would rather have each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz import engine
from resonanz.engine.insight import Advice, Quality, Reach
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.insight import Model, called, in_names
from resonanz.matching.queries.matrix import occupation, region
from resonanz.phrases import Phrase
from resonanz.taxonomy import languages

MOST_PLACES = 8  # mentors with whom one more place would help, that a page names
MOST_BLOCKING = 8  # pairs who would rather have each other, that a page names
QUICK_CELLS = 900  # 30 × 30 people: whom to recruit and how firm the plan is come within half a second
SMALLEST_GROUP = 5

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Place:
    """One more place with a mentor, and what it would bring."""

    mentor: int
    text: Phrase
    pairs_gained: int
    points_gained: float


def places_worth(model: Model, names: Mapping[int, str]) -> list[Place]:
    """Return the mentors with whom one more place would bring most."""
    if not model.has_prices:
        return []
    values = engine.place_values(model.solved)[:MOST_PLACES]
    return [Place(int(one.mentor), in_names(one.text, names), one.pairs_gained, float(one.points_gained)) for one in values]


def who_would_rather(model: Model, names: Mapping[int, str]) -> tuple[int, list[tuple[int, int, Phrase]]]:
    """Return how many pairs would both rather have each other, and the first of them (mentor, mentee, sentence)."""
    found = engine.blocking_pairs(model.solved)
    return len(found), [(int(one.mentor), int(one.mentee), in_names(one.text, names)) for one in found[:MOST_BLOCKING]]


def report_of(run: MatchingRun, model: Model) -> Quality:
    """Return how well the pairs fit, and whether a group of mentees got less: by field of occupation, level of the
    programme's language, and region. Nothing else is compared: what people are protected from being judged by is not asked.
    """
    language = (get_language() or "de").split("-")[0]
    spoken = (run.cohort.programme.languages or ["de"])[0]
    level = _("Level of {language}").format(language=languages.name(spoken, language))
    ways: dict[str, Callable[[Mapping[str, str]], str]] = {
        _("Occupation group"): lambda row: occupation(row.get("occupation", "")[:1]),
        level: lambda row: level_of(row.get("languages", ""), spoken, language),
        _("Region"): lambda row: region(row.get("place", "")),
    }
    groups = {name: {row["id"]: way(row) for row in run.mentees} for name, way in ways.items()}
    return engine.quality(model.solved, groups, minimum_group=SMALLEST_GROUP)


def level_of(skills: str, spoken: str, language: str) -> str:
    """Return how well somebody speaks a language, in the reader's words; empty where nothing is said."""
    try:
        level = languages.parse_skills(skills).get(spoken)
    except ValueError:
        return ""
    return languages.level_name(level, language) if level is not None else ""


def insight_of(run: MatchingRun, model: Model) -> dict[str, Any] | None:
    """Return what was worked out for the run as it is now: what is kept with it, or, for a small cohort, found at once.

    None where it takes longer than a page may, and nobody has asked for it since the run changed.
    """
    if run.insight.get("fingerprint") == model.fingerprint:
        return dict(run.insight)
    if model.both is None and model.solved.possible.size > QUICK_CELLS:
        return None
    if "insight" not in model.found:
        model.found["insight"] = work_out(run, model)
    return dict(model.found["insight"])


def work_out(run: MatchingRun, model: Model, progress: Progress | None = None) -> dict[str, Any]:
    """Return whom to recruit, verified by matching with the new mentors, and how far each weight can move, as JSON.

    Neither where both give and both take, and no range of weights for the fairest plan: those are no sums of criteria.
    """
    if model.both is not None:
        return {"fingerprint": model.fingerprint, "advice": [], "firmness": []}
    say = progress or (lambda share: None)
    advice = engine.recruit(model.solved, progress=lambda share: say(0.6 * share))
    firmness = engine.sensitivity(model.solved, progress=lambda share: say(0.6 + 0.35 * share)) if model.is_sum else ()
    return {
        "fingerprint": model.fingerprint,
        "advice": [advice_as_json(run, model, one) for one in advice],
        "firmness": [reach_as_json(one) for one in firmness],
    }


def advice_as_json(run: MatchingRun, model: Model, advice: Advice) -> dict[str, Any]:
    """Return one advice with who would be placed by it: the whole cohort is matched again with these mentors in it."""
    added = [{"id": f"new{number}", **advice.profile, "places": str(advice.places)} for number in range(1, advice.count + 1)]
    ids = model.solved.problem.mentees.ids
    pins = [model.solved.ids(place) for place in model.solved.demands.pins]
    known = [(one, other) for one, other in run.forbids if int(one) in model.mentors and int(other) in model.mentees]
    forbids = [(str(mentor), str(mentee)) for mentor, mentee in known]
    again = engine.solve_cohort(
        [*run.mentors, *added],
        run.mentees,
        run.criteria,
        capacity="places",
        objective=run.objective,
        pins=pins,
        forbids=forbids,
    )
    before, after = ({mentee for _mentor, mentee in solved.pairs} for solved in (model.solved, again))
    newly = {mentee for mentor, mentee in again.pairs if again.ids((mentor, mentee))[0].startswith("new")}
    return {
        "text": advice.text.to_json(),
        "traits": [trait.to_json() for trait in advice.traits],
        "count": advice.count,
        "pairs_gained": advice.pairs_gained,
        "points_gained": float(advice.points_gained),
        "placed": [int(ids[mentee]) for mentee in sorted(after - before)],
        "with_new": [int(ids[mentee]) for mentee in sorted(newly)],
    }


def reach_as_json(reach: Reach) -> dict[str, Any]:
    """Return how far one weight can move."""
    return {
        "criterion": reach.criterion.to_json(),
        "text": reach.text.to_json(),
        "weight": float(reach.weight),
        "low": float(reach.low),
        "high": None if reach.high is None else float(reach.high),
    }


def advice_shown(run: MatchingRun, insight: Mapping[str, Any], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the stored advice for a page: sentences with topics by title, and who would be placed by name."""
    topics = {topic.key: topic.title for topic in run.cohort.programme.topics.all()}
    return [
        {
            **one,
            "text": with_topics(Phrase.from_json(one["text"]), topics),
            "placed": [(pk, called(names, pk)) for pk in one["placed"]],
            "with_new": [(pk, called(names, pk)) for pk in one["with_new"] if pk not in one["placed"]],
        }
        for one in insight["advice"]
    ]


def with_topics(value: Any, topics: Mapping[str, Any]) -> Any:
    """Return a phrase, or one of its values, with lists of topic keys replaced by their titles."""
    if isinstance(value, Phrase):
        return replace(value, values={key: with_topics(entry, topics) for key, entry in value.values.items()})
    if isinstance(value, list | tuple):
        return [with_topics(entry, topics) for entry in value]
    keys = [key.strip() for key in value.split(";")] if isinstance(value, str) else []
    return [topics[key] for key in keys] if keys and all(key in topics for key in keys) else value


def firmness_shown(insight: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the stored ranges for a page, each on a scale from 0 to twice the greatest weight, in percent."""
    rows = insight["firmness"]
    top = 2 * max((one["weight"] for one in rows), default=0) or 1
    return [
        {
            **one,
            "text": Phrase.from_json(one["text"]),
            "criterion": Phrase.from_json(one["criterion"]),
            "start": min(100 * one["low"] / top, 100),
            "end": 100 if one["high"] is None else min(100 * one["high"] / top, 100),
            "at": 100 * one["weight"] / top,
        }
        for one in rows
    ]
