"""What frames the text of a letter: forwarding, quoted answers, tracking addresses, the foot of a newsletter; pure."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.extract import dates
from ingest.extract.menus import word_count
from ingest.extract.pieces import Piece, one_line

_LABEL = re.compile(
    r"^[ \t\u00a0>*|]*(?P<label>von|from|gesendet|sent|datum|date|an|to|cc|kopie|betreff|subject|antwort an|reply-to)"
    r"[ \t\u00a0]*\*?[ \t]*:\*?[ \t\u00a0]*",
    re.IGNORECASE | re.MULTILINE,
)
_MEANS = {"von": "from", "gesendet": "date", "sent": "date", "datum": "date", "betreff": "subject"}
_GAP = 400  # characters between two lines of a forwarded letter's head
_REPLY_WORDS = 60  # above a quoted letter: fewer only pass it on
_ANSWERED = re.compile(
    r"^(?:on .{8,120} wrote|am .{8,120} schrieb(?: .{1,80})?|.{3,80} schrieb am .{8,60}|"
    r"-{2,} ?(?:original message|ursprüngliche nachricht) ?-{2,}):?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_MARKER = re.compile(
    r"^[\s>*-]*(?:-{2,}.{0,60}(?:forwarded|weitergeleitete|original|ursprüngliche).{0,40}-{2,}|"
    r"(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)):?)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_MAILBOX = re.compile(r"[\w.+-]+@(?P<domain>[\w-]+(?:\.[\w-]+)+)")
_BRACKETED = re.compile(r"[ \t]*[<(\[][ \t]*https?://[^\s<>()\[\]]+[ \t]*[>)\]]")
_BARE = re.compile(r"(?<![\w(<\[])https?://[^\s<>]+")
_ADDRESS_LINE = re.compile(r"(?m)^[ \t>*•-]*(?:https?://|www\.)[^\s]+[ \t]*$\n?")
_CAMPAIGN = re.compile(r"(?<=[?&])(?:utm_\w+|mc_[ce]id|_hs\w+|mkt_tok|wt_\w+|pk_\w+|mtm_\w+|fbclid|gclid)=[^&#]*&?")
_OPAQUE = re.compile(r"[\w%+=.~-]{32,}")
_LONG = 70  # characters of an address that says nothing to a reader
_LEAVE = re.compile(r"\bunsubscrib|\b(?:abmelde|abbestell|austrag)|\bopt[- ]out\b", re.IGNORECASE)
_LEAVE_WHAT = re.compile(
    r"newsletter|verteiler|e-?mails?\b|mailing|\blist\b|\b(?:hier|here)\b|\bklick|\bclick|\|", re.IGNORECASE
)
_LEAVE_WORDS = 8  # a line of so few that speaks of leaving is a button
_FOOT = re.compile(  # how newsletters speak of themselves to those who get them
    r"\bmanage (?:your )?(?:preferences|subscriptions?)|\b(?:e-?mail|update) (?:your )?preferences\b|"
    r"\byou(?:'re| are)? (?:receiv\w+|get\w*|signed up)\b.{0,80}\b(?:mail|letter|newsletter|because)\b|"
    r"\b(?:sie|du) (?:erh[aä]lt\w*|bekomm\w*|empf[aä]ng\w*)\b.{0,80}\b(?:e-?mail|newsletter|nachricht|rundbrief)\b|"
    r"\bdiese (?:e-?mail|nachricht) wurde an\b|\bthis (?:e-?mail|message) was sent to\b|"
    r"\bnewsletter (?:abonnieren|weiterempfehlen|empfehlen)\b|\bforward(?:ed)? (?:this|to a friend)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:said|sagte|laut|according|court|gericht|were|was (?!sent)|wurden|hatte)\b", re.IGNORECASE)
_NETWORK = re.compile(
    r"(?:(?:twitter|x|facebook|linkedin|instagram|mastodon|bluesky|youtube|xing|threads|tiktok|rss|telegram|whatsapp|"
    r"website|web|home(?:page)?|e-?mail|teilen|share|folgen sie uns|follow us)(?: (?:auf|on))?[\s|·•:,/–-]*)+",
    re.IGNORECASE,
)
_POSTAL = re.compile(
    r"\b(?:\d{5}\s+[A-ZÄÖÜ]|[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b|[A-Z]{2}\s\d{5}\b|postfach|p\.?\s?o\.? box|"
    r"[\w-]+(?:straße|strasse|str\.|platz|allee|weg|gasse|damm)\s\d|"
    r"\d+\s[\w ]+\b(?:street|st\.|road|avenue|ave|lane|quay|square)\b)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"(?m)^-- $\n(?:.*\n?){0,12}\Z")


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a letter says: the sender's name and domain, its day and its subject."""

    sender: str = ""
    domain: str = ""
    day: date | None = None
    subject: str = ""


def original(text: str, markup: bool = False) -> tuple[str, Head | None]:
    """(the letter that was passed on, its head), or (the letter without the ones it answers, None).

    With `markup`, `text` is HTML: it is cut between tags, and a parser has to mend it.
    """
    head: Head | None = None
    for _ in range(5):
        plain = re.sub(r"<[^<>]*>", lambda tag: "\n" * len(tag[0]), text) if markup else text
        found = _head(plain)
        if found is None:
            break
        start, end, read = found
        before = _MARKER.sub("", _hidden_away(plain[:start]))
        if len(before.split()) >= _REPLY_WORDS:
            return text[:start], head
        text, head = text[end:], read
    answered = _ANSWERED.search(text)
    if answered and len(text[: answered.start()].split()) >= _REPLY_WORDS:
        text = text[: answered.start()]
    if head and not markup:
        text = re.sub(r"(?m)^(?:>[ \t]?)+", "", text)
    return text, head


def _hidden_away(text: str) -> str:
    """What a reader would see of the beginning of a page: styles are no words."""
    return re.sub(r"(?s)[^\n{}]*\{[^{}]*\}", " ", text)


def _head(text: str) -> tuple[int, int, Head] | None:
    """(start, end, what it says) of the first head of a forwarded letter: a sender, then a day and a subject."""
    found = list(_LABEL.finditer(text))
    for at, first in enumerate(found):
        if _meaning(first) != "from":
            continue
        run = [first]
        for following in found[at + 1 : at + 8]:
            if following.start() - run[-1].end() > _GAP or _meaning(following) == "from":
                break
            run.append(following)
        values: dict[str, str] = {}
        end = run[-1].end()
        for label, behind in zip(run, [*(one.start() for one in run[1:]), len(text)], strict=True):
            value = text[label.end() : behind]
            if label is run[-1]:  # its line, or the first with words in it
                value = value[: len(value) - len(value.lstrip())] + value.lstrip().partition("\n")[0]
                end = label.end() + len(value)
            values.setdefault(_meaning(label), one_line(html.unescape(value)))
        if {"date", "subject"} <= values.keys():
            return first.start(), end, _read(values)
    return None


def _meaning(label: re.Match[str]) -> str:
    return _MEANS.get(label["label"].lower(), label["label"].lower())


def _read(values: dict[str, str]) -> Head:
    mailbox = _MAILBOX.search(values["from"])
    sender = re.split(r"\s*(?:[<\[(]|mailto:|im auftrag von|on behalf of)", values["from"], flags=re.IGNORECASE)[0]
    sender = "" if "@" in sender else sender.strip("\"' ")
    return Head(sender, mailbox["domain"] if mailbox else "", dates.read(values["date"]), values["subject"])


def without_tracking(text: str) -> str:
    """A plain letter without addresses that count clicks, its signature, and soft breaks of its lines."""
    text = _ADDRESS_LINE.sub("", _BRACKETED.sub("", _SIGNATURE.sub("", text.replace("\r\n", "\n"))))
    return _BARE.sub(lambda found: found[0] if _tells(found[0]) else "", text)


def flowed(text: str, without_space: bool) -> str:
    """A letter in `format=flowed` with each paragraph on one line."""
    joined = re.sub(r"(?m)(?<=\S) \r?\n(?!>|-- $|\s*$)", "" if without_space else " ", text)
    return re.sub(r"(?m)^ (?=\S)", "", joined)


def _tells(address: str) -> bool:
    """Whether an address says something to a reader, or is a number for whoever clicks it."""
    behind = address.split("://", 1)[-1].partition("/")[2]
    tokens = (token for token in _OPAQUE.findall(behind) if token.count("-") < 3)
    return not any(any(c.isdigit() for c in token) and any(c.isalpha() for c in token) for token in tokens) and (
        len(address) <= _LONG or "?" not in address
    )


def tidied(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a letter without the foot of a newsletter, and links without their tracking."""
    kept = list(pieces)
    start = max(1, len(kept) - 14)
    for at in range(start, len(kept)):
        if _is_foot(kept[at].text) and sum(word_count(piece.text) for piece in kept[at:]) <= 160:
            del kept[at:]
            break
    while len(kept) > 1 and _is_closing(kept[-1].text):
        kept.pop()
    while len(kept) > 1 and kept[-1].kind == "heading":
        kept.pop()
    return [replace(piece, anchors=_anchors(piece.anchors)) for piece in kept if not _NETWORK.fullmatch(piece.text)]


def _is_foot(line: str) -> bool:
    count = word_count(line)
    if count > 45 or _TOLD.search(line):
        return False
    leaving = _LEAVE.search(line) and (count <= _LEAVE_WORDS and not line.endswith(".") or _LEAVE_WHAT.search(line))
    return bool(leaving or _FOOT.search(line))


def _is_closing(line: str) -> bool:
    """A line of addresses: of the house that sent it, or of where else it is found."""
    return word_count(line) <= 25 and bool(_NETWORK.fullmatch(line) or _POSTAL.search(line) and not line.endswith("."))


def _anchors(anchors: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    tidy = ((words, _CAMPAIGN.sub("", address).rstrip("?&")) for words, address in anchors)
    return tuple((words, address) for words, address in tidy if address.startswith("http") and _tells(address))
