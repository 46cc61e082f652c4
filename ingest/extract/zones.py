"""Where on a page an element stands, by its tag and the words of its class and id; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_BY_TAG = {
    "nav": "nav",
    "footer": "footer",
    "aside": "aside",
    "header": "header",
    "form": "form",
    "figcaption": "caption",
}
_BY_ROLE = {
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "form",
}
_TOKENS = {
    "nav": (
        "nav navi navigation navbar menu menue menubar mainmenu submenu topnav breadcrumb breadcrumbs topbar "
        "toc table-of-contents inhaltsverzeichnis toolbar tabs pager pagination skip skiplink skiplinks "
        "sitemap sitenav subnav krumen brotkrumen bc"
    ),
    "share": (
        "share sharing shares social socials sharedaddy shariff sharebar addthis addtoany teilen socialmedia "
        "social-media print-link jp-relatedposts"
    ),
    "consent": "cookie cookies consent gdpr dsgvo cmp cc-banner cookiebar cookie-banner cookie-notice privacy-banner",
    "promo": (
        "promo promotion newsletter nl nl-box newsletter-box signup sign-up subscribe subscription abo abobox "
        "advert advertisement ads ad adbox anzeige werbung banner sponsor sponsored widget widgets cta "
        "call-to-action plus push pushbox podcast pod shop offer webinar promobox teaserbox teaser-box "
        "letters donation donate spenden flattr"
    ),
    "related": (
        "related similar recommended recommendations recommendation more-articles readmore read-more "
        "morelinks mehr-zum-thema more mostread most-read popular trending verwandt "
        "verwandte weiterlesen linklist outbrain taboola upnext yarpp otherstories"
    ),
    "teaser": "teaser teasers teaserlist",  # of other articles where it is a link, else the article's own lead
    "comments": (
        "comment comments kommentar kommentare disqus respond commentlist comment-list discussion "
        "leserkommentare replies"
    ),
    "author": (
        "author-box authorbox autorenbox autorbox author-bio authorbio bio vita about-author about-the-author "
        "author-info vcard autoreninfo about-authors written-by"
    ),
    "caption": (
        "caption captions image-caption imagecaption photo-caption media-caption bildunterschrift inline-image "
        "article-image image-container bildbox"
    ),
    "contact": (
        "contact contacts kontakt kontakte contact-box contact-info press-contact pressekontakt ansprechpartner "
        "ansprechpartnerin sidebar-contact contact-text contact-headline"
    ),
    "footer": "footer foot fuss fusszeile colophon impressum copyright legal disclaimer bottom originator",
    "aside": "sidebar side aside marginal rail right-rail marginalspalte seitenleiste",
    "gallery": "gallery galerie slideshow carousel slider lightbox fotostrecke",
    "tags": (
        "tags tag-list taglist tagcloud keywords schlagworte schlagwoerter cat-links tag-links posted-in post-tags"
    ),
    "meta": (
        "byline dateline entry-meta post-meta article-meta meta date datum post-date blog-date pubdate "
        "timestamp published autor author by sig stand article-info infoline"
    ),
    "header": "site-header page-header masthead header-top top-header topline logo branding kopf kopfzeile",
    "popup": "popup modal overlay dialog toast lightbox-content",
}
_ZONE = {token: zone for zone, tokens in _TOKENS.items() for token in tokens.split()}
_IN_COMPOUNDS = frozenset(
    "nav share comments consent footer promo related teaser gallery popup author aside caption".split()
)
_NOT_IN_COMPOUNDS = frozenset("plus more side tabs bio letters offer shop abo social legal about push bottom".split())
_LIMIT = {  # shares of the page
    "meta": 0.1,
    "promo": 0.25,
    "header": 0.4,
    "related": 0.4,
    "tags": 0.2,
    "gallery": 0.3,
    "contact": 0.2,
    "caption": 0.2,
}
_DEFAULT_LIMIT = 0.5
_NEVER = frozenset({"html", "body", "main", "article", "tr", "td", "th", "tbody", "h1"})
_ABOUT_AUTHOR = re.compile(
    r"\b(?:author|autor(?:en|in)?)s?-*(?:card|box|bio|profile?|vita|footer|about|description|details|kasten)\b"
)
_FOOTNOTES = re.compile(r"footnote|fussnote|fußnote|endnote|references|quellen|einzelnachweise|fn-")


@lru_cache(maxsize=4096)
def _by_marks(marks: str, compounds: bool) -> str:
    for word in marks.split():
        if word in _BY_ROLE:
            return _BY_ROLE[word]
        name = word.replace("_", "-").strip("-")
        if name in _ZONE:
            return _ZONE[name]
        if compounds and _ABOUT_AUTHOR.search(name):
            return "author"
        for part in name.split("-") if compounds else ():
            zone = _ZONE.get(part, "")
            if zone in _IN_COMPOUNDS and part not in _NOT_IN_COMPOUNDS:
                return zone
    return ""


def zone_of(tag: str, marks: str, path: tuple[str, ...], share: Callable[[], float], linked: Callable[[], bool]) -> str:
    """The zone an element opens ("" for none). What holds much of the page is no furniture; a teaser that is no link
    is the article's own lead. `share` (of the page's text) and `linked` are asked only where they matter."""
    if tag in _NEVER or _FOOTNOTES.search(marks):
        return ""
    zone = _BY_TAG.get(tag, "") or _by_marks(marks, tag not in ("p", "li", "ul", "ol", "h2", "h3", "blockquote"))
    if tag == "header" and not {"article", "main", "section"} & set(path):
        zone = "header"
    if zone == "teaser":
        zone = "related" if linked() and tag not in ("p", "span") else ""
    if zone == "related" and tag in ("p", "span"):
        zone = ""
    if zone and share() >= _LIMIT.get(zone, _DEFAULT_LIMIT):
        return ""
    return zone
