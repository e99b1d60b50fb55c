"""The people who sign in: identity is the e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    Permission,
    PermissionsMixin,
)
from django.core.mail import send_mail
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from experiments.enums import Language
from experiments.models.agency import Agency


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password it can only be signed in to by other means."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator, for `manage.py createsuperuser`."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find the account whatever the case the address is typed in."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Anybody with an account. What they may do is in their groups: handler, juror, organiser."""

    email = models.EmailField(_("email address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("agency"),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.FINNISH
    )
    is_staff = models.BooleanField(
        _("may open the admin"),
        default=False,
        help_text=_("What may be done there depends on the groups."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Take this off instead of deleting an account.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_in_any_case",
                violation_error_message=_("There is already an account with this email address."),
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="user_has_an_email"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_handler(self) -> bool:
        return self.has_perm("experiments.handle_report")

    @property
    def is_organiser(self) -> bool:
        return self.has_perm("experiments.organise_award")

    @cached_property
    def sees_transferred(self) -> bool:
        """Whether this person is a whistleblowing officer; kept as long as Django's permissions.

        Not by has_perm, which lets administrators do all: they too need the right itself.
        """
        mine = models.Q(group__user=self) | models.Q(user=self)
        right = {"content_type__app_label": "experiments", "codename": "see_transferred"}
        return self.is_active and Permission.objects.filter(mine, **right).exists()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.email

    def email_user(self, subject: str, message: str, from_email: str | None = None) -> None:
        """Send one message to this person (Django's password reset needs it)."""
        send_mail(subject, message, from_email, [self.email])
