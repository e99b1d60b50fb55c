import sys
from types import SimpleNamespace

import pytest

from experiments.language import analysis, voikko


@pytest.fixture
def other_backend():
    """Let a test choose what can be loaded; afterwards all is as it was."""

    def forget() -> None:
        voikko.forget_backend()
        analysis.terms_of.cache_clear()
        analysis.terms_asked.cache_clear()

    forget()
    yield
    forget()


class LibraryTwin:
    """Stands for libvoikko, which is not on every machine; its answers are the other build's."""

    lookup = staticmethod(voikko._pyvoikko()[1])  # noqa: SLF001  (what it wraps is its own)

    def __init__(self, language: str) -> None:
        assert language == "fi"

    def analyze(self, word: str) -> list[dict[str, str]]:
        return [{"FSTOUTPUT": text} for text in self.lookup(word)]

    @staticmethod
    def getVersion() -> str:  # noqa: N802  (libvoikko's own name)
        return "4.3.1"


def test_libvoikko_comes_first_and_gives_the_same_terms(other_backend, monkeypatch):
    usual = analysis.terms_of("etätyöpäivää", "fi")
    monkeypatch.setitem(sys.modules, "libvoikko", SimpleNamespace(Voikko=LibraryTwin))
    voikko.forget_backend()
    analysis.terms_of.cache_clear()

    assert analysis.terms_of("etätyöpäivää", "fi") == usual
    assert analysis.analyser_name().startswith("libvoikko 4.3.1 + ")


def test_without_any_dictionary_finnish_is_stemmed(other_backend, monkeypatch):
    for name in ("libvoikko", "pyvoikko"):
        monkeypatch.setitem(sys.modules, name, None)

    terms = analysis.terms_of("kokeiluissa", "fi")

    assert terms == analysis.Terms(
        frozenset({"fi:kokeilu", "fi:kokeiluissa", "w:kokeiluissa"})
        | {f"{language}:{analysis.stem('kokeiluissa', language)}" for language in ("sv", "en")},
        frozenset(),
    )
    assert analysis.analyser_name().startswith("snowball 3.")


@pytest.mark.parametrize(
    ("text", "parts", "verb"),
    [
        ("[Ln][Xp]aika[X]aj[Sg][Ny]an", [("ajan", "aika")], ""),
        ("[Lp]etä[Bh][Bc][Ln][Xp]työ[X]työ[Sn][Ny]", [("etä", "etä"), ("työ", "työ")], ""),
        (
            "[Ln][Xp]hyvin=vointi[X]hyvin[Bm]voinn[Sg][Ny]in",
            [("hyvin", "hyvin"), ("voinnin", "vointi")],
            "",
        ),
        (
            "[Lt][Xp]julkaista[X]julkais[Ll][Rt]t[Xj]u[X]u[Sn][Ny]",
            [("julkaistu", "julkaistu")],
            "julkaista",
        ),
        ("[Lu]2025", [("2025", "2025")], ""),
        ("[Ln][Xp]sana[Xs]505527[X]sana[Sn]", [("sana", "sana")], ""),
    ],
)
def test_analyses_are_read_part_by_part(text, parts, verb):
    reading = voikko.read_analysis(text)

    assert [(part.surface, part.base) for part in reading.parts] == parts
    assert reading.verb == verb
