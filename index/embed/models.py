"""Embedding models other than the bundled one: any sentence-transformers model, by folder or by name.

The bundled model needs none of this (see ``bundled``). Another model adds a vector leg of its own to the
search: one vector a passage, or one a token for a model of the ColBERT kind.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

BATCH = 32
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Unit vectors of several texts: ``vectors`` (n x d), ``owners[i]`` the text that vector ``i`` is of."""

    vectors: Floats
    owners: NDArray[np.int64]


class EmbeddingModel:
    """A sentence-transformers model that was asked for by name or folder; loaded when first used."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None

    @property
    def model(self) -> Any:  # noqa: ANN401 - one of two sentence-transformers classes
        """The loaded model.

        Raises:
            ModelError: it is not there or not a sentence-transformers model.
        """
        if self._model is None:
            try:
                self._model = _load(self.name)
            except Exception as error:
                first_line = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
                raise ModelError(
                    f"埋め込みモデル「{self.name}」を読み込めません（{first_line}）。"
                    "ASSISTANT_EMBEDDING_MODEL のフォルダ名かモデル名を確認してください。"
                ) from error
        return self._model

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Encoded:
        """Vectors of passages, with the model's own document prompt."""
        parts = []
        for start in range(0, len(texts), BATCH):
            parts.append(self._encode(self.model.encode_document, texts[start : start + BATCH], start))
            if progress:
                progress(len(texts[start : start + BATCH]))
        if not parts:
            return Encoded(np.zeros((0, 1), np.float32), np.zeros(0, np.int64))
        return Encoded(
            np.concatenate([part.vectors for part in parts]), np.concatenate([part.owners for part in parts])
        )

    def encode_question(self, text: str) -> Floats:
        """Vectors of a question (1 x d, or tokens x d), with the model's own query prompt."""
        return self._encode(self.model.encode_query, [text], 0).vectors

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str], first: int) -> Encoded:
        found = encode(list(texts), convert_to_numpy=True, normalize_embeddings=True, show_progress_bar=False)
        rows = [np.atleast_2d(np.asarray(row, np.float32)) for row in found]
        owners = np.repeat(np.arange(first, first + len(rows)), [len(row) for row in rows])
        return Encoded(np.concatenate(rows), owners.astype(np.int64))


def _load(name: str) -> Any:  # noqa: ANN401
    """Load a model from its folder, else from this machine's cache, else from the model hub."""
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    return load_near(lambda offline: _load_from(name, offline=offline), Path(name).is_dir())


def load_near(load: Callable[[bool], Any], folder: bool) -> Any:  # noqa: ANN401
    """Load offline; if that fails and it is no ``folder``, from the model hub, should that be near."""
    try:
        return load(True)
    except Exception:
        if folder or not _hub_is_near():
            raise
    return load(False)


def _load_from(name: str, *, offline: bool) -> Any:  # noqa: ANN401
    from sentence_transformers import MultiVectorEncoder, SentenceTransformer
    from sentence_transformers.util import load_file_path

    config = load_file_path(name, "config_sentence_transformers.json", local_files_only=offline)
    kind = json.loads(Path(config).read_text("utf-8")).get("model_type", "") if config else ""
    loader = MultiVectorEncoder if kind == "MultiVectorEncoder" else SentenceTransformer
    return loader(name, local_files_only=offline)


def _hub_is_near() -> bool:
    """Whether the model hub's name can be looked up: in a closed network its client would retry for a minute."""
    import socket
    from urllib.parse import urlparse

    from huggingface_hub import constants

    try:
        socket.getaddrinfo(urlparse(constants.ENDPOINT).hostname, None)
    except OSError:
        return False
    return True
