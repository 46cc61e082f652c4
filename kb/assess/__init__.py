"""A claim held against the sources, and what each claim of the sources is worth."""

from kb.assess.reader import Reader
from kb.assess.standing import standings
from kb.assess.sums import Sum, sums
from kb.assess.verdict import assess

__all__ = ["Reader", "Sum", "assess", "standings", "sums"]
