"""One tree of errors, named by what the caller can do about them.

    KnowledgeBaseError
    ├── Rejected        this input cannot be taken in; the next one can
    │   └── TryLater    it could not be had just now; asking again later may help
    ├── NotFound        the thing named does not exist here
    ├── Busy            another process is writing; try again later
    ├── Damaged         stored data does not hold together; `kb verify --repair`
    ├── Unavailable     something this machine lacks; the message names the setting that replaces it
    └── Misconfigured   a setting has a value that cannot work

Every message is for a user: it names the thing and the remedy.
"""

from __future__ import annotations


class KnowledgeBaseError(Exception):
    """The root: whatever this program raises on purpose."""


class Rejected(KnowledgeBaseError):
    """This input cannot be taken in. The message is the reason, for the outcome record."""


class TryLater(Rejected):
    """The place did not answer, or asked to wait; `after` is the number of seconds it named, or None."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class NotFound(KnowledgeBaseError):
    """What was named does not exist in this knowledge base."""


class Busy(KnowledgeBaseError):
    """Another process holds the right to write."""


class Damaged(KnowledgeBaseError):
    """Stored data does not hold together."""


class Unavailable(KnowledgeBaseError):
    """A part this machine lacks; the message names the setting that replaces it."""


class Misconfigured(KnowledgeBaseError):
    """A setting has a value that cannot work."""
