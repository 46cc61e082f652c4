"""Works out the mean vectors of each language, from the sample articles: run after a change of the embedder.

    python -m benchmarks.means

Late interaction compares token vectors less what all tokens of a language share. That mean is fixed, so that what
has been stored stays comparable; it is taken from our own samples, and on other texts does as well as their own mean.
The mean of passages stands in while a knowledge base has few of a language.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ingest.extract import extract
from ingest.fetch import fetch
from ingest.segment import segment
from kb.engine import TokenVectors, open_engine
from kb.language import detect
from kb.settings import LANGUAGES, load_settings

TARGET = Path("kb/engine/means.npy")


def main() -> None:
    """Writes (2, languages, d) float32 to `kb/engine/means.npy`: of tokens, of passages."""
    engine = open_engine(load_settings())
    found: dict[str, list[TokenVectors]] = {language: [] for language in LANGUAGES}
    for path in sorted(Path("sources").iterdir()):
        source, data = fetch(str(path))
        document = extract(data, source).document
        language = detect(document.text)
        if language in found:
            passages = [f"{document.title}. {passage.text}" for passage in segment(document)[1]]
            found[language] += engine.read_passages(passages) or ()
    tokens = [np.concatenate([read.vectors for read in found[language]]).mean(axis=0) for language in LANGUAGES]
    whole = [np.stack([read.pooled for read in found[language]]).mean(axis=0) for language in LANGUAGES]
    means = np.stack([np.stack(tokens), np.stack(whole)]).astype(np.float32)
    np.save(TARGET, means)
    print(f"{TARGET}: {means.shape}")


if __name__ == "__main__":
    main()
