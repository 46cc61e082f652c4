"""Amounts and times in German and English text, read, compared and added up."""

from kb.numbers.moments import Moment, dated
from kb.numbers.quantities import quantities, read_times
from kb.numbers.quantity import Quantity, plain
from kb.numbers.same import comparable, same_quantity
from kb.numbers.sums import Check, arithmetic
from kb.numbers.units import counts

__all__ = [
    "Check",
    "Moment",
    "Quantity",
    "arithmetic",
    "comparable",
    "counts",
    "dated",
    "plain",
    "quantities",
    "read_times",
    "same_quantity",
]
