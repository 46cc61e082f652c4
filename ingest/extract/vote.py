"""A second opinion on where a page's main text is: the door to trafilatura."""

from __future__ import annotations

import logging


def main_text(html: str) -> str:
    """trafilatura's main text of a decoded page, or an empty string where it finds none or gives up.

    `deduplicate` stays off (it remembers across pages), nothing is fetched, no metadata is read.
    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(
            html,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            favor_recall=False,
            with_metadata=False,
        )
    except Exception:  # noqa: BLE001  a page that breaks it is still read by our own rules
        return ""
    return str(found or "")
