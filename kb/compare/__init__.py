"""Two statements compared, and origins counted: what a sentence's agreement with others rests on."""

from kb.compare.fillers import Rival, rival
from kb.compare.origins import Voice, cited, independent, own_word, rests_on_paper
from kb.compare.polarity import corrects
from kb.compare.relation import Comparison, compare
from kb.compare.statement import Setting, Statement, read

__all__ = [
    "Comparison",
    "Rival",
    "Setting",
    "Statement",
    "Voice",
    "cited",
    "compare",
    "corrects",
    "independent",
    "own_word",
    "read",
    "rival",
    "rests_on_paper",
]
