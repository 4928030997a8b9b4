import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.ground import stands_in
from index.document import Edition, Mark, UnitKind
from index.load import split_lines
from index.outline import outline_document
from index.outline.cuts import is_cut
from index.outline.lines import numbering
from index.reading import read_document
from tests.conftest import DOCUMENTS, PLAN, REPORT


def paths(text: str) -> list[tuple[str, ...]]:
    sections = outline_document(split_lines(text), "").sections
    return [section.path for section in sections if section.path]


def test_numbered_headings_nest_in_the_order_of_the_document() -> None:
    assert ("第2章 施策", "1. 手続の見直し") in paths(PLAN)
    assert ("第1章 基本的な考え方", "2. 推進体制") in paths(PLAN)


def test_markdown_headings_nest_by_their_signs() -> None:
    assert ("みどり市ごみ減量報告書", "2. 今後の取組") in paths(REPORT)


def test_a_heading_that_repeats_the_title_is_part_of_no_path() -> None:
    sections = outline_document(split_lines(REPORT), "みどり市ごみ減量報告書").sections
    assert ("2. 今後の取組",) in [section.path for section in sections]


AGENDA = "1. 経緯\n2. 体制\n3. 計画\n\n"


@pytest.mark.parametrize("before", ["", AGENDA + "本日の内容は以上です。\n\n"])
def test_an_agenda_shown_again_before_each_chapter_names_the_chapters(before: str) -> None:
    text = before + "".join(f"{AGENDA}章{n}の本文です。ここに書いてあります。\n\n" for n in "甲乙丙")
    cut = outline_document(split_lines(text), "")
    sections, units = cut.sections, cut.units
    assert [section.path for section in sections if section.path] == [("1. 経緯",), ("2. 体制",), ("3. 計画",)]
    assert [unit.text for unit in units if unit.text in AGENDA] == (["1. 経緯", "2. 体制", "3. 計画"] if before else [])
    assert {piece.reason for piece in cut.furniture} == {"目次"}
    (second,) = [unit for unit in units if "乙" in unit.text]
    assert sections[second.section].path == ("2. 体制",)


def test_of_rows_that_say_one_sentence_over_and_over_the_first_stays() -> None:
    text = "年度\t取組\n1. 推進\t計画を推進。計画を推進。\n2. 推進\t計画を推進。計画を推進。\n3. 整備\t基盤を整備。窓口を改善。\n"
    cut = outline_document(split_lines(text), "")
    assert [unit.text[:5] for unit in cut.units] == ["年度 取組", "1. 推進", "3. 整備"]
    assert [piece.reason for piece in cut.furniture] == ["同じ文の繰り返し（文字認識の誤り）"]


def test_a_numbered_line_with_nothing_under_it_is_an_item_of_the_section_above() -> None:
    cut = outline_document(split_lines("第1 取組\n\n1. 体制\n\n(1) 本部の設置\n\n(2) 会議の開催\n"), "")
    sections, units = cut.sections, cut.units
    assert [section.path for section in sections if section.path] == [("第1 取組",), ("第1 取組", "1. 体制")]
    assert [unit.text for unit in units] == ["(1) 本部の設置", "(2) 会議の開催"]


def test_sentences_cut_over_lines_are_joined_again() -> None:
    text = "・デジタル社会構想会議などにおける検討や取組の道しる\nべとなるもの。\n・次の取組を進める。\n"
    units = outline_document(split_lines(text), "").units
    assert [unit.text for unit in units] == [
        "デジタル社会構想会議などにおける検討や取組の道しるべとなるもの。",
        "次の取組を進める。",
    ]
    assert (units[0].first_line, units[0].last_line) == (1, 2)


@pytest.mark.parametrize(
    ("before", "after", "cut"),
    [
        ("道しる", "べとなるもの。", True),
        ("環境の整備を", "推進する。", True),
        ("環境を整備する。", "次に進む。", False),
        ("推進体制", "・本部を置く", False),
    ],
)
def test_fugashi_reads_over_the_cut(before: str, after: str, cut: bool) -> None:
    assert is_cut(before, after, 80) is cut


def test_vertical_writing_stays_readable() -> None:
    units = outline_document(split_lines("点\n検\n対\n象\n"), "").units
    assert [unit.text for unit in units] == ["点検対象"]


def test_a_table_row_has_the_header_beside_it() -> None:
    units = outline_document(split_lines("取組\t時期\n分別の徹底\t令和6年度\n生ごみの堆肥化\t令和7年度\n"), "").units
    assert [(unit.kind, unit.text, unit.context) for unit in units[1:]] == [
        (UnitKind.ROW, "分別の徹底 令和6年度", "取組 時期"),
        (UnitKind.ROW, "生ごみの堆肥化 令和7年度", "取組 時期"),
    ]


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.stem)
def test_units_and_passages_of_the_five_documents_are_in_order(path: Path) -> None:
    document = read_document(path, Edition(path.stem, ""))
    assert len(document.units) > 100
    ends = 0
    for unit in document.units:
        assert ends <= unit.start < unit.end
        ends = unit.end
        assert document.source[unit.start : unit.end].strip()
    covered = [number for passage in document.passages for number in range(passage.first, passage.last)]
    assert covered == list(range(len(document.units)))
    for unit in document.units:
        assert stands_in(unit.text, document.source[unit.start : unit.end])
    for passage in document.passages:
        assert {unit.section for unit in document.units[passage.first : passage.last]} == {passage.section}


def test_a_known_place_of_the_plan_of_2023() -> None:
    path = DOCUMENTS / "2023-06_priority-plan-draft-outline.txt"
    document = read_document(path, Edition(path.stem, ""))
    unit = next(unit for unit in document.units if "次期マイナンバーカードの導入を目指し" in unit.text)
    assert (unit.first_line, unit.last_line) == (728, 728)
    assert document.sections[unit.section].path == (
        "第3-2 1. 国民に対する行政サービスのデジタル化②",
        "マイナンバーカードの普及及び利用の推進",
        "⑦ 次期マイナンバーカードの検討",
    )


@pytest.mark.parametrize("title", ["窓口の見直しについて", "電子申請とは", "市民の安全に向けて"])
def test_a_short_title_may_end_as_no_sentence_does(title: str) -> None:
    long = "市は窓口の混雑を和らげるため、手続を見直し、電子申請を広げ、紙の書類を減らすこととした。"
    assert (title,) in paths(f"{long}\n\n{title}\n\n{long}\n")


def test_an_address_of_a_page_is_no_heading() -> None:
    assert paths("取組の一覧\n\n・押印の廃止\n\n<https://www.example.jp/plan.pdf>\n\n・電子申請\n") == [("取組の一覧",)]


def test_the_heads_of_a_table_that_lost_its_borders_are_context_and_no_heading() -> None:
    text = "第1章 調査\n\n市場規模 サービス例\n\n電子契約のサービスを三社が提供している。\n\n2020年度\n（実績）\n\n2021年度\n（見込）\n\n金額 5,800 10,300\n"
    cut = outline_document(split_lines(text), "")
    assert [section.path for section in cut.sections if section.path] == [("第1章 調査",)]
    contexts = {unit.text: unit.context for unit in cut.units}
    assert contexts["電子契約のサービスを三社が提供している。"] == "市場規模 サービス例"
    assert contexts["金額 5,800 10,300"] == "2020年度（実績） 2021年度（見込）"


def test_the_same_title_again_is_folded_and_titles_that_differ_by_a_number_are_not() -> None:
    text = "".join(f"## 電子申請{n}\n\n- 窓口を{n}つ減らす\n\n" for n in ("①", "②", "②"))
    cut = outline_document(split_lines(text), "")
    assert [section.path for section in cut.sections if section.path] == [("電子申請①",), ("電子申請②",)]
    assert [piece.reason for piece in cut.furniture] == ["繰り返しの題"]


def test_page_numbers_that_count_up_are_furniture() -> None:
    text = "".join(f"第{n}章 取組\n\n窓口を見直す。\n\n{n}\n\n" for n in (1, 2, 3))
    cut = outline_document(split_lines(text), "")
    assert [piece.reason for piece in cut.furniture] == ["頁番号"] * 3


def test_a_contents_list_with_page_numbers_points_into_the_tree_and_is_none_of_it() -> None:
    text = "目次\n第1章 窓口……………2\n第2章 申請……………3\n第3章 体制……………5\n\n第1章 窓口\n\n混雑を和らげる。\n\n第2章 申請\n\n電子申請を始める。\n"
    cut = outline_document(split_lines(text), "")
    assert [section.path for section in cut.sections if section.path] == [("第1章 窓口",), ("第2章 申請",)]
    assert {piece.reason for piece in cut.furniture} == {"目次"}


@pytest.mark.parametrize("gap", ["\t", "    ", "　　　　"])
def test_a_table_of_names_and_figures_is_no_contents_list(gap: str) -> None:
    rows = [
        f"{name}{gap}{figure}" for name, figure in (("東京都", 1200), ("大阪府", 800), ("北海道", 500), ("福岡県", 700))
    ]
    cut = outline_document(split_lines("件数は次のとおり。\n\n" + "\n".join(rows) + "\n\n以上である。\n"), "")
    assert [unit.text for unit in cut.units[1:-1]] == [" ".join(row.split()) for row in rows]
    assert not cut.furniture


@pytest.mark.parametrize("above", ["目次\n", ""])
@pytest.mark.parametrize("gap", ["\t", "    ", "……"])
def test_a_contents_list_needs_dots_or_its_word_or_its_headings_in_the_text(above: str, gap: str) -> None:
    names = ["第1章 窓口", "第2章 申請", "第3章 体制"]
    text = above + "".join(f"{name}{gap}{page}\n" for page, name in enumerate(names, 2))
    text += "".join(f"\n{name}\n\n担当を決める。\n" for name in names)
    cut = outline_document(split_lines(text), "")
    assert [section.path for section in cut.sections if section.path] == [(name,) for name in names]
    assert len(cut.furniture) == 3 + bool(above)


@pytest.mark.parametrize(
    "text",
    [
        "." * 200_000,
        "あ" + " " * 200_000 + "い",
        "列\t値\n\n" * 20_000,
        "1. 経緯\n2. 体制\n3. 計画\n\n本文です。\n\n" * 8_000,
    ],
    ids=["dots", "spaces", "tables", "agendas"],
)
def test_time_grows_with_the_text_not_with_its_square(text: str) -> None:
    begin = time.process_time()
    outline_document(split_lines(text), "")
    assert time.process_time() - begin < 8


def test_a_long_contents_list_of_a_marked_file_takes_time_by_its_length() -> None:
    text = "".join(f"費目{n}......{n // 4 + 1}\n" for n in range(4000)) + "".join(
        f"本文{n}を書く。\n" for n in range(6000)
    )
    source = split_lines(text)
    marked = replace(source, lines=tuple(replace(line, mark=Mark()) for line in source.lines))
    begin = time.process_time()
    outline_document(marked, "")
    assert time.process_time() - begin < 8


def test_a_line_drawn_with_signs_is_furniture() -> None:
    cut = outline_document(
        split_lines("第1章 窓口\n========\n混雑を和らげる。\n--------\n次の年度に続ける。\n***\n"), ""
    )
    assert [unit.text for unit in cut.units] == ["混雑を和らげる。", "次の年度に続ける。"]
    assert [piece.reason for piece in cut.furniture] == ["記法（タグ・罫線・区切り）"] * 3


def test_a_bare_number_heads_a_chapter() -> None:
    text = "１　趣旨\n　市民の暮らしを守る。\n\n２　取組\n（１）窓口\n　予約制を導入する。\n\n３　日程\n　令和6年度に始める。\n"
    assert numbering("2 個人情報の保護") == numbering("３　人材育成") == "1"
    assert paths(text) == [("１ 趣旨",), ("２ 取組",), ("２ 取組", "（１）窓口"), ("３ 日程",)]


@pytest.mark.parametrize("line", ["3 件のうち1件", "5 人", "10 年前の計画", "2 つの窓口", "120 000"])
def test_a_count_is_no_number_of_a_chapter(line: str) -> None:
    assert numbering(line) == ""


def test_the_last_item_of_a_list_is_no_heading_of_what_follows() -> None:
    text = "第1章 体制\n\n次の取組を進める。\n\n(1) 窓口の見直し\n(2) 職員の研修\n\n取組は毎年度見直す。\n"
    cut = outline_document(split_lines(text), "")
    assert [section.path for section in cut.sections if section.path] == [("第1章 体制",)]
    assert [unit.text for unit in cut.units][1:] == ["(1) 窓口の見直し", "(2) 職員の研修", "取組は毎年度見直す。"]
