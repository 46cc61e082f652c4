"""Whether a text has been read before: as a copy, as another version of it, or in the other language. Pure."""

from ingest.dedupe.alike import Match, copies, is_version
from ingest.dedupe.fingerprint import Fingerprint, estimates, fingerprint, nearest, resemblance, shingles, shortlist
from ingest.dedupe.translations import NEAR, is_translation, most_named

__all__ = [
    "NEAR",
    "Fingerprint",
    "Match",
    "copies",
    "estimates",
    "fingerprint",
    "is_translation",
    "is_version",
    "most_named",
    "nearest",
    "resemblance",
    "shingles",
    "shortlist",
]
