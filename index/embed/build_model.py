"""Rebuild the bundled model in ``index/data/model`` from open material.

Usage::

    pip download --no-deps ja-ginza==5.3.0 && unzip ja_ginza-*.whl -d ginza
    python -m index.embed.build_model ginza/ja_ginza/ja_ginza-5.3.0/vocab --texts FOLDER

``--texts`` is a folder of ``*.txt.xz`` (a paragraph a line) and ``*.jsonl.xz`` (keys ``q``, ``p``) whose word
counts say which words are rare; only those counts enter the model. Needs ``msgpack`` (see ``[model]`` extra).
About four minutes on two cores.

What is done to chiVe's vectors as ja-ginza packs them (20,000 rows for 480,443 words):

- a word is looked up by the term that :mod:`index.language` makes of it, so spellings share a vector;
- only the first word of a row truly has that vector. Every other word of the row gets a vector that is turned
  away from it (``SHARED`` is their cosine): sharing a row is weak evidence;
- the mean and the few strongest directions, which say how frequent a word is rather than what it means,
  are taken out ("all but the top", Mu and Viswanath 2018, arXiv 1702.01417);
- numbers, years, Latin words and proper names get none: they match themselves only;
- rows are stored as int8, scaled by rarity, so that a plain mean of them is a weighted one.
"""

import argparse
import json
import lzma
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed.bundled import IDF_FILE, PAD
from index.embed.identity import FOLDER
from index.language import is_exact, terms, words

MOST_WORDS = 54_000
SHARED = 0.8
COMMON_DIRECTIONS = 5
COMMON_KEYS = 150_000  # words of ja-ginza are sorted by frequency; rarer ones need to occur in the texts
TEXT_BYTES = 12_000_000  # of each text file; more changes nothing
SEED = 20261121
_MASK = (1 << 64) - 1


def murmur_hash(text: str) -> int:
    """MurmurHash64A with seed 1 of the UTF-8 bytes: the key of a word in spaCy's vector table."""
    data, factor, shift = text.encode(), 0xC6A4A7935BD1E995, 47
    value = (1 ^ (len(data) * factor)) & _MASK
    whole = len(data) - len(data) % 8
    for place in range(0, whole, 8):
        block = int.from_bytes(data[place : place + 8], "little") * factor & _MASK
        value = (value ^ ((block ^ (block >> shift)) * factor & _MASK)) * factor & _MASK
    if data[whole:]:
        value = (value ^ int.from_bytes(data[whole:], "little")) * factor & _MASK
    value = (value ^ (value >> shift)) * factor & _MASK
    return value ^ (value >> shift)


def read_ginza(folder: Path) -> tuple[list[tuple[str, int]], NDArray[np.float32]]:
    """Words with their rows, the most frequent first, and the rows (20,000 x 300)."""
    import msgpack

    names = {murmur_hash(name): name for name in json.loads((folder / "strings.json").read_text("utf-8"))}
    keys = msgpack.unpackb((folder / "key2row").read_bytes(), strict_map_key=False)
    return [(names[key], row) for key, row in keys.items() if key in names], np.load(folder / "vectors")


def choose_words(ginza: list[tuple[str, int]], counts: Counter[str]) -> dict[str, tuple[int, bool]]:
    """Term to (row, whether it is the row's own word)."""
    seen_rows: set[int] = set()
    chosen: dict[str, tuple[int, bool]] = {}
    for rank, (word, row) in enumerate(ginza):
        own = row not in seen_rows
        seen_rows.add(row)
        found = terms(word).words
        if len(found) != 1 or is_exact(found[0]) or found[0] in chosen:
            continue
        if any(part.subpos == "固有名詞" for part in words(word)):
            continue
        if counts[found[0]] >= 2 or (rank < COMMON_KEYS and len(word) > 1):
            chosen[found[0]] = (row, own)
    for verb in counts:
        partner = verb_partner(verb)
        if verb not in chosen and partner in chosen and not is_exact(verb):
            chosen[verb] = (chosen[partner][0], False)
    ranked = sorted(chosen, key=lambda term: -counts[term])[:MOST_WORDS]
    return {term: chosen[term] for term in sorted(ranked)}


def verb_partner(verb: str) -> str:
    """The other verb of a pair that chiVe's dictionary writes as one: 育てる → 育つ, 繋がる → 繋ぐ."""
    for ending, other in (("がる", "ぐ"), ("らす", "る"), ("わせる", "う")):
        if verb.endswith(ending) and len(verb) > len(ending):
            return verb.removesuffix(ending) + other
    rows = {
        "え": "う",
        "け": "く",
        "げ": "ぐ",
        "せ": "す",
        "て": "つ",
        "ね": "ぬ",
        "べ": "ぶ",
        "め": "む",
        "れ": "る",
    }
    if len(verb) > 2 and verb[-1] == "る" and verb[-2] in rows:
        return verb[:-2] + rows[verb[-2]]
    return ""


def build_rows(
    chosen: dict[str, tuple[int, bool]], vectors: NDArray[np.float32], idf: NDArray[np.float32]
) -> NDArray[np.int8]:
    """The int8 rows of the chosen words, scaled by rarity; row 0 is padding."""
    random = np.random.default_rng(SEED)
    centred = all_but_the_top(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    rows = np.zeros((len(chosen) + 1, vectors.shape[1]), np.int8)
    for place, (row, own) in enumerate(chosen.values(), start=1):
        vector = centred[row]
        away = random.standard_normal(vectors.shape[1])  # drawn for every word: choices do not shift later ones
        if not own:
            away -= away @ vector * vector
            vector = SHARED * vector + math.sqrt(1 - SHARED**2) * away / np.linalg.norm(away)
        scale = 127 * max(0.35, idf[place] / idf.max())
        rows[place] = np.rint(vector / np.abs(vector).max() * scale)
    return rows


def all_but_the_top(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit vectors without the mean and the strongest principal directions."""
    centred = vectors - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    top = directions[:COMMON_DIRECTIONS]
    turned = centred - (centred @ top.T) @ top
    return np.asarray(turned / np.linalg.norm(turned, axis=1, keepdims=True), np.float32)


def count_words(folder: Path) -> tuple[Counter[str], int]:
    """In how many paragraphs of the texts each term occurs, and how many paragraphs there are."""
    counts: Counter[str] = Counter()
    paragraphs = 0
    with ProcessPoolExecutor(2) as pool:
        for found, number in pool.map(_count_file, _text_files(folder)):
            counts.update(found)
            paragraphs += number
    return counts, paragraphs


def _text_files(folder: Path) -> list[Path]:
    """All text files but those of an ``eval`` folder: what is measured on is not counted either."""
    return [path for path in sorted(folder.rglob("*.xz")) if "eval" not in path.relative_to(folder).parts]


def _count_file(path: Path) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    number = 0
    for paragraph in _paragraphs(path):
        counts.update({term for term in terms(paragraph).words if not term.startswith("#")})
        number += 1
    return counts, number


def _paragraphs(path: Path) -> Iterator[str]:
    left = TEXT_BYTES
    seen: set[str] = set()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = line.strip()
            if path.name.endswith(".jsonl.xz"):
                pair = json.loads(text)
                text = pair.get("q", "") + ("" if pair.get("p") in seen else "。" + str(pair.get("p", "")))
                seen.add(str(pair.get("p")))
            if text:
                yield text
                left -= len(text.encode())
            if left < 0:
                return


def write_model(folder: Path, chosen: Iterable[str], rows: NDArray[np.int8], idf: NDArray[np.float32]) -> None:
    """Write the folder: a MultiVectorEncoder, with ``pooled/`` a SentenceTransformer over the same rows."""
    import torch
    from safetensors.torch import save_file
    from sentence_transformers import MultiVectorEncoder
    from sentence_transformers.base.modules import Normalize
    from sentence_transformers.sentence_transformer.modules import WordEmbeddings
    from sentence_transformers.sentence_transformer.modules.tokenizer import WhitespaceTokenizer

    tokenizer = WhitespaceTokenizer([PAD, *chosen], stop_words=[])
    embeddings = WordEmbeddings(tokenizer, torch.from_numpy(rows.astype(np.float32)))
    normalize = Normalize(module_input_name="token_embeddings")
    model = MultiVectorEncoder(modules=[embeddings, normalize], device="cpu")
    model.save_pretrained(str(folder), create_model_card=False)
    save_file({"emb_layer.weight": torch.from_numpy(rows)}, folder / "model.safetensors")
    (folder / "whitespacetokenizer_config.json").write_text(
        json.dumps({"vocab": [PAD, *chosen], "stop_words": [], "do_lower_case": False}, ensure_ascii=False),
        "utf-8",
    )
    np.save(folder / IDF_FILE, idf.astype(np.float16))


def main() -> None:
    """Build the model from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ginza", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    counts, paragraphs = count_words(arguments.texts)
    ginza, vectors = read_ginza(arguments.ginza)
    chosen = choose_words(ginza, counts)
    idf = np.array([0.0, *(math.log((paragraphs + 1) / (counts[term] + 1)) for term in chosen)], np.float32)
    write_model(arguments.out, chosen, build_rows(chosen, vectors, idf), idf)
    own = sum(own for _, own in chosen.values())
    print(f"{len(chosen)} words, {own} with a row of their own, {paragraphs} paragraphs counted")  # noqa: T201
    print(list(islice(chosen, 10_000, 10_010)))  # noqa: T201


if __name__ == "__main__":
    main()
