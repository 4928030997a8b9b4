"""Another model's second look: a cross-encoder reads question and passage together and orders the first ones."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embed.models import load_near
from index.errors import ModelError

FIRST = 20  # candidates that are read
Floats = NDArray[np.float32]


class Reranker:
    """A sentence-transformers cross-encoder, by folder or name; loaded when first used."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """How well each passage answers, from 0 to 1.

        Raises:
            ModelError: the model cannot be loaded.
        """
        if not passages:
            return np.zeros(0, np.float32)
        pairs = [(question, passage) for passage in passages]
        found = np.asarray(self._loaded().predict(pairs, show_progress_bar=False), np.float32)
        if found.ndim > 1:  # a model of several classes: the last says that the passage answers
            found = found[:, -1]
        inside = found.min() >= 0 and found.max() <= 1
        return found if inside else np.asarray(1 / (1 + np.exp(-found)), np.float32)

    def _loaded(self) -> Any:  # noqa: ANN401
        if self._model is None:
            from sentence_transformers import CrossEncoder

            logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
            folder = Path(self.name).is_dir()
            try:
                self._model = load_near(lambda offline: CrossEncoder(self.name, local_files_only=offline), folder)
            except Exception as error:
                raise ModelError(
                    f"並べ直しのモデル「{self.name}」を読み込めません。"
                    "ASSISTANT_RERANKER のフォルダ名かモデル名を確認してください。"
                ) from error
        return self._model
