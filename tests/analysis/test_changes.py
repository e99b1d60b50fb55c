import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.analysis.changes import Piece, compare, labels_of, word_pieces
from experiments.models.version import RELATED, VERSIONED


def _marked(pieces: list[Piece]) -> str:
    """Write “same [changed] same”."""
    return "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sama", "sama"),
        ("Kokous [kävellen].", "Kokous [seisten]."),
        ("[Vanha]", ""),
        ("", "[Uusi]"),
        ("yksi kolme", "yksi [kaksi ]kolme"),
        ("rivi[ ]rivi", "rivi[\n]rivi"),
    ],
)
def test_words_that_differ_are_marked(before, after):
    left, right = word_pieces(_plain(before), _plain(after))

    assert (_marked(left), _marked(right)) == (before, after)


def _plain(text: str) -> str:
    return text.replace("[", "").replace("]", "")


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_put_together_are_the_texts(before, after):
    left, right = word_pieces(before, after)

    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    assert [p.text for p in left if not p.is_changed] == [p.text for p in right if not p.is_changed]


def test_every_kind_of_field_is_told_in_words(in_english):
    before = {"stage": "running", "started_on": "2026-02-01", "hours_saved": "12.5"}
    after = {
        "stage": "ended",
        "started_on": None,
        "hours_saved": "1200.0",
        "people_involved": 1200,
        "customers_involved": False,
        "agency": "vm",
        "partners": ["a", "gone"],
        "themes": ["leadership", "technology"],
        "pictures": [
            {"image": "pictures/0123456789.webp", "text_alternative": "Polku"}
            | {"is_decorative": False, "has_rights": True}
        ],
    }

    changes = compare(before, after, agencies={"vm": "Ministry", "a": "Agency A"})

    said = {
        change.label: (
            "".join(piece.text for piece in change.before),
            "".join(piece.text for piece in change.after),
        )
        for change in changes
    }
    assert said.pop("Pictures") == ("", "Polku (56789.webp)")
    assert said == {
        "Stage": ("In progress", "Completed"),
        "Started": ("1 Feb 2026", ""),
        "People involved": ("", "1\N{NO-BREAK SPACE}200"),
        "Customers involved": ("", "No"),
        "Hours saved a month": ("12.5", "1\N{NO-BREAK SPACE}200.0"),
        "Agency": ("", "Ministry"),
        "Partners": ("", "Agency A\ngone"),
        "Themes": ("", "Leadership\nNew technology"),
    }


def test_the_same_snapshots_have_no_changes():
    assert compare({"title": "A"}, {"title": "A"}, agencies={}) == []


def test_every_field_has_a_label(in_english):
    assert len(set(labels_of([*VERSIONED, *RELATED]))) == len(VERSIONED) + len(RELATED)
