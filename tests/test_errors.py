"""The tree of errors is the one its docstring draws."""

from __future__ import annotations

import inspect
import re

from kb import errors
from kb.errors import KnowledgeBaseError


def test_the_drawing_names_every_error() -> None:
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    made = [name for name, kind in inspect.getmembers(errors, inspect.isclass) if kind is not KnowledgeBaseError]
    assert sorted(drawn) == sorted(made)


def test_every_error_is_of_the_one_family_and_says_what_it_is() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    assert len(kinds) > 1
    assert all(issubclass(kind, KnowledgeBaseError) and kind.__doc__ for kind in kinds)
    assert not issubclass(KnowledgeBaseError, OSError | ValueError)
