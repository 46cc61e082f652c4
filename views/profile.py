"""What a whole document is like, in a line: who speaks, what it discloses, how much of it has a source. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kb.brief.wording import known
from kb.flags import load_lexicons, profile, sources_of
from kb.flags.profile import Profile
from kb.model import Document, Sentence
from views.markup import text
from views.words import Say

NAMED = 3  # sources


def profile_line(document: Document, sentences: Sequence[Sentence], say: Say) -> str:
    """The profile of a document with its flagged sentences."""
    found = sources_of(document, sentences, load_lexicons()[known(document.language)])
    parts = "; ".join(profile_words(profile(document, sentences, found), say))
    return f'<div class="q-profile"><b>{text(say("profile"))}:</b> {text(parts)}</div>'


def profile_words(found: Profile, say: Say) -> list[str]:
    """The profile in words; what is nought is left out, except that nothing was found of a vendor or of claims."""
    vendor = say("profile_vendor", words=found.vendor) if found.vendor else say("profile_not_vendor")
    disclosed = [f"{say(f'notice_{flag.label}')}: {flag.reason}" for flag in found.disclosures]
    if not found.claims:
        return [vendor, *disclosed, say("profile_none")]
    count = say("profile_claims_one") if found.claims == 1 else say("profile_claims", n=found.claims)
    parts = [vendor, *disclosed, count]
    for name in ("unsupported", "vague", "marketing", "forecast"):
        share = round(100 * getattr(found, name))
        if share or name == "unsupported":
            parts.append(say(f"profile_{name}", share=share))
    if found.sources:
        names = ", ".join(f"{name} ({number})" for name, number in found.sources[:NAMED])
        parts.append(say("profile_sources", names=names))
        if found.alone and len(found.sources) > 1:
            parts.append(say("profile_alone"))
    return parts
