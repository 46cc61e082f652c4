"""German articles: what gender one shows, and the form that another case asks for. Pure."""

from __future__ import annotations

_FORMS = {  # by gender (p: plural): nominative, accusative, dative
    "m": ("der", "den", "dem"),
    "n": ("das", "das", "dem"),
    "f": ("die", "die", "der"),
    "p": ("die", "die", "den"),
}
_CASES = {"n": 0, "a": 1, "d": 2}
_SHOWN = {  # the genders an article can stand before, likeliest first
    "der": "mf",
    "die": "fp",
    "das": "n",
    "den": "mp",
    "dem": "nm",
    "des": "nm",
    "dieser": "mf",
    "diese": "fp",
    "dieses": "n",
    "diesen": "mp",
    "diesem": "nm",
    "eine": "f",
    "einer": "f",
    "einen": "m",
    "ein": "nm",
    "einem": "nm",
    "eines": "nm",
}
_DATIVE = frozenset("mit von bei zu aus nach seit".split())
_EITHER = {"f": "fp"}  # "sie", "ihr" and "ihnen" may mean several


def genders(article: str, lead: str = "") -> str:
    """The genders a noun can have after this article and, before that, this preposition; all where there is none."""
    shown = _SHOWN.get(article.casefold(), "mfnp")
    return "f" if article.casefold() == "der" and lead.casefold() in _DATIVE else shown


def with_case(article: str, lead: str, gender: str, case: str) -> str | None:
    """The definite article in a case (n, a, d) for a noun that stood after these; None where the gender cannot be.

    `gender` (m, f, n; f also for several) narrows it down; empty: whatever the article shows.
    """
    possible = genders(article, lead)
    if gender:
        possible = "".join(one for one in possible if one in _EITHER.get(gender, gender))
    if not possible:
        return None
    return _FORMS[possible[0]][_CASES[case]] if article else ""
