"""The recipe's side of the bench: ``python -m bench.peer build|warm|ask FOLDER [QUESTION]``.

What a LangChain tutorial arrives at: read text files, split them recursively, embed with sentence-transformers,
search a FAISS vector store for the nearest four chunks.
"""

import sys
import time
from pathlib import Path
from typing import Any

from bench.common import DOCUMENTS, ROOT, report, time_each

CHUNK, OVERLAP, NEAREST = 300, 30, 4


def _embeddings() -> Any:  # noqa: ANN401
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, WordEmbeddings

    from index.language import terms

    folder = str(ROOT / "index" / "data" / "model")
    model = SentenceTransformer(modules=[WordEmbeddings.load(folder), Pooling(300, "mean")], device="cpu")

    class Pooled(Embeddings):
        """The bundled model, one mean vector a text; it wants words set apart by spaces."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            """Embed chunks."""
            prepared = [" ".join(terms(text).words) for text in texts]
            found: list[list[float]] = model.encode(
                prepared, normalize_embeddings=True, show_progress_bar=False
            ).tolist()
            return found

        def embed_query(self, text: str) -> list[float]:
            """Embed a question."""
            return self.embed_documents([text])[0]

    return Pooled()


def _build(folder: Path) -> None:
    from langchain_community.vectorstores import FAISS
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK, chunk_overlap=OVERLAP, separators=["\n\n", "\n", "。", "、", ""]
    )
    texts = [path.read_text("utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    store = FAISS.from_documents(splitter.create_documents(texts), _embeddings())
    store.save_local(str(folder))


def _open(folder: Path) -> Any:  # noqa: ANN401
    from langchain_community.vectorstores import FAISS

    # The recipe's own store is a pickle; this one was written a moment ago by this bench.
    return FAISS.load_local(str(folder), _embeddings(), allow_dangerous_deserialization=True)


def main() -> None:
    """Run one task."""
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task == "build":
        start = time.perf_counter()
        _build(folder)
        report(seconds=time.perf_counter() - start)
    elif task == "warm":
        store = _open(folder)
        report(milliseconds=time_each(lambda question: store.similarity_search(question, k=NEAREST)))
    else:
        print(_open(folder).similarity_search(sys.argv[3], k=NEAREST)[0].page_content)


if __name__ == "__main__":
    main()
