import re

import pytest

from experiments.models import Picture
from tests.factories import PictureFactory


@pytest.mark.django_db
def test_file_is_named_by_chance():
    first, second = PictureFactory(), PictureFactory()

    assert first.image.name != second.image.name
    assert re.fullmatch(r"pictures/[\w-]{22}\.webp", first.image.name)


@pytest.mark.parametrize(
    ("has_rights", "is_decorative", "words", "publishable"),
    [
        (True, False, "Polku.", True),
        (True, True, "", True),
        (True, False, "", False),
        (False, False, "Polku.", False),
        (False, True, "", False),
    ],
)
def test_picture_is_publishable_with_rights_and_words_or_decoration(
    has_rights, is_decorative, words, publishable
):
    picture = Picture(has_rights=has_rights, is_decorative=is_decorative, text_alternative=words)

    assert picture.is_publishable is publishable
