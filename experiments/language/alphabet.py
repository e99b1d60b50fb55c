"""One spelling of each letter, and the order of the Finnish alphabet."""

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ALPHABET = {letter: rank for rank, letter in enumerate("abcdefghijklmnopqrstuvwxyzåäö")}
# Letters that the standard (SFS-EN 13710 / CLDR fi) files under another one.
_FILED_AS = str.maketrans(
    {"æ": "ä", "ø": "ö", "ð": "d", "đ": "d", "ł": "l", "ß": "ss", "þ": "th", "ŧ": "t", "ŋ": "n"}
)


def clean_text(text: str) -> str:
    """Return what was typed with one spelling for each character.

    Letters are composed (NFC: macOS sends ö as o and two dots), line ends are single, characters
    that nobody types (control codes, halves of surrogate pairs) are dropped. NUL is left in, for
    the form to refuse. Case, spaces and soft hyphens stay as the author wrote them.
    """
    return _CONTROL.sub(
        "", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    )


@lru_cache(maxsize=2048)
def finnish_sort_key(text: str) -> tuple[tuple[int, ...], str, str]:
    """Return a key that sorts as a Finnish reader expects: … x y z å ä ö, accents and case last.

    Spaces and punctuation come before digits, digits before letters. The same order as ICU's fi-FI
    gives on PostgreSQL for the letters used in the names of agencies (CLDR root order, tailored).
    """
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FILED_AS)
    return (
        tuple(_rank(letter) for character in folded for letter in _base(character)),
        folded,
        text.swapcase(),
    )


def _base(character: str) -> str:
    return character if character in _ALPHABET else unicodedata.normalize("NFD", character)[0]


def _rank(character: str) -> int:
    if character in _ALPHABET:
        return 0x20000 + _ALPHABET[character]
    if character.isalpha():
        return 0x30000 + ord(character)
    return 0x10000 + ord(character) if character.isdigit() else ord(character)
