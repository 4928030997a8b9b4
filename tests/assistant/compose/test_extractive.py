from pathlib import Path

import pytest

from assistant import PlanAssistant
from assistant.compose.templates import is_frame
from assistant.settings import Settings

CATALOG = """
["old"]
title = "さくら町基本計画"
date = "2020-04-01"
status = "決定"
series = "さくら町基本計画"
aliases = ["計画", "基本計画"]

["new"]
title = "さくら町基本計画（案）"
date = "2024-04-01"
status = "案"
series = "さくら町基本計画"
aliases = ["計画", "基本計画", "計画案"]
"""
OLD = """さくら町基本計画

1. 窓口

・電子申請は令和3年度に10手続で始める。
・窓口は平日の9時から17時まで開く。

2. 防災

・避難所20か所に無線の設備を置く。
"""
NEW = """さくら町基本計画（案）

1. 窓口

・電子申請は令和7年度に200手続へ広げる。

2. 防災

・避難所45か所に無線の設備を置く。
・備蓄の品目は次のとおりとする。
① 飲み水
② 毛布
③ 簡易トイレ
④ 発電機
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> PlanAssistant:
    documents = tmp_path_factory.mktemp("town")
    for name, text in (("old.txt", OLD), ("new.txt", NEW), ("catalog.toml", CATALOG)):
        (documents / name).write_text(text, "utf-8")
    return PlanAssistant(Settings(documents=documents, index=Path(str(documents) + ".index")))


def test_editions_that_are_compared_stand_in_two_columns(town: PlanAssistant) -> None:
    answer = town.ask("2024年の計画案と2020年の計画で、無線の設備を置く避難所の数はどう変わりましたか")
    columns = {said.column for said in answer.statements if said.column is not None}
    heads = [said for said in answer.statements if said.kind == "frame" and said.column is not None]
    assert columns == {0, 1}
    assert heads[0].text.startswith("旧 『さくら町基本計画』") and heads[1].text.startswith(
        "新 『さくら町基本計画（案）』"
    )
    by_column = {n: "".join(s.text for s in answer.statements if s.column == n) for n in columns}
    assert "20か所" in by_column[0] and "45か所" in by_column[1]
    assert {citation.document for citation in answer.citations} == {"old", "new"}


def test_the_plan_before_is_compared_with_the_one_that_followed(town: PlanAssistant) -> None:
    answer = town.ask("前の計画と比べて、電子申請の手続の数はどう変わりましたか")
    assert "10手続" in answer.answer and "200手続" in answer.answer


def test_an_edition_that_is_named_answers_alone(town: PlanAssistant) -> None:
    answer = town.ask("2020年の計画では、電子申請はいつ始まりますか")
    assert {citation.document for citation in answer.citations} == {"old"}
    assert "令和3年度" in answer.answer and "（令和3年度は2021年度）" in answer.answer


def test_where_no_edition_is_named_the_newest_speaks_first_and_the_draft_is_called_so(town: PlanAssistant) -> None:
    answer = town.ask("無線の設備を置く避難所は何か所ですか")
    assert answer.citations[0].document == "new"
    assert answer.answer.index("45か所") < answer.answer.index("20か所")
    assert answer.statements[0].text == "『さくら町基本計画（案）』（2024-04-01・案）:"


def test_a_list_is_whole_and_in_order(town: PlanAssistant) -> None:
    answer = town.ask("備蓄の品目を全部教えてください")
    places = [answer.answer.index(item) for item in ("飲み水", "毛布", "簡易トイレ", "発電機")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "question",
    [
        "前の計画と比べて、電子申請の手続の数はどう変わりましたか",
        "電子申請は始まりますか",
        "2022年の計画では何と書いてありますか",
        "予算はいくらですか",
    ],
)
def test_frames_come_from_the_closed_list(town: PlanAssistant, question: str) -> None:
    frames = [said.text for said in town.ask(question).statements if said.kind == "frame"]
    assert frames and all(is_frame(text) for text in frames)


def test_a_sentence_is_no_frame() -> None:
    assert not is_frame("電子申請は令和7年度に始める。")
    assert not is_frame("はい。電子申請は令和7年度に始める。")
