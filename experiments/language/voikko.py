"""Finnish words taken apart by Voikko, whichever of its two builds is installed.

libvoikko (a native library) is quicker; pyvoikko comes with pip alone. Both give the same strings
from the same kind of dictionary, and this file reads those: no other of their features is used.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from threading import Lock, local
from typing import Any, Final

MOST_PARTS: Final = 8  # of one compound; longer ones are jokes
_TAG_OR_TEXT: Final = re.compile(r"\[([^\]]*)\]|([^\[]+)")
# Readings that are possible but seldom meant: “palasi” as “your piece”, “kieli” as “tell tales!”.
_UNLIKELY: Final = re.compile(r"\[(O\d\w|Tk)\]")
# Participles: “julkaistu” is a form of “julkaista”.
_PARTICIPLES: Final = frozenset(("Ru", "Rv", "Ra", "Rt", "Rm", "Re"))

type_of_lookup = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a compound: as it stands there, and as a dictionary has it."""

    surface: str
    base: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word; `verb` is what a participle is a form of."""

    parts: tuple[Part, ...]
    compounds: int
    verb: str
    is_likely: bool


class _Writer:
    """Collects the parts of a word while its analysis is read from left to right."""

    def __init__(self) -> None:
        self.done: list[Part] = []
        self.compounds = 1
        self.verb = ""
        self._begin()

    def _begin(self) -> None:
        self.surface = self.base = self._stem = ""
        self._reads = "surface"

    def tag(self, tag: str) -> None:
        match tag:
            case "Xp" | "Xj":  # the dictionary form follows: of all, or of what is new
                self._stem, self.base, self._reads = self.surface, "", "base"
            case "X":
                if self._reads == "base":
                    self.base = self._stem + self.base
                self._reads = "surface"
            case "Bc":
                self.end_part()
                self.compounds += 1
            case "Bm":
                self.surface += "="
            case _ if tag in _PARTICIPLES:
                self.verb = self.verb or self.base
            case _ if tag.startswith("X"):  # a note between two X that is not the word's
                self._reads = "nothing"

    def text(self, text: str) -> None:
        if self._reads == "base":
            self.base += text
        elif self._reads == "surface":
            self.surface += text

    def end_part(self) -> None:
        bases, surfaces = (self.base or self.surface).split("="), self.surface.split("=")
        if len(bases) == len(surfaces):
            self.done += [
                Part(_plain(s), _plain(b)) for s, b in zip(surfaces, bases, strict=True) if s or b
            ]
        else:
            self.done.append(Part(_plain(self.surface), _plain(self.base or self.surface)))
        self._begin()


def read_analysis(analysis: str) -> Reading:
    """Read one of Voikko's strings, such as “[Ln][Xp]aika[X]aj[Sg][Ny]an”."""
    writer = _Writer()
    for tag, text in _TAG_OR_TEXT.findall(analysis):
        if tag:
            writer.tag(tag)
        else:
            writer.text(text)
    writer.end_part()
    likely = not _UNLIKELY.search(analysis)
    return Reading(tuple(writer.done), writer.compounds, _plain(writer.verb), likely)


def readings(word: str) -> list[Reading]:
    """Return the likely ways to read a Finnish word in lower case; none if it is unknown.

    A reading with fewer compound parts wins: “palaveri” is a meeting and not “pala” and “veri”.
    A noun wins over the participle that looks like it: “tehtävä” is a task.
    """
    found = [read_analysis(text) for text in dict.fromkeys(_backend()[1](word))]
    found = [reading for reading in found if 0 < len(reading.parts) <= MOST_PARTS]
    fewest = min((reading.compounds for reading in found), default=0)
    found = [reading for reading in found if reading.compounds == fewest]
    found = [reading for reading in found if reading.is_likely] or found
    return [reading for reading in found if not reading.verb] or found


def backend_name() -> str:
    """Return name and version of the Voikko in use; empty if none can be loaded."""
    return _backend()[0]


def forget_backend() -> None:
    """Look anew at the next word which Voikko can be loaded (for tests)."""
    _load.cache_clear()


def _backend() -> tuple[str, type_of_lookup]:
    with _LOADING:  # once: two threads would load 200 MB each
        return _load()


_LOADING: Final = Lock()


@lru_cache(maxsize=1)
def _load() -> tuple[str, type_of_lookup]:
    for load in (_libvoikko, _pyvoikko):
        try:
            return load()
        except Exception:  # noqa: S112  (no module, no library, no dictionary: the next)
            continue
    return "", lambda _word: []


def _libvoikko() -> tuple[str, type_of_lookup]:
    library: Any = import_module("libvoikko")
    own = local()  # a handle must not be used by two threads at once

    def lookup(word: str) -> list[str]:
        if not hasattr(own, "voikko"):
            own.voikko = library.Voikko("fi")
        return [analysis["FSTOUTPUT"] for analysis in own.voikko.analyze(word)]

    lookup("sana")
    return f"libvoikko {library.Voikko.getVersion()}", lookup


def _pyvoikko() -> tuple[str, type_of_lookup]:
    transducer: Any = import_module("pyvoikko").VOIKKO_FST
    unknown_letter = import_module("kfst").TokenizationException

    def lookup(word: str) -> list[str]:
        try:
            return [analysis for analysis, _weight in transducer.lookup(word)]
        except unknown_letter:
            return []

    lookup("sana")
    return f"pyvoikko {version('pyvoikko')}", lookup


def _plain(text: str) -> str:
    return text.replace("=", "").replace("-", "").lower()
