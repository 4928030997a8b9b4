"""What tests share: the five real documents indexed once, and a small folder of made-up ones."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import PlanAssistant
from assistant.settings import Settings
from index.build import build_index
from index.embed.identity import FOLDER

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "documents"

PLAN = """みどり市総合計画について
令和5年4月1日

第1章 基本的な考え方

1. 計画の目的

・市民の暮らしを守り、安心して住み続けられるまちをつくる。
・計画の期間は令和5年度から令和9年度までの5年間とする。

2. 推進体制

・市長を本部長とする推進本部を置き、年2回会議を開く。

第2章 施策

1. 手続の見直し

・押印を求める手続のうち120件について押印を廃止する。
・窓口の混雑を和らげるため、令和6年度中に電子申請を始める。

2. 防災

・避難所30か所に無線通信の設備を置く。
"""

REPORT = """# みどり市ごみ減量報告書

## 1. ごみの量

- 令和4年度に出されたごみは1万2千トンであった。
- 前年度より3%減った。

## 2. 今後の取組

| 取組 | 時期 |
| --- | --- |
| 分別の徹底 | 令和6年度 |
| 生ごみの堆肥化 | 令和7年度 |
"""

CATALOG = """
["plan"]
title = "みどり市総合計画について"
date = "2023-04-01"
status = "計画"
aliases = ["総合計画", "みどり市の計画"]

["report"]
title = "みどり市ごみ減量報告書"
date = "2023-10"
status = "報告"
aliases = ["ごみの報告書", "減量報告書"]
"""


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the settings of the machine, nor a ``.env`` file or an index of the checkout."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_") and name != "ASSISTANT_TEST_ALL"]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def small_documents(tmp_path: Path) -> Path:
    """A folder with a plan (text) and a report (Markdown) of a made-up city."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "plan.txt").write_text(PLAN, "utf-8")
    (folder / "report.md").write_text(REPORT, "utf-8")
    (folder / "catalog.toml").write_text(CATALOG, "utf-8")
    return folder


@pytest.fixture
def small(small_documents: Path, tmp_path: Path) -> PlanAssistant:
    """An assistant over the small documents."""
    return PlanAssistant(Settings(documents=small_documents, index=tmp_path / "index"))


@pytest.fixture(scope="session")
def five_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The index folder of the five real documents, built once."""
    folder = tmp_path_factory.mktemp("five") / "index"
    build_index(DOCUMENTS, folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def five(five_index: Path) -> PlanAssistant:
    """An assistant over the five real documents."""
    return PlanAssistant(Settings(documents=DOCUMENTS, index=five_index))


@pytest.fixture
def environment(small_documents: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of a command run over the small documents."""
    return {
        **os.environ,
        "ASSISTANT_DOCUMENTS": str(small_documents),
        "ASSISTANT_INDEX": str(tmp_path / "index"),
        "NO_COLOR": "1",
    }


@pytest.fixture(scope="session")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real cross-encoder in a folder, tiny and untrained: what it says means nothing, but it reads and scores."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder = tmp_path_factory.mktemp("cross")
    characters = sorted(set(PLAN + REPORT) - set(" \n"))
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]), "utf-8")
    tokenizer = BertTokenizer(vocab=str(folder / "vocab.txt"))
    torch.manual_seed(0)
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    model = BertForSequenceClassification(BertConfig(vocab_size=len(characters) + 5, num_labels=1, **size))
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    CrossEncoder(str(folder), device="cpu").save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="session")
def pooled_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real single-vector model in a folder: the bundled rows with mean pooling."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, WordEmbeddings

    folder = tmp_path_factory.mktemp("pooled")
    modules = [WordEmbeddings.load(str(FOLDER)), Pooling(300, "mean")]
    SentenceTransformer(modules=modules, device="cpu").save_pretrained(str(folder), create_model_card=False)
    return folder


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A browser that reaches nothing but this machine; one for all tests, as Playwright runs once in a process."""
    if CHROMIUM is None and not os.environ.get("ASSISTANT_TEST_ALL"):
        pytest.skip("chromium がありません")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_OPTIONS)
        yield browser
        browser.close()
