"""Mail and saved web archives (.eml, .mhtml): the letter's text, its facts from the headers; stdlib `email`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from ingest.extract import acronyms, docx, html, letter, names, odt, pdf, plain, rtf
from ingest.extract.encoding import decode
from ingest.extract.letter import Head
from ingest.extract.organisations import is_organisation
from ingest.extract.pieces import Draft, one_line
from kb.errors import Rejected

_FEW = 20  # words: a part with fewer is no letter
_RICHER = 3  # the HTML part has so many times the words: the plain one only points to it
_DEEP = 3  # letters within letters
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|antw|tr)\s?:\s*)+", re.IGNORECASE)
_MAILBOXES = frozenset(  # whose domain says nothing about who wrote
    "gmail googlemail gmx web yahoo ymail outlook hotmail live msn icloud me aol tonline freenet posteo mailbox proton "
    "protonmail mail arcor substack mailchimp mcsv cleverreach rapidmail sendinblue brevo mailjet beehiiv ghost "
    "newsletter sendgrid amazonses".split()
)
_OFFICE = re.compile(
    r"\b(?:newsletter|redaktion|team|presse(?:stelle|mitteilungen)?|press(?: office)?|news|info|updates?)\b", re.I
)
_MAILBOX = re.compile(r"([^\"<>@;:]*,[^\"<>@;:]*?)\s*<([^<>@\s,]+@[^<>@\s,]+)>")
_LATIN = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "iso-8859-15")  # Windows-1252 in practice
_ODD = (ValueError, TypeError, IndexError, AttributeError, LookupError)  # what stdlib raises for odd headers


def read(data: bytes, depth: int = 0) -> Draft:
    """The letter in a message, or the one document attached to it. Raises Rejected where there is neither."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(message, EmailMessage):
        raise Rejected("This message cannot be read. Save it again from the mail program.")
    archived = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    page = _body(message, "html")
    if archived:
        return _archived(page, archived)
    text, markup = _plain(_body(message, "plain")), _content(page)
    if text and len(text.split()) >= _FEW and _RICHER * len(text.split()) >= len(_words(markup).split()):
        inner, head = letter.original(text)
        draft = plain.read(letter.without_tracking(inner))
    elif page is not None and len(_words(markup).split()) >= _FEW // 4:
        inner, head = letter.original(markup, markup=True)
        draft = html.read(inner)
    else:
        return _attached(message, depth)
    draft.pieces = letter.tidied(draft.pieces)
    return _addressed(draft, head or _head(message), _words(inner))


def _archived(page: MIMEPart | None, address: str) -> Draft:
    """A web page that a browser saved as a message."""
    if page is None:
        raise Rejected("This web archive holds no page. Save the page again from the browser.")
    draft = html.read(_content(page))
    if address.startswith("http"):
        draft.facts.url = draft.facts.url or address
    return draft


# -- parts -------------------------------------------------------------------------------------------


def _header(message: EmailMessage, name: str) -> str:
    with suppress(*_ODD):
        return one_line(str(message.get(name) or ""))
    return ""


def _body(message: EmailMessage, kind: str) -> MIMEPart | None:
    """The part of a kind that is the letter; None where there is none, or the message is built wrongly."""
    with suppress(*_ODD):
        return message.get_body((kind,))
    return None


def _content(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    charset = re.sub(r"[^\w.:-]", "", part.get_content_charset() or "").lower()
    return decode(payload, "cp1252" if charset in _LATIN else charset or None) if isinstance(payload, bytes) else ""


def _plain(part: MIMEPart | None) -> str:
    """A plain part with its soft line breaks undone."""
    text = _content(part)
    if part is not None and str(part.get_param("format", "")).lower() == "flowed":
        return letter.flowed(text, str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _words(markup: str) -> str:
    """The words of a text with or without markup."""
    return re.sub(r"<[^<>]*>", " ", re.sub(r"(?is)<(style|script|head)\b.*?</\1>", " ", markup))


def _attached(message: EmailMessage, depth: int) -> Draft:
    """The one document that a message without a text of its own brings. Raises Rejected."""
    found = list(_documents(message, depth))
    if len(found) == 1:
        name, reader = found[0]
        try:
            return reader()
        except Rejected as refusal:
            raise Rejected(f"This message has no text of its own, and its attachment {name}: {refusal}") from None
    given = [_name(part) for part in message.iter_attachments()]
    if not given:
        raise Rejected("This message has no text. Open it in the mail program and copy the text into a .txt file.")
    raise Rejected(
        f"This message has no text of its own, only attachments ({', '.join(given[:5])}). Save the attachment you need "
        "and drop that instead."
    )


def _documents(message: EmailMessage, depth: int) -> Iterator[tuple[str, Callable[[], Draft]]]:
    """The attachments that can be read as documents, each with its reader."""
    for part in message.iter_attachments():
        if part.get_content_type() == "message/rfc822":
            inside = part.get_content().as_bytes()
            if depth < _DEEP:
                yield _name(part), lambda inside=inside: read(inside, depth + 1)  # type: ignore[misc]
            continue
        payload = part.get_payload(decode=True)
        reader = _reader(payload, part) if isinstance(payload, bytes) else None
        if reader and isinstance(payload, bytes):
            yield _name(part), lambda reader=reader, payload=payload: reader(payload)  # type: ignore[misc]


def _reader(payload: bytes, part: MIMEPart) -> Callable[[bytes], Draft] | None:
    kind = f"{part.get_content_type()} {_name(part).lower()}"
    if b"%PDF-" in payload[:1024]:
        return pdf.read
    if payload.startswith(b"{\\rtf"):
        return rtf.read
    if payload.startswith(b"PK") and ("wordprocessingml" in kind or kind.endswith(".docx")):
        return docx.read
    return odt.read if payload.startswith(b"PK") and ("opendocument.text" in kind or kind.endswith(".odt")) else None


def _name(part: MIMEPart) -> str:
    with suppress(*_ODD):
        return one_line(part.get_filename() or "") or part.get_content_type()
    return "without a name"


# -- facts -------------------------------------------------------------------------------------------


def _head(message: EmailMessage) -> Head:
    """What the headers say."""
    day = None
    with suppress(*_ODD):
        day = parsedate_to_datetime(str(message["Date"])).date()
    given = _header(message, "From")
    bare = _MAILBOX.fullmatch(
        given.replace('"', "")
    )  # a comma in the name without quotation marks ends it for the standard
    sender, address = (bare[1], bare[2]) if bare else parseaddr(given)
    return Head(sender, address.rpartition("@")[2], day, _header(message, "Subject"))


def _addressed(draft: Draft, head: Head, whole: str) -> Draft:
    """The draft with subject, sender and day of the letter; the sender's house as publisher."""
    facts = draft.facts
    facts.title = _PREFIX.sub("", head.subject) or facts.title
    facts.published = head.day or facts.published
    parts = [part for part in re.split(r"\s+(?:[|·–—@-]|at|von|vom|from|bei|via)\s+", head.sender) if part]
    parts = [inner for part in parts for inner in _by_comma(part)]
    people = [part for part in parts if names.is_person(part) and not _OFFICE.search(part)]
    own = names.host_label(f"https://{head.domain}")
    people = [part for part in people if not names.fits_host(part, own)] or people
    facts.authors = facts.authors or names.tidy(people)
    words = f"{facts.title} {head.sender} {whole}"
    houses = [part for part in parts if part not in people and (is_organisation(part) or not people)]
    named = [name for part in houses if (name := _OFFICE.sub("", part).strip(" -–|·,:"))]
    firm = _firm(head.domain, words, facts.authors)
    facts.publisher = acronyms.expanded(firm, words) if firm else next(iter(named), None) or facts.publisher
    return draft


def _by_comma(sender: str) -> list[str]:
    """The parts of "Joan Tarrow, Fenn Weekly"; a last name before the first ("Tarrow, Joan") is turned."""
    parts = re.split(r",\s+", sender)
    if any(names.is_person(part) for part in parts):
        return parts
    house = _OFFICE.search(sender) or any(is_organisation(part) for part in parts)
    return [sender] if house else [name for name in names.tidy([sender]) if names.is_person(name)] or [sender]


def _firm(domain: str, words: str, authors: tuple[str, ...]) -> str | None:
    """The name the sender's domain is called after, as the letter spells it."""
    label = names.host_label(f"https://{domain}")
    if label in _MAILBOXES or not label:
        return None
    tokens = re.findall(r"[^\W_][\w&.'’-]*|[&+]", words)
    for size in (4, 3, 2, 1):
        for at in range(len(tokens) - size + 1):
            name = " ".join(tokens[at : at + size]).strip(".-'’")
            joined = {names.squeeze(re.sub(r"[&+]", word, name)) for word in ("", "and", "und")}
            if label in joined and name[:1].isupper() and name[-1:] not in "&+":
                return name
    return next((name for name in authors if names.fits_host(name, label)), None)
