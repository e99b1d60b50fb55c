import re

import pytest
from django.contrib.auth.models import AnonymousUser

from experiments.models import Nomination, Picture, Report
from tests.factories import NominationFactory, PictureFactory, UserFactory


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lacking", [{"text_alternative": ""}, {"has_rights": False}, {"is_decorative": False}]
)
def test_readers_and_handlers_see_only_what_is_publishable(lacking):
    report = NominationFactory().report
    without_words = {"text_alternative": "", "is_decorative": True}
    PictureFactory(report=report, position=0, **(without_words | lacking))
    if "text_alternative" in lacking:
        Picture.objects.update(is_decorative=False)
    hidden = Picture.objects.get()
    shown = [
        PictureFactory(report=report, position=1),
        PictureFactory(report=report, position=2, **without_words),
    ]
    handler = UserFactory(handler=True)

    assert not hidden.is_publishable
    assert list(Picture.objects.publishable()) == shown
    assert list(Picture.objects.published()) == shown
    for person in (handler, AnonymousUser()):
        assert list(Picture.objects.visible_to(person, opened=[])) == shown
    opened = Picture.objects.visible_to(AnonymousUser(), opened=[str(report.key)])
    assert list(opened) == [hidden, *shown]
    assert Report.objects.for_cards().get().picture == shown[0]
    assert list(Report.objects.for_story().get().pictures.all()) == shown
    assert Nomination.objects.for_cards().get().report.picture == shown[0]
