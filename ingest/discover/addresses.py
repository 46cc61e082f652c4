"""Web addresses as listings give them: made absolute, tracking taken off, anything but http(s) refused; pure."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(  # names that say where a reader came from, never what is shown
    r"(?:utm|mtm|pk|piwik|matomo|hsa|oly|vero|_hs|__hs|wt|at|cm_mmc)[_.]\w+|_hsenc|_hsmi|hsctatracking|__twitter_impression|"
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|mkt_tok|"
    r"_ga|_gl|ga_\w+|xtor|wtmc|wt_?zmc|cmpid|s_cid|icid|ncid|sc_cid|trk|trkcampaign|ns_(?:campaign|mchannel|source)|"
    r"rss_?id|sr_share|smid|smtyp|ftag|spm|_openstat|vgo_ee|wickedid|epik",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}


def absolute(address: str, base: str | None = None) -> str:
    """An address as written in a page or listing at `base`; empty where it is no http(s) address of a host."""
    address = re.sub(r"[\t\r\n]", "", address).strip().strip("\ufeff\u200b")
    if address.casefold().startswith("feed:"):
        address = re.sub(r"(?i)^feed:(?:(?=https?:)|//)", "", address)
        address = address if re.match(r"(?i)https?:", address) else f"https://{address}"
    try:
        address = urljoin(base, address) if base and address else address
        parts = urlsplit(address)
        return address.replace(" ", "%20") if parts.scheme in _PORTS and parts.hostname else ""
    except ValueError:
        return ""


def untracked(address: str) -> str:
    """The address that identifies an article: no fragment, no tracking parameters, its host in lower case.

    Whatever else the query says stays as it is, and in its order. Empty where it is no http(s) address.
    """
    address = absolute(address)
    if not address:
        return ""
    parts = urlsplit(address)
    query = "&".join(pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair.split("=", 1)[0]))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme, _host(parts), parts.path or "/", query, fragment))


def _host(parts: SplitResult) -> str:
    """Host and port, the port of the scheme left away; a name and password stay for the fetcher to refuse."""
    try:
        usual = parts.port in (None, _PORTS[parts.scheme])
    except ValueError:
        usual = False
    name, at, host = parts.netloc.rpartition("@")
    host = host.casefold()
    return f"{name}{at}{re.sub(r':[0-9]*$', '', host) if usual else host}"
