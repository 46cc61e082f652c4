"""Works out the mean token vector of each language, from the sample articles: run after a change of the embedder.

    python -m benchmarks.token_means

Late interaction compares token vectors less what all tokens of a language share. The mean is fixed, so that what
has been stored stays comparable; it is taken from our own samples, and on other texts does as well as their own mean.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ingest.extract import extract
from ingest.fetch import fetch
from ingest.segment import segment
from kb.engine import open_engine
from kb.language import detect
from kb.settings import LANGUAGES, load_settings

TARGET = Path("kb/engine/token_means.npy")


def main() -> None:
    """Writes (languages, d) float32 to `kb/engine/token_means.npy`."""
    engine = open_engine(load_settings())
    found: dict[str, list[np.ndarray]] = {language: [] for language in LANGUAGES}
    for path in sorted(Path("sources").iterdir()):
        source, data = fetch(str(path))
        document = extract(data, source).document
        language = detect(document.text)
        if language in found:
            passages = [f"{document.title}. {passage.text}" for passage in segment(document)[1]]
            found[language] += [tokens.vectors for tokens in engine.read_passages(passages) or ()]
    means = np.stack([np.concatenate(found[language]).mean(axis=0) for language in LANGUAGES]).astype(np.float32)
    np.save(TARGET, means)
    print(f"{TARGET}: {means.shape}")


if __name__ == "__main__":
    main()
