"""Refusals that actions raise; their texts are fit for users."""

from django.utils.translation import gettext as _

from experiments.enums import Move, State


class ActionRefusedError(Exception):
    """An action that cannot be done now; the text says why, in the user's language."""


class MoveNotAllowedError(ActionRefusedError):
    def __init__(self, *, move: Move, state: State) -> None:
        super().__init__(
            _(
                "“%(move)s” cannot be done to a report whose state is “%(state)s”. "
                "Reload the page to see where it stands."
            )
            % {"move": move.label, "state": state.label}
        )


class WrongRoleError(ActionRefusedError):
    def __init__(self, *, move: Move) -> None:
        super().__init__(
            _("You do not have the right to do this: %(move)s.") % {"move": move.label}
        )


class NoteMissingError(ActionRefusedError):
    def __init__(self) -> None:
        super().__init__(_("Write the reason."))


class AlreadySentError(ActionRefusedError):
    def __init__(self) -> None:
        super().__init__(
            _("This report has already been sent, so it can no longer be changed here.")
        )


class StaleAnswersError(ActionRefusedError):
    def __init__(self) -> None:
        super().__init__(
            _("Someone else edited this at the same time. Check the changes before saving.")
        )


class ChangedMeanwhileError(ActionRefusedError):
    """There is a newer version of the report than was seen; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _("Someone else edited this at the same time. Check the changes before saving.")
        )


class NotRestorableError(ActionRefusedError):
    """A report cannot be brought back to an earlier version; the text says why."""


class StageNotMovableError(ActionRefusedError):
    def __init__(self) -> None:
        super().__init__(_("Only a published experiment has a stage that can be moved on."))


class ReportIncompleteError(ActionRefusedError):
    def __init__(self) -> None:
        super().__init__(_("Some answers are still missing. Complete them and send again."))


class NotReleasableError(ActionRefusedError):
    """Carries every reason why an award round cannot be released yet."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class PictureRefusedError(ActionRefusedError):
    """The uploaded file is not a picture that can be taken in."""


class TooManyPicturesError(PictureRefusedError):
    def __init__(self, *, most: int) -> None:
        super().__init__(
            _("A report can have at most %(most)d pictures. Remove one to add another.")
            % {"most": most}
        )
