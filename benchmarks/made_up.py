"""Articles of chance in German and English, the same each time: long enough to measure with, worth nothing.

Sentences are put together from word lists, with made-up names and compounds, so that words are as unevenly frequent as
in articles: a few stand everywhere, most in hardly any.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LANGUAGES = ("de", "en")
_SYLLABLES = "bra nor vel tis kam lon der qui sar mon phi zet gal rup hel dax ori wen tal fis jur pex".split()
_FORMS = {
    "de": "GmbH,AG,Stiftung,Institut,Verband,Labor".split(","),
    "en": "Ltd,Group,Foundation,Institute,Union,Labs".split(","),
}
_ACTORS = {
    "de": "Die Bundesregierung,Der Hersteller,Die Behörde,Ein Sprecher,Der Verband,Das Gericht,Die Fachleute,"
    "Der Anbieter,Die Kommission,Ein Gutachten".split(","),
    "en": "The government,The maker,The agency,A spokesman,The union,The court,Experts,The provider,The commission,"
    "A report".split(","),
}
_VERBS = {
    "de": "prüft,plant,kritisiert,verschiebt,fördert,begrenzt,untersucht,bestätigt,erweitert,verkauft,veröffentlicht,"
    "genehmigt,verteuert,meldet,beendet".split(","),
    "en": "reviews,plans,criticises,delays,supports,limits,studies,confirms,expands,sells,publishes,approves,prices,"
    "reports,ends".split(","),
}
_HEADS = {
    "de": "Modell Rechenzentrum Chip Strom Daten Export Sprach Forschung Speicher Netz Cloud Robotik Lizenz Test "
    "Prognose Kühlung Investition Sicherheit Patent Training Entwickler Schul Wasser Markt Verteidigung Klinik".split(),
    "en": "model compute chip power data export language research storage grid cloud robot licence test forecast "
    "cooling investment safety patent training developer school water market defence clinic".split(),
}
_TAILS = {
    "de": "auflage bedarf kosten vertrag ausbau zentrum regel vergleich anteil programm prüfung lieferung gesetz "
    "verbrauch abgabe plattform leistung studie strategie fonds steuer norm anlage partnerschaft beirat".split(),
    "en": "rule demand cost contract expansion centre limit comparison share programme review supply law usage levy "
    "platform output study strategy fund tax standard plant partnership board".split(),
}
_QUALITIES = {
    "de": "neue,geplante,umstrittene,europäische,hohe,gemeinsame,vorläufige,nationale,teure,offene".split(","),
    "en": "new,planned,disputed,European,large,joint,provisional,national,costly,open".split(","),
}
_PLACES = {
    "de": "in Bayern,in China,in den USA,in Brüssel,in Taiwan,in Hessen,in Frankreich,in Japan,in Leipzig".split(","),
    "en": "in Texas,in China,in the US,in Brussels,in Taiwan,in Ohio,in France,in Japan,in Leeds".split(","),
}
_ENDS = {
    "de": "bis zum Jahr 20{},nach Angaben von {} Mitgliedern,trotz {} Prozent höherer Kosten,für {} Millionen Euro,"
    "weil {} Standorte fehlen,sagte {} am Montag".split(","),
    "en": "by the year 20{},according to {} members,despite {} per cent higher costs,for {} million euros,"
    "because {} sites are missing,said {} on Monday".split(","),
}
_QUESTIONS = {
    "de": "Wann {verb} {name} die {noun} {place}?|Wie hoch ist die {noun} {place}?|Wer {verb} die {noun}?|"
    "Warum {verb} {name} die {noun}?|Wie viele Millionen kostet die {noun} von {name}?".split("|"),
    "en": "When does {name} change the {noun} {place}?|How high is the {noun} {place}?|Who {verb} the {noun}?|"
    "Why does {name} stop the {noun}?|How many millions does the {noun} of {name} cost?".split("|"),
}
_PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="{author}"><meta property="og:site_name" content="{site}">
<meta property="article:published_time" content="2025-{month:02}-{day:02}"></head><body>
<header><nav><ul><li><a href="/">Start</a></li><li><a href="/a">Archiv</a></li></ul></nav>
</header><main><article><h1>{title}</h1>{body}</article></main>
<aside><h3>Newsletter</h3><form><input name="mail"><button>OK</button></form></aside>
<footer><p>© 2025 {site}</p><a href="/i">Impressum</a></footer></body></html>"""


@dataclass(frozen=True)
class Article:
    """A made-up article: paragraphs of sentences."""

    language: str
    title: str
    paragraphs: Sequence[Sequence[str]]

    @property
    def words(self) -> int:
        """How many words its paragraphs have."""
        return sum(len(sentence.split()) for paragraph in self.paragraphs for sentence in paragraph)


class Author:
    """Writes sentences of chance; the same `seed` writes the same."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def sentence(self, language: str) -> str:
        """About fifteen words."""
        pick = self._chance.choice
        actor = pick(_ACTORS[language]) if self._chance.random() < 0.5 else self.name(language)
        one, two = self.noun(language), self.noun(language)
        quality, joint = pick(_QUALITIES[language]), {"de": "und die", "en": "and the"}[language]
        article = {"de": "die", "en": "the"}[language]
        end = pick(_ENDS[language])
        filling = self.person() if end.startswith(("sagte", "said")) else str(self._chance.randint(11, 98))
        place = pick(_PLACES[language])
        return (
            f"{actor} {pick(_VERBS[language])} {article} {quality} {one} {joint} {two} {place}, {end.format(filling)}."
        )

    def noun(self, language: str) -> str:
        """A compound; the first parts of the lists are far more frequent than the last."""
        head, tail = (self._uneven(parts[language]) for parts in (_HEADS, _TAILS))
        return head + tail if language == "de" else f"{head} {tail}"

    def name(self, language: str) -> str:
        """A made-up company."""
        return f"{self._word()} {self._chance.choice(_FORMS[language])}"

    def person(self) -> str:
        """A made-up person."""
        return f"{self._word()} {self._word()}"

    def question(self, language: str) -> str:
        """Eight words or so, about things that the articles speak of."""
        form = self._chance.choice(_QUESTIONS[language])
        return form.format(
            verb=self._chance.choice(_VERBS[language]),
            name=self.name(language),
            noun=self.noun(language),
            place=self._chance.choice(_PLACES[language]),
        )

    def article(self, language: str, paragraphs: int, sentences: int) -> Article:
        """An article of so many paragraphs of so many sentences."""
        title = f"{self.name(language)}: {self.noun(language)} {self._chance.choice(_PLACES[language])}"
        text = [[self.sentence(language) for _ in range(sentences)] for _ in range(paragraphs)]
        return Article(language, title, text)

    def page(self, language: str) -> str:
        """An HTML page with an article of about 700 words, headings and a menu."""
        article = self.article(language, 9 if language == "de" else 8, 5)
        body = "".join(
            (f"<h2>{self.noun(language).capitalize()}</h2>" if number % 4 == 3 else "")
            + f"<p>{' '.join(sentences)}</p>"
            for number, sentences in enumerate(article.paragraphs)
        )
        chance = self._chance
        day, month = chance.randint(1, 28), chance.randint(1, 12)
        site, author = self.name(language), self.person()
        return _PAGE.format(
            language=language, title=article.title, author=author, site=site, day=day, month=month, body=body
        )

    def _uneven(self, parts: Sequence[str]) -> str:
        return parts[int(len(parts) * self._chance.random() ** 2.5)]

    def _word(self) -> str:
        return "".join(self._uneven(_SYLLABLES) for _ in range(self._chance.randint(2, 3))).capitalize()


def questions(count: int, seed: int = 7) -> list[str]:
    """Questions in German and English in turn."""
    author = Author(seed)
    return [author.question(LANGUAGES[number % 2]) for number in range(count)]


def pages(count: int, seed: int = 11) -> Iterator[str]:
    """HTML pages in German and English in turn."""
    author = Author(seed)
    return (author.page(LANGUAGES[number % 2]) for number in range(count))
