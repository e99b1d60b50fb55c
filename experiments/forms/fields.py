"""Text, dates, numbers and agencies as people in Finland type them; the same in all languages."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.choices import flatten_choices
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from experiments.enums import AgencyKind
from experiments.language import clean_text
from experiments.models import Agency

_DATE: Final = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})|(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII
)
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?", re.ASCII)
_SPACES: Final = re.compile(r"\s")  # also no-break and narrow no-break spaces
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100


class PlainTextField(forms.CharField):
    """Text in one spelling (NFC), counted as people count.

    The browser is not told the limit: it would cut a pasted text silently. The page's counter and
    the error message tell it instead, and nothing typed is lost.
    """

    default_error_messages = {
        "null_characters_not_allowed": _("Remove the characters that are not text.")
    }

    def __init__(
        self,
        *,
        missing: Any = None,
        max_length: int | None = None,
        autocomplete: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(required=missing is not None, **kwargs)
        if missing is not None:
            self.error_messages["required"] = missing
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete
        self.max_length = max_length

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.max_length is not None and len(value) > self.max_length:
            raise ValidationError(
                _(
                    "“%(field)s”: the answer may have at most %(limit)d characters. "
                    "It now has %(length)d."
                ),
                code="max_length",
                params={"field": self.label, "limit": self.max_length, "length": len(value)},
            )


class LongText(forms.Textarea):
    """A box of several lines, which the page puts a counter under."""


class LongTextField(PlainTextField):
    """Text of several lines; the page shows how many characters are left."""

    widget = LongText

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"rows": rows, "cols": None}


class EmailAddressField(PlainTextField, forms.EmailField):
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    default_error_messages = {
        "invalid": _("Enter an email address in the format firstname.lastname@agency.fi"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        self.widget.attrs.pop("maxlength", None)  # Django's own, see PlainTextField


class LinkField(PlainTextField, forms.URLField):
    """A web address; one typed without https:// gets it."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {
        "invalid": _("Enter the address in the format https://www.example.fi"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, assume_scheme="https", **kwargs)


class DayField(forms.Field):
    """A date typed as 5.3.2026, 05.03.26, 5. 3. 2026 or 2026-03-05, in every language."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "short"})
    default_error_messages = {
        "invalid": _("Enter the date in the correct format, for example 5.3.2026"),
        "not_real": _("Enter a real date"),
        "year": _("Enter a year between %(first)d and %(last)d"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.help_text = self.help_text or _("Enter the date as d.m.yyyy, for example 5.3.2026")

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return value or None
        match = _DATE.fullmatch(_SPACES.sub("", str(value)))
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        day, month, year, iso_year, iso_month, iso_day = match.groups()
        try:
            date = dt.date(
                int(iso_year or _whole_year(year)), int(iso_month or month), int(iso_day or day)
            )
        except ValueError:
            raise ValidationError(self.error_messages["not_real"], code="not_real") from None
        if not FIRST_YEAR <= date.year <= LAST_YEAR:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise ValidationError(self.error_messages["year"], code="year", params=years)
        return date

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}.{value.month}.{value.year}" if isinstance(value, dt.date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((self.prepare_value(initial) or "") != (data or ""))


class AmountField(forms.Field):
    """A number typed as 1234,5 or 1 234.5 or −3: spaces group, a comma or point begins decimals.

    Two separators (1,234.5) mean different numbers to different people and are refused.
    """

    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"}
    )
    default_error_messages = {
        "invalid": _("Enter a number, for example 12.5"),
        "decimals": _("Too many decimals. The most there can be: %(places)d"),
        "whole": _("Enter a whole number, for example 12"),
        "too_small": _("Enter a number that is %(smallest)d or more"),
        "too_large": _("Enter a number that is %(largest)s or less"),
    }

    def __init__(
        self, *, places: int, largest: int, smallest: int = 0, unit: Any = "", **kwargs: Any
    ) -> None:
        super().__init__(required=False, **kwargs)
        self.places, self.smallest, self.largest, self.unit = places, smallest, largest, unit

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, (Decimal, int)):
            return None if value in self.empty_values else Decimal(value)
        typed = _SPACES.sub("", str(value)).replace("\N{MINUS SIGN}", "-")
        if _NUMBER.fullmatch(typed) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(typed.replace(",", "."))

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.smallest:
            raise self._error("too_small", smallest=self.smallest)
        if value > self.largest:
            raise self._error("too_large", largest=number_format(self.largest, force_grouping=True))
        if value != round(value, self.places):
            raise self._error("decimals" if self.places else "whole", places=self.places)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (Decimal, int)):
            return number_format(Decimal(value).normalize() + 0, use_l10n=True)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((self.prepare_value(initial) or "") != (data or ""))

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class YesNoField(forms.TypedChoiceField):
    """A question with two answers, side by side, and neither chosen beforehand."""

    widget = forms.RadioSelect(attrs={"class": "inline"})

    def __init__(self, *, missing: Any = None, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            required=missing is not None,
            **kwargs,
        )
        if missing is not None:
            self.error_messages["required"] = missing

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class AgencyField(forms.ModelChoiceField):
    """One agency, grouped by kind; typing its first letters in the list finds it."""

    def __init__(self, *, missing: Any = None, marked_optional: bool = True, **kwargs: Any) -> None:
        # False where the agency may be left out only if another field is filled in.
        self.marked_optional = marked_optional
        super().__init__(
            Agency.objects.none(),
            required=missing is not None,
            empty_label=_("Choose an agency"),
            **kwargs,
        )
        if missing is not None:
            self.error_messages["required"] = missing

    def offer(self, agencies: list[Agency]) -> None:
        """Offer these agencies; the list is read once and shared by all the fields of a page."""
        self.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
        self.widget.choices = [("", self.empty_label)] + [
            (kind.label, [(agency.pk, agency.name) for agency in agencies if agency.kind == kind])
            for kind in AgencyKind
            if any(agency.kind == kind for agency in agencies)
        ]


def _whole_year(year: str) -> str:
    return f"20{year}" if len(year) == len("26") else year


def shown(field: forms.Field, value: Any) -> str:
    """Return an answer as the check page prints it; empty if there is none."""
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.BooleanField):
        return str(_("Yes") if value else _("No"))
    if isinstance(field, forms.ChoiceField):
        pairs: list[tuple[Any, Any]] = list(flatten_choices(field.widget.choices))
        labels = {str(key): str(label) for key, label in pairs}
        keys = value if isinstance(value, list) else [field.prepare_value(value)]
        return ", ".join(labels.get(str(key), "") for key in keys)
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(field, AmountField):
        if not isinstance(value, str):
            value = number_format(value, force_grouping=True)
        return f"{value} {field.unit}".strip()
    return str(value)
