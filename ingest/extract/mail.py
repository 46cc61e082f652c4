"""Mail and saved web archives (.eml, .mhtml): the letter's text, its facts from the headers; stdlib `email`."""

from __future__ import annotations

import re
from contextlib import suppress
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from ingest.extract import html, names, plain
from ingest.extract.encoding import decode
from ingest.extract.pieces import Draft, one_line
from kb.errors import Rejected


def read(data: bytes) -> Draft:
    """The letter in a message. Raises Rejected where it has neither a text nor an HTML part."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(message, EmailMessage):
        raise Rejected("This message cannot be read. Save it again from the mail program.")
    archived = str(message.get("Snapshot-Content-Location") or message.get("Content-Location") or "")
    page = message.get_body(("html",))
    letter = None if archived else message.get_body(("plain",))
    if letter is not None and len(_content(letter).split()) >= 20:
        draft = plain.read(_content(letter))
    elif page is not None:
        draft = html.read(_content(page))
    else:
        raise Rejected("This message has no text of its own. Save the attachment and drop that instead.")
    if archived.startswith("http"):
        draft.facts.url = draft.facts.url or archived
        return draft
    return _addressed(draft, message, _content(letter or page))


def _content(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    return decode(payload, part.get_content_charset()) if isinstance(payload, bytes) else ""


def _addressed(draft: Draft, message: EmailMessage, whole: str) -> Draft:
    """The draft with subject, sender and date of the message; the sender's firm as publisher."""
    facts = draft.facts
    subject = re.sub(
        r"^(?:(?:re|fwd?|aw|wg)\s?:\s*)+", "", one_line(str(message.get("Subject", ""))), flags=re.IGNORECASE
    )
    facts.title = subject or facts.title
    with suppress(TypeError, ValueError):
        facts.published = parsedate_to_datetime(str(message["Date"])).date()
    sender = getattr(message.get("From"), "addresses", ())
    if sender:
        facts.authors = facts.authors or names.tidy([sender[0].display_name])
        words = f"{facts.title} {sender[0].display_name} {re.sub('<[^>]*>', ' ', whole)}"
        facts.publisher = _firm(sender[0].domain, words, facts.authors) or facts.publisher
    return draft


def _firm(domain: str, words: str, authors: tuple[str, ...]) -> str | None:
    """The name the sender's domain is called after, as the letter spells it."""
    label = names.host_label(f"https://{domain}")
    tokens = re.findall(r"[^\W_][\w&.'’-]*", words)
    for size in (3, 2, 1):
        for at in range(len(tokens) - size + 1):
            name = " ".join(tokens[at : at + size]).strip(".-'’")
            if names.squeeze(name) == label and name[:1].isupper():
                return name
    return next((name for name in authors if names.fits_host(name, label)), None)
