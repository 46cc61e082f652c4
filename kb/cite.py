"""Quote and document → citation: verbatim or nothing."""

from __future__ import annotations

from urllib.parse import quote as percent

from kb.model import Citation
from kb.text import locate

LINK_WORDS = 4


def cite(document_id: str, text: str, quote: str, start: int = 0, end: int | None = None) -> Citation | None:
    """The citation of a quote within `text[start:end]`, or None where the words don't stand there.

    `text[citation.start:citation.end] == citation.quote` always holds: the quote is taken from the text, not from
    what was asked for.
    """
    span = locate(quote, text, start, end)
    return Citation(document_id, text[span[0] : span[1]], *span) if span else None


def text_fragment(url: str | None, quote: str) -> str | None:
    """The address with a text fragment (WICG scroll-to-text), which a browser opens at the quote, if there is one."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    words = quote.split()
    parts = [words] if len(words) <= 2 * LINK_WORDS else [words[:LINK_WORDS], words[-LINK_WORDS:]]
    fragment = ",".join(percent(" ".join(part), safe="").replace("-", "%2D") for part in parts)
    return f"{url.split('#')[0]}#:~:text={fragment}"
