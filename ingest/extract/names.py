"""Who published a document and who wrote it, read from titles, hosts, copyright lines and bylines; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from ingest.extract import dates
from ingest.extract.organisations import is_organisation
from ingest.extract.pieces import one_line

_RIGHTS = re.compile(
    r"(?:(?:©|\(c\)\s*©?)\s*(?:copyright\s*)?(?:(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?)?|"
    r"\bcopyright\s*(?:©|\(c\))?\s*(?:by\s*)?(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?)[\s,.:|·–-]*(?:by\s+)?(?P<name>[^\n|·©]{2,80})",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:^|[.·|]\s)(?:herausgeber(?:in)?\s*:|herausgegeben von|publisher\s*:|(?:[^.:]{3,60}\s)?(?:is )?published by|"
    r"eine? (?:angebot|service|projekt|publikation) (?:der|des|von))\s+(?P<name>[A-ZÄÖÜ][^,|·:\n]{2,60})",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\s*(?:[.,;:–-]\s*)?(?:\ball rights reserved\b|\balle rechte\b|\bimpressum\b|\bdatenschutz\b|\bthis material\b|"
    r"\bprivacy\b|"
    r"\b(?:19|20)\d\d\b).*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:(?:ein(?:e)? |a |an )?(?:rede|gastbeitrag|interview|kommentar|speech|remarks|text|essay|bericht|analyse|"
    r"analysis)?\s*"
    r"(?:von|by)\s*:?|autor(?:in|en|innen)?\s*:?|authors?\s*:?|verfasst von|"
    r"(?:written|posted|reported|published|geschrieben|veröffentlicht|aufgezeichnet) (?:by|von)|"
    r"(?:text|words|story|report(?:ing|age)?|interview|bericht|recherche|gespräch|protokoll|analyse|analysis|kommentar|"
    r"comment|opinion|das (?:interview|gespräch) führten?)\s*:)\s+(?P<names>.{3,120})$",
    re.IGNORECASE,
)
_BEFORE_BY = re.compile(
    r"^(?:posted|published|filed|veröffentlicht|erschienen|erstellt|geschrieben|am|on|um|at|[\s:,|·–-])*", re.I
)
_BEHIND = re.compile(r"(?:\s+(?:veröffentlicht|published|posted|updated|aktualisiert|am|on|um|at))+$", re.IGNORECASE)
_TURNED = re.compile(r"^([A-ZÄÖÜ][\w'’-]+), ([A-ZÄÖÜ][\w'’.-]*(?: [A-ZÄÖÜ]\.?)?)$")  # "Linden, Petra"
_POSITION = re.compile(
    r"^(?:(?:our|the|unser\w*|staff|senior|chief|guest|political|science|technology|business|economics)\s+)*"
    r"(?:writer|reporter|correspondent|editor|columnist|korrespondent(?:in|en)?|redakteur(?:in|s)?|mitarbeiter(?:in|s)?|"
    r"redaktionsmitglieds?|reporterin|autorin)\s+",
    re.IGNORECASE,
)
_TITLED = r"(?:(?:Prof|Dr|Dipl|Ing|med|phil|jur|h\.\s?c|Sir|Mr|Ms|Mrs)\.?[\s-])*"
_PERSON = re.compile(
    rf"^{_TITLED}(?:[A-ZÄÖÜ][\w'’.-]+\s+){{1,3}}(?:(?:von|van|de|der|den|zu|al|bin|di|da|la)\s+)*[A-ZÄÖÜ][\w'’-]+$"
)
_ROLE = re.compile(
    r"präsident|minister|direktor|chef|leiter|professor|sprecher|vorsitz|redakt|korrespondent|kommentare?$|"
    r"beauftragt|president|director|"
    r"secretary|editor|correspondent|reporter|officer|staff|\b(?:des|dem|the)\b|\bder (?-i:[A-ZÄÖÜ]{2,})$",
    re.IGNORECASE,
)
_VITA = re.compile(
    r"\W*(?:ist|schreibt|leitet|arbeitet|berichtet|lebt|vertritt|lehrt|forscht|moderiert|gehört|sitzt|is|writes|"
    r"covers|works|lives|leads|reports|represents|teaches|edits|chairs|directs|heads|hosts|serves|sits)\b"
)
_OFFICE = re.compile(r"(?:(?:Sen|Rep|Gov|Rev|Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Lord|Lady|Baroness|Senatorin?)\b\.?\s+){1,2}")
_BETWEEN = re.compile(r"\s+(?:[|–—·:»«›•-]|::)\s+")
_COUNTED = re.compile(r"\d\s?/\s?\d|^\s*\d|\b(?:seite|page|teil|part|nr|no|ausgabe|issue)\b\.?\s?\d|[?!]$", re.I)
_SEPARATORS = (" | ", " – ", " — ", " · ", " - ", " :: ", " » ", " « ", " › ", " • ")
_GENERIC = frozenset(
    "home|startseite|news|nachrichten|blog|artikel|article|meinung|opinion|seite|page|presse|press|pressemitteilung|"
    "press release|policy brief|kommentar|interview|newsletter|entwurf|draft|vorabfassung|arbeitsfassung|preprint|"
    "vertraulich|confidential|deutschland|"
    "international|politik|wirtschaft|kultur|digital|startseite|index|untitled|report|bericht|studie|study".split("|")
)


def squeeze(text: str) -> str:
    """Letters and digits only, lower case, umlauts spelled out: to compare a name with a host."""
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    return re.sub(r"[^a-z0-9]", "", text.casefold().translate(table))


def host_label(url: str | None) -> str:
    """The telling part of a host: "https://www.harbourledger.example/x" → "harbourledger"."""
    try:
        host = (urlsplit(url).hostname or "") if url and "//" in url else ""
    except ValueError:  # "https://[x": no address at all
        host = ""
    parts = [part for part in host.split(".") if part not in {"www", "m", "amp", "blog", "news", "de", "en"}]
    if len(parts) > 2 and parts[-2] in {"co", "com", "org", "ac", "gov"}:
        parts = parts[:-1]
    if len(parts) > 2 and parts[-2] in {"wordpress", "blogspot", "substack", "hypotheses", "github", "medium"}:
        return squeeze(parts[-3])
    return squeeze(parts[-2]) if len(parts) > 1 else squeeze(parts[0] if parts else "")


def fits_host(name: str, label: str) -> bool:
    """Whether a name is what a host is called after: alike, its beginning, or its initials."""
    letters = squeeze(name)
    if (
        "&" in name
        and fits_host(name.replace("&", "and"), label)
        or " + " in name
        and fits_host(name.replace("+", "und"), label)
    ):
        return True
    bare = re.sub(r"^(?:the|der|die|das)(?=.)", "", letters)
    if not label or not letters or len(letters) > 60:
        return False
    if letters == label or bare == label or (len(label) >= 5 and letters.startswith(label)):
        return True
    if len(bare) >= 4 and bare in label and len(bare) >= 0.6 * len(label):
        return True
    first = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name)).casefold()
    return len(label) >= 3 and (
        first == label or any(squeeze(part) == label for part in re.findall(r"\(([^)]+)\)", name))
    )


def site_of_title(title: str, heading: str) -> str | None:
    """The site's name at the end (or start) of a `<title>`; surest where the rest is the page's heading."""
    title, heading = one_line(title), one_line(heading)
    if heading and title.casefold().startswith(heading.casefold()):
        rest = title[len(heading) :]
        separator = re.match(r"\s*([|–—·:»•-])", rest)
        behind = re.split(rf"\s+{re.escape(separator[1])}\s+", f" {rest.strip()}") if separator else []
        named = [part for part in behind if part.strip() and not _COUNTED.search(part)]
        return _name(named[-1]) if named else None
    parts = parts_of_title(title)
    if len(parts) < 2:
        return None
    known: list[str] = [part for part in parts if heading and squeeze(part) and squeeze(part) in squeeze(heading)]
    if known:
        others = [part for part in parts if part not in known] or parts[1:]
        return _name(others[-1] if parts[0] in known else others[0]) if others else None
    likely = [part for part in (parts[-1], parts[0]) if not _COUNTED.search(part)]
    short = min(likely, key=len, default="")  # the last, where both are as long
    return _name(short) if 0 < len(short.split()) <= 6 else None


def parts_of_title(title: str) -> list[str]:
    """What stands between the dashes and bars of a `<title>`."""
    return [part for part in _BETWEEN.split(one_line(title)) if part]


def without_site(title: str, site: str | None) -> str:
    """A `<title>` without the site's name at either end."""
    title = one_line(title)
    for separator in _SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found and site and squeeze(tail) == squeeze(site):
            return head.strip()
        head, found, tail = title.partition(separator)
        if found and site and squeeze(head) == squeeze(site):
            return tail.strip()
    head, found, tail = title.rpartition(" | ")
    return head.strip() if found and len(tail.split()) <= 5 else title


def _name(text: str) -> str | None:
    text = one_line(text).strip(" |–—·:»«•-›,;/")
    text = re.sub(r"\.(?:example|de|com|org|net|info|eu|at|ch)$", "", text, flags=re.IGNORECASE)
    if re.match(r"(?:by|von)\s|https?:", text, re.IGNORECASE):
        return None
    if not 2 <= len(text) <= 80 or text.casefold() in _GENERIC or not re.search(r"[^\W\d_]", text):
        return None
    return text


def of_copyright(line: str) -> str | None:
    """The holder named in a line such as "© 2021 Fenner Bote. Alle Rechte vorbehalten."."""
    found = _RIGHTS.search(line)
    if not found:
        found = re.search(
            r"(?:all rights reserved|alle rechte vorbehalten)[\s,.:|·–-]+(?P<name>[^\n|·©.]{3,80})", line, re.I
        )
    if not found:
        return None
    name = _NO_NAME.sub("", found["name"]).strip(" .,;:–-")
    name = re.split(r"\.\s", name)[0].strip(" .,;:–-")
    return _name(name) if name[:1].isupper() and len(name.split()) <= 8 else None


def of_label(line: str) -> str | None:
    """The name behind "Herausgeber:" or "published by", in a line of a page's foot."""
    found = _LABELLED.search(line)
    return _name(found["name"]) if found and len(found["name"].split()) <= 8 else None


def of_running_line(line: str) -> str | None:
    """The publisher in a page's header or footer such as "Fenner Bote · Verkehr · 5. März 2024"."""
    parts = [part for part in re.split(r"\s+[|·•–—-]\s+|\s*\|\s*|\s{3,}", one_line(line)) if part]
    if any(part[:1].islower() and len(part.split()) > 2 for part in parts):
        return None  # a remark: "Entwurf – wird noch geprüft"
    for part in parts:
        known = part.casefold().strip()
        if dates.read(part) or re.search(r"\d|@|://|\.\w{2,}/|\bseite\b|\bpage\b", known) or known in _GENERIC:
            continue
        if part[:1].isupper() and len(part.split()) <= 7 and not part.endswith((".", "!", "?")) and len(parts) > 1:
            return _name(part)
    return None


def by_host(candidates: Iterable[str], url: str | None) -> str | None:
    """The first candidate that the document's address is called after."""
    label = host_label(url)
    return next((name for text in candidates if (name := _name(text)) and fits_host(name, label)), None)


def people(line: str) -> tuple[str, ...]:
    """The names in a byline ("Von A und B, Ort, 30.09.2025"), or nothing."""
    line = one_line(line)
    found = _BYLINE.match(line)
    if not found and dates.read(line) and len(line.split()) <= 16:
        found = _BYLINE.match(_BEFORE_BY.sub("", dates.without(line)))
    return _split_names(found["names"]) if found else ()


def bare_people(line: str) -> tuple[str, ...]:
    """The names of a line that has nothing but names and a date: "Joan Tarrow, 4 March 2023"."""
    line = one_line(line)
    if not dates.read(line) or len(line.split()) > 16:
        return ()
    rest = re.sub(r"^(?:von|by)\s+", "", dates.without(line).strip(" ,|·•–—-/"), flags=re.IGNORECASE)
    return _split_names(rest)


def _split_names(text: str) -> tuple[str, ...]:
    for at, _ in dates.dates(text):
        text = text[:at]
        break
    names: list[str] = []
    for part in re.split(
        r"\s*(?:,|;|\||·|•|/|\s[–—-]\s)\s*|\s+(?:und|and|&)\s+|\s+(?:in|aus|am|on|at|für|for)\s+", text
    ):
        name = _BEHIND.sub("", _POSITION.sub("", part.strip(" .:")))
        if _PERSON.match(name) and not _ROLE.search(name) and not is_organisation(name):
            names.append(name.title() if name.isupper() else name)
        elif names or part:
            break
    return tuple(dict.fromkeys(names))


def is_person(line: str) -> bool:
    """Whether a line is nothing but somebody's name."""
    shouted = line.isupper() and len(line.split()) > 3  # a headline
    return bool(_PERSON.match(one_line(line))) and not (shouted or _ROLE.search(line) or is_organisation(line))


def is_vita(text: str, authors: Sequence[str]) -> bool:
    """Whether a paragraph introduces one of the authors ("… writes about energy for this paper")."""
    text = _OFFICE.sub("", text, count=1) if _OFFICE.match(text) else text
    said = (text[len(name) :] for name in authors if text.startswith(name))
    return len(text.split()) <= 45 and any(_VITA.match(rest) for rest in said)


def tidy(authors: Sequence[str]) -> tuple[str, ...]:
    """Author names from metadata, cleaned and each once."""
    found: list[str] = []
    for entry in authors:
        for name in _listed(one_line(entry)):
            name = re.sub(
                r"^(?:.*\b(?:beiträge|artikel|posts|articles)\s+(?:von|by|of)|von|by|interview:|text:|autor(?:in)?:?(?=\s|[A-ZÄÖÜ])|author:?(?=\s|[A-ZÄÖÜ]))\s*",
                "",
                name.strip(" ,."),
                flags=re.I,
            )
            name = re.sub(r"\s+(?:says|said|sagt)$", "", _BEHIND.sub("", dates.without(name).strip(" ,.|·")))
            if turned := _TURNED.match(name):
                name = f"{turned[2]} {turned[1]}"
            if (
                name
                and "://" not in name
                and "@" not in name
                and name.casefold() not in {"anonymous", "unknown", "admin"}
            ):
                found.append(name)
    return tuple(dict.fromkeys(found))


def _listed(entry: str) -> list[str]:
    """The names in a list of authors; a house's name with "and" or "&" in it ("Tarrow & Reed Partners") is one."""
    found = []
    for part in re.split(r"\s*;\s*", entry):
        names = re.split(r"\s+(?:und|and|&)\s+|,\s+(?=[A-ZÄÖÜ][\w'’.-]+\s)", part)
        surnames = " & " in part and any(" " not in name.strip() for name in names)
        found += [part] if surnames or is_organisation(part) else names
    return found
