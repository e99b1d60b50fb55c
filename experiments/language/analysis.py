"""From words to terms: what a search compares, in each of the three languages.

A term is a language and a dictionary form or stem: “fi:kävelykokous”, “sv:möt”, “en:meet”. A word
that no dictionary has is a term as it stands too, “w:meetings”: a stem can neither be shown nor
compared with a beginning or a typing error.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

from experiments.language.stemming import stem, stemmer_name
from experiments.language.swedish import swedish_parts
from experiments.language.voikko import Part, backend_name, readings

LANGUAGES: Final = ("fi", "sv", "en")
AS_WRITTEN: Final = "w"
SPELLED: Final = ("fi", AS_WRITTEN)  # the kinds of terms that are words, not stems
_SHORTEST_PART: Final = 3  # letters; a compound's shorter parts are mostly misreadings
_SHORTEST_BORROWED: Final = 4
_VOWELS: Final = "aeiouyåäö"
# Of how terms are made; a new number makes every indexed text stale.
_RULES: Final = 1
_STOP_WORDS: Final = frozenset(
    "ja tai on ei se ne että kun jos kuin niin myös mutta joka jossa jolla jotka mikä mitä miten "  # noqa: SIM905  (readable)
    "miksi me he oli ovat olla sekä eli vai "
    "och eller att det den de en ett som är var i på av för med till om hur vad inte har vi man "
    "the a an and or of to in on for with is are was be by at it that this how what we not".split()
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What one word stands for in one language.

    `whole` are its dictionary forms, more than one where it can be read in several ways; `parts`
    the runs of parts of a compound; `is_known` tells if a dictionary has the word (Finnish only).
    """

    whole: frozenset[str]
    parts: frozenset[str]
    is_known: bool = False


def analyser_name() -> str:
    """Return what makes the terms, with versions; texts indexed by another one are stale."""
    finnish = backend_name()
    return " + ".join([*([finnish] if finnish else []), stemmer_name(), f"rules {_RULES}"])


def has_finnish_dictionary() -> bool:
    """Tell if Finnish words are read by a dictionary (loads it), not only stemmed."""
    return bool(backend_name())


def is_stop_word(word: str) -> bool:
    """Tell if the word is too common to be asked of a text."""
    return word in _STOP_WORDS


@lru_cache(maxsize=50_000)
def terms_of(word: str, language: str) -> Terms:
    """Return the terms of a word (as words_in spells it) of a text in this language."""
    whole, parts, is_known = _finnish(word) if language == "fi" else _other(word, language)
    terms = {f"{language}:{form}" for form in whole}
    if not is_known:
        terms.add(as_written(word))
    if language == "fi" and not is_known:
        # Perhaps a foreign word among Finnish ones.
        terms |= {f"{other}:{stem(_joined(word), other)}" for other in ("sv", "en")}
    return Terms(frozenset(terms), frozenset(f"{language}:{form}" for form in parts), is_known)


def as_written(word: str) -> str:
    """Return the term of a word just as it stands."""
    return f"{AS_WRITTEN}:{_joined(word)}"


@lru_cache(maxsize=2_000)
def terms_asked(word: str) -> frozenset[str]:
    """Return the terms of a word somebody searches for, in whichever language it is."""
    return frozenset[str]().union(*(terms_of(word, language).whole for language in LANGUAGES))


def is_finnish(word: str) -> bool:
    """Tell if a dictionary of Finnish has the word; False where there is none."""
    return terms_of(word, "fi").is_known


def _joined(word: str) -> str:
    return word.replace("-", "")


def _finnish(word: str) -> tuple[set[str], set[str], bool]:
    found = readings(word)
    if found:
        whole, parts = set[str](), set[str]()
        for reading in found:
            spans = _spans(reading.parts)
            whole |= {spans[0]} | ({reading.verb} if reading.verb else set())
            parts |= {span for span in spans[1:] if len(span) >= _SHORTEST_PART}
        return whole, parts - whole, True
    if "-" in word:
        return *_hyphenated(word, "fi"), False
    return {stem(word, "fi"), word, *_borrowed(word)}, set(), False


def _borrowed(word: str) -> set[str]:
    """Return what a foreign word became in Finnish: “chat” is inflected as “chatti”."""
    if len(word) < _SHORTEST_BORROWED or word[-1] in _VOWELS:
        return set()
    return {form for form in (f"{word}i", f"{word}{word[-1]}i") if readings(form)}


def _other(word: str, language: str) -> tuple[set[str], set[str], bool]:
    if "-" in word:
        return *_hyphenated(word, language), False
    parts = set(swedish_parts(word)) if language == "sv" else set[str]()
    whole = {stem(word, language)}
    return whole, parts - whole, False


def _hyphenated(word: str, language: str) -> tuple[set[str], set[str]]:
    """Take “QR-koodilla” as one word, “qrkoodi”, made of two."""
    *heads, last = [piece for piece in word.split("-") if piece]
    inner = [terms_of(piece, language) for piece in (*heads, last)]
    forms = _forms(inner[-1].whole, language)
    whole = {"".join(heads) + form for form in forms}
    parts = set[str]().union(*(_forms(terms.whole | terms.parts, language) for terms in inner))
    return whole, parts - whole


def _forms(terms: frozenset[str], language: str) -> set[str]:
    return {term.removeprefix(f"{language}:") for term in terms if term.startswith(language)}


def _spans(parts: tuple[Part, ...]) -> list[str]:
    """Return every run of parts in its dictionary form, the whole one first."""
    runs = sorted(combinations(range(len(parts) + 1), 2), key=lambda run: run[0] - run[1])
    return [
        "".join(part.surface for part in parts[start : end - 1]) + parts[end - 1].base
        for start, end in runs
    ]
