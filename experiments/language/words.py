"""Words as they stand in a text, and the one spelling they are compared by."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_WORD: Final = 60  # letters; what is longer is no word, and is cut
_SOFT: Final = "\u00ad\u200b\u200c\u200d\u2060"  # may stand inside a word, and are not seen
# Letters and digits; inside a word also hyphens, an apostrophe and a colon before an ending.
_WORD: Final = re.compile(
    rf"[^\W_]+(?:[{_SOFT}]*(?:[-\u2010\u2011'’:](?=[^\W\d_])|[-\u2010\u2011](?=\d))?"
    rf"[{_SOFT}]*[^\W_]+)*"
)
_ENDING: Final = re.compile(r"(?<=\w):\w+$")
_SPELLED: Final = str.maketrans({"\u2010": "-", "\u2011": "-", "’": "'"} | dict.fromkeys(_SOFT))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, and where in the text it stands."""

    spelling: str
    start: int
    end: int


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text (NFC) in its order.

    Spelled in lower case without soft hyphens; the ending of “DVV:n” is dropped, the hyphen of
    “QR-koodi” is kept.
    """
    for match in _WORD.finditer(text):
        yield Word(_spell(match[0]), match.start(), match.end())


def compose(text: str) -> str:
    """Return the text with letters composed (NFC), as words_in wants it."""
    return unicodedata.normalize("NFC", text)


def _spell(word: str) -> str:
    spelled = unicodedata.normalize("NFC", word.translate(_SPELLED).lower())
    return _ENDING.sub("", spelled)[:LONGEST_WORD]
