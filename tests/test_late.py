"""Late interaction on one bit a dimension: against the same worked out the long way."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.late import TokenBits, maxsim, meets, met, pack, stack, starts

RANDOM = np.random.default_rng(5)


def vectors(count: int, dimensions: int = 64) -> NDArray[np.float32]:
    rows = RANDOM.standard_normal((count, dimensions))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_a_token_takes_a_bit_a_dimension_and_two_bytes() -> None:
    packed = pack(vectors(7), np.arange(7))
    assert (len(packed.bits), len(packed.starts)) == (7 * 64 // 8, 14)


def test_starts_come_back() -> None:
    assert starts(pack(vectors(3), np.array([0, 17, 4000]))).tolist() == [0, 17, 4000]


def test_a_start_too_far_away_stays_at_the_end() -> None:
    assert starts(pack(vectors(1), np.array([70_000]))).tolist() == [65_535]


def test_meets_is_the_cosine_with_the_signs() -> None:
    question, passages = vectors(4), [vectors(9), vectors(1), vectors(30)]
    found = meets(question, [pack(passage, np.arange(len(passage))) for passage in passages])
    assert [cosines.shape for cosines in found] == [(9, 4), (1, 4), (30, 4)]
    for passage, cosines in zip(passages, found, strict=True):
        signs = np.where(passage > 0, 1.0, -1.0) / np.sqrt(64)
        assert cosines == pytest.approx(signs @ question.T, abs=1e-5)
        assert np.abs(cosines).max() <= 1 + 1e-5


def test_passages_without_tokens_are_met_by_nothing() -> None:
    question, empty, full = vectors(2), TokenBits(b"", b""), pack(vectors(3), np.arange(3))
    found = meets(question, [empty, full, empty])
    assert [len(cosines) for cosines in found] == [0, 3, 0]
    assert maxsim(found[0]) == 0.0
    assert meets(question, []) == []
    assert [len(cosines) for cosines in meets(question, [empty])] == [0]


def test_maxsim_is_the_mean_of_the_best() -> None:
    cosines = np.array([[0.1, 0.9], [0.5, -0.2]], np.float32)
    assert maxsim(cosines) == pytest.approx((0.5 + 0.9) / 2)


def test_a_text_meets_itself_best() -> None:
    texts = [vectors(12) for _ in range(20)]
    packed = [pack(text, np.arange(12)) for text in texts]
    for index, text in enumerate(texts):
        scores = [maxsim(cosines) for cosines in meets(text, packed)]
        assert int(np.argmax(scores)) == index


def test_met_is_the_best_of_each_span() -> None:
    question, passages = vectors(3), [vectors(6), vectors(4)]
    packed = [pack(passage, np.arange(len(passage))) for passage in passages]
    stacked = stack(packed)
    spans = np.array([[0, 6], [2, 4], [6, 10], [5, 5]])
    long_way = np.concatenate(meets(question, packed))
    found = met(question, stacked, spans)
    assert found[:3] == pytest.approx(np.stack([long_way[a:b].max(axis=0) for a, b in spans[:3]]), abs=1e-5)
    assert found[3].tolist() == [0.0, 0.0, 0.0]
    assert met(question, stack([]), np.empty((0, 2), np.int64)).shape == (0, 3)
