"""Past pairs are known again, and nothing else is."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.engine import PastPairs, match

KEY = b"an installation's own key"
ids = st.text("a1:é", max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ids, ids), max_size=6), ids, ids)
def test_it_contains_what_it_remembers(pairs: list[tuple[str, str]], one: str, other: str) -> None:
    past = PastPairs(KEY)
    for pair in pairs:
        past.remember(*pair)
    again = PastPairs(KEY, json.loads(json.dumps(past.to_json())))
    unordered = {frozenset(pair) for pair in pairs}
    assert again.contains(one, other) == again.contains(other, one) == (frozenset((one, other)) in unordered)
    assert len(again) == len(unordered)
    assert not any(PastPairs(KEY + b"!", again.to_json()).contains(*pair) for pair in pairs)


def test_the_hash_is_the_one_described() -> None:
    past = PastPairs(KEY)
    past.remember("mia", "élie")
    assert past.to_json() == [hmac.new(KEY, "3:mia5:élie".encode(), hashlib.sha256).hexdigest()]
    assert PastPairs(KEY, past.to_json()).to_json() == past.to_json()


def test_nobody_is_paired_twice() -> None:
    mentors = [{"id": "m0", "city": "A"}, {"id": "m1", "city": "B"}]
    mentees = [{"id": "e0", "city": "A"}, {"id": "e1", "city": "B"}]
    criteria = {"criterion": [{"kind": "equal", "column": "city", "weight": 3}]}
    past = PastPairs(KEY)
    assert past.among(["m0"], ["e0"]) == []
    past.remember("e0", "m0")
    forbids = past.among([row["id"] for row in mentors], [row["id"] for row in mentees])
    assert forbids == [("m0", "e0")]
    assert [(p.mentor, p.mentee) for p in match(mentors, mentees, criteria, forbids=forbids).pairs] == [
        ("m1", "e0"),
        ("m0", "e1"),
    ]


@pytest.mark.parametrize(
    ("key", "digests", "sentence"),
    [
        (b"short", [], "the key needs at least 16 bytes, but has 5"),
        (KEY, ["abc"], "'abc' is no hash of a past pair; 64 hexadecimal digits are expected"),
    ],
)
def test_mistakes(key: bytes, digests: list[str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        PastPairs(key, digests)
