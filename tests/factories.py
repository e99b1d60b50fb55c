"""Makes rows for tests: valid with no arguments; a trait names a state; arguments say what matters.

No history is made: a test of what was done to a report does it through the actions.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory, ImageField, Password

from experiments import models
from experiments.enums import (
    AgencyKind,
    Authorship,
    Kind,
    Language,
    NominationResult,
    Origin,
    Outcome,
    Role,
    Stage,
    State,
    Theme,
)
from experiments.models.version import snapshot_of

PASSWORD: Final = "a password for tests"  # noqa: S105
# References that actions make end in the report's own number, which never gets this high in a test.
FIRST_NUMBER: Final = 90_000


class AgencyFactory(DjangoModelFactory[models.Agency]):
    class Meta:
        model = models.Agency

    slug = factory.Sequence(lambda n: f"virasto-{n}")
    name_fi = factory.Sequence(lambda n: f"Virasto {n}")
    name_sv = factory.Sequence(lambda n: f"Ämbetsverket {n}")
    name_en = factory.Sequence(lambda n: f"Agency {n}")
    kind = AgencyKind.AGENCY


class UserFactory(DjangoModelFactory[models.User]):
    """An account without rights; PASSWORD opens it; a trait gives it the rights of a group."""

    class Meta:
        model = models.User

    class Params:
        handler = factory.Trait(is_staff=True, group="handler")
        juror = factory.Trait(is_staff=True, group="juror")
        organiser = factory.Trait(is_staff=True, group="organiser")
        officer = factory.Trait(is_staff=True, group="whistleblowing officer")
        superuser = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"henkilo.{n}@virasto.example")
    name = factory.Sequence(lambda n: f"Henkilö {n}")
    password = Password(PASSWORD)

    group = None

    @classmethod
    def _create(
        cls, model_class: type[models.User], *args: Any, group: str | None, **fields: Any
    ) -> models.User:
        user: models.User = super()._create(model_class, *args, **fields)
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user


class _Sent(factory.Trait):
    """What every report has that was ever sent."""

    def __init__(self, state: State, **overrides: Any) -> None:
        super().__init__(
            state=state,
            submitted_at=factory.LazyFunction(timezone.now),
            reference=factory.LazyAttributeSequence(
                lambda report, n: f"TYO-{report.submitted_at.year}-{FIRST_NUMBER + n}"
            ),
            **overrides,
        )


_NOW: Final = factory.LazyFunction(timezone.now)


class ReportFactory(DjangoModelFactory[models.Report]):
    """A complete draft of an experiment, ready to be sent; themes=[…] chooses other themes."""

    class Meta:
        model = models.Report
        skip_postgeneration_save = True

    class Params:
        revelation = factory.Trait(
            kind=Kind.REVELATION,
            title=factory.Sequence(lambda n: f"Paljastus {n}"),
            stage="",
            problem="",
            change="",
            authorship=Authorship.NAMED,
            origin=Origin.HABIT,
            affected="Jokaista matkustavaa, joka kuukausi.",
            proposal="Hyväksytään kuitit kerran kuussa.",
        )
        anonymous = factory.Trait(
            revelation=True, authorship=Authorship.ANONYMOUS, author_name="", author_email=""
        )
        ended = factory.Trait(
            stage=Stage.ENDED, outcome=Outcome.STOPPED, lessons="Opimme kysymään ensin."
        )
        submitted = _Sent(State.SUBMITTED)
        more_information = _Sent(State.MORE_INFORMATION)
        published = _Sent(State.PUBLISHED, published_at=_NOW)
        not_published = _Sent(State.NOT_PUBLISHED)
        withdrawn = _Sent(State.WITHDRAWN)
        unpublished = _Sent(State.UNPUBLISHED, published_at=_NOW)
        transferred = _Sent(State.TRANSFERRED)

    kind = Kind.EXPERIMENT
    language = Language.FINNISH
    title = factory.Sequence(lambda n: f"Kokeilu {n}")
    summary = "Kokous pidettiin kävellen."
    stage = Stage.RUNNING
    problem = "Kokouksissa istuttiin liikaa."
    change = "Lähdettiin ulos."
    agency = factory.SubFactory(AgencyFactory)
    author_name = "Tekijä Esimerkki"
    author_email = "tekija@virasto.example"

    @factory.post_generation
    def themes(
        report: models.Report,  # noqa: N805
        create: bool,  # noqa: FBT001
        themes: Iterable[Theme] | None,
        **_: Any,
    ) -> None:
        chosen = [Theme.PRACTICES] if themes is None else themes
        if create:
            models.ReportTheme.objects.bulk_create(
                models.ReportTheme(report=report, theme=theme) for theme in chosen
            )


class PictureFactory(DjangoModelFactory[models.Picture]):
    """A tiny real picture; its file goes into the test's own MEDIA_ROOT."""

    class Meta:
        model = models.Picture

    report = factory.SubFactory(ReportFactory)
    image = ImageField(width=8, height=6, format="WEBP", filename="picture.webp")
    text_alternative = "Ihmisiä metsäpolulla."
    has_rights = True


class AwardRoundFactory(DjangoModelFactory[models.AwardRound]):
    """A round of which nothing is out yet."""

    class Meta:
        model = models.AwardRound

    class Params:
        shortlist_out = factory.Trait(shortlist_released_at=_NOW)
        winners_out = factory.Trait(shortlist_released_at=_NOW, winners_released_at=_NOW)

    year = factory.Sequence(lambda n: 2017 + n % 80)  # unique, and within what is sensible
    opens_on = factory.LazyAttribute(lambda award_round: dt.date(award_round.year, 1, 1))
    closes_on = factory.LazyAttribute(lambda award_round: dt.date(award_round.year, 10, 31))


class AwardCategoryFactory(DjangoModelFactory[models.AwardCategory]):
    class Meta:
        model = models.AwardCategory

    class Params:
        revelation = factory.Trait(kind=Kind.REVELATION)

    award_round = factory.SubFactory(AwardRoundFactory)
    kind = Kind.EXPERIMENT
    name_fi = factory.Sequence(lambda n: f"Sarja {n}")
    name_sv = factory.Sequence(lambda n: f"Klass {n}")
    name_en = factory.Sequence(lambda n: f"Category {n}")
    position = factory.Sequence(lambda n: n % 30_000)


class NominationFactory(DjangoModelFactory[models.Nomination]):
    """A published report on a shortlist, of the kind that the category takes."""

    class Meta:
        model = models.Nomination

    class Params:
        mention = factory.Trait(
            result=NominationResult.MENTION, citation_fi="Perustelu.", citation_sv="Motivering."
        )
        winner = factory.Trait(
            result=NominationResult.WINNER, citation_fi="Perustelu.", citation_sv="Motivering."
        )

    category = factory.SubFactory(AwardCategoryFactory)
    report = factory.SubFactory(
        ReportFactory,
        published=True,
        revelation=factory.LazyAttribute(
            lambda report: report.factory_parent.category.kind == Kind.REVELATION
        ),
    )


class ReportVersionFactory(DjangoModelFactory[models.ReportVersion]):
    """The first version of a published report; a test of what is in versions makes real ones."""

    class Meta:
        model = models.ReportVersion

    report = factory.SubFactory(ReportFactory, published=True)
    number = 1
    at = _NOW
    role = Role.AUTHOR
    snapshot = factory.LazyAttribute(lambda version: snapshot_of(version.report))
