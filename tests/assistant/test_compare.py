import json
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import PlanAssistant
from assistant.compare import Comparison, SectionChange, SectionPair, UnitChange, compare, find_edition
from assistant.compare.marks import mark_changes
from assistant.compare.units import align
from assistant.settings import Settings
from index.build import build_index
from index.catalog import read_catalog
from index.document import Unit, UnitKind
from index.errors import AmbiguousDocument, InputError, UnknownDocument
from index.search import Index
from index.store.content import StoredUnit
from tests.assistant.test_cli import Environment, one_japanese_line, run
from tests.conftest import DOCUMENTS

EDITIONS = [edition for _, edition in sorted(read_catalog(DOCUMENTS).items())]
OUTLINE, LECTURE = "2021-12-24_priority-plan-outline", "2022-02-03_digital-society-lecture"
DRAFT = "2023-06_priority-plan-draft-outline"

OLD = """第1章 基本的な考え方

・市民の暮らしを守り、安心して住み続けられるまちをつくる。
・計画の期間は令和3年度から令和5年度までの3年間とする。

第2章 手続の見直し

・押印を求める手続のうち120件について押印を廃止する。
・窓口の混雑を和らげるため、令和4年度中に電子申請を始める。
・窓口の開庁時間を1時間延長する。

第3章 公民館の建替え

・中央公民館を令和5年度までに建て替える。
"""

NEW = """第1章 基本的な考え方

・市民の暮らしを守り、安心して住み続けられるまちをつくる。
・計画の期間は令和6年度から令和10年度までの5年間とする。

第2章 防災

・避難所30か所に無線通信の設備を置く。

第3章 手続の見直し

・窓口の混雑を和らげるため、令和6年度中に電子申請を始める。
・押印を求める手続のうち３００件について押印を廃止する。
・書かない窓口を全ての支所に設ける。
"""

CATALOG = """
["old"]
title = "みどり市総合計画"
date = "2021-03"
status = "決定"
aliases = ["総合計画"]

["new"]
title = "みどり市総合計画"
date = "2024-03-29"
status = "案"
aliases = ["総合計画", "総合計画案"]
"""

Write = Callable[..., Index]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Index documents given as slug=text; ``catalog`` is the text of the catalogue."""

    def write(catalog: str = "", **texts: str) -> Index:
        folder = tmp_path / "documents"
        folder.mkdir(exist_ok=True)
        for slug, text in texts.items():
            (folder / f"{slug}.txt").write_text(text, "utf-8")
        (folder / "catalog.toml").write_text(catalog, "utf-8")
        return PlanAssistant(Settings(documents=folder, index=tmp_path / "index")).index

    return write


@pytest.fixture
def plans(write: Write) -> Index:
    return write(CATALOG, old=OLD, new=NEW)


def section(comparison: Comparison, heading: str) -> SectionPair:
    (found,) = (s for s in comparison.sections if (s.new or s.old).path[-1:] == [heading])  # type: ignore[union-attr]
    return found


def statuses(pair: SectionPair) -> list[str]:
    return [unit.status.value for unit in pair.units]


# 資料の指定


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        (DRAFT, DRAFT),
        ("2021", OUTLINE),
        ("2023-06", DRAFT),
        ("lecture", LECTURE),
        ("ＬＥＣＴＵＲＥ", LECTURE),
        ("講演", LECTURE),
        ("WGとりまとめ", "2020-11-26_digital-reform-wg-report"),
        ("重点計画（案）", DRAFT),
        ("2021年の計画", OUTLINE),  # それを説明した講演ではなく
        ("令和3年12月の計画", OUTLINE),
        ("令和5年の案", DRAFT),
        ("R5年の計画", DRAFT),
        ("二〇二三年の重点計画案", DRAFT),
        ("令和5年", DRAFT),
    ],
)
def test_a_document_goes_by_slug_part_alias_or_year(name: str, slug: str) -> None:
    assert EDITIONS[find_edition(name, EDITIONS)].slug == slug


@pytest.mark.parametrize("name", ["2020", "計画", "重点計画", "priority-plan", "2020年の資料", "2021年と2023年の計画"])
def test_an_ambiguous_name_lists_the_documents(name: str) -> None:
    with pytest.raises(AmbiguousDocument, match=r"2件あります: 202.*、202"):
        find_edition(name, EDITIONS)


@pytest.mark.parametrize("name", ["", "　", "観光計画", "2022年の計画", "2021年の案"])
def test_an_unknown_name_lists_what_there_is(name: str) -> None:
    with pytest.raises(UnknownDocument, match=DRAFT):
        find_edition(name, EDITIONS)


def test_the_older_edition_stands_left_whichever_comes_first(plans: Index) -> None:
    one, other = compare(plans, "old", "new"), compare(plans, "2024年の総合計画", "2021年の総合計画")
    assert one == other
    assert (one.old.document, one.old.status, one.new.document, one.new.status) == ("old", "決定", "new", "案")
    assert one.new.is_draft and not one.old.is_draft


def test_a_document_is_not_compared_with_itself(plans: Index) -> None:
    with pytest.raises(InputError, match="同じ資料「new」"):
        compare(plans, "new", "2024年の総合計画案")


# 節の対応


def test_sections_are_paired_though_their_numbers_changed(plans: Index) -> None:
    comparison = compare(plans, "old", "new")
    paths = [(s.status.value, s.old and s.old.path, s.new and s.new.path) for s in comparison.sections]
    assert paths == [
        ("変更", ["第1章 基本的な考え方"], ["第1章 基本的な考え方"]),
        ("新設", None, ["第2章 防災"]),
        ("変更", ["第2章 手続の見直し"], ["第3章 手続の見直し"]),
        ("旧のみ", ["第3章 公民館の建替え"], None),
    ]


def test_units_are_same_changed_added_or_removed(plans: Index) -> None:
    procedures = section(compare(plans, "old", "new"), "第3章 手続の見直し")
    assert Counter(statuses(procedures)) == {"変更": 2, "追加": 1, "削除": 1}
    application = procedures.units[0]
    assert application.old_text == "窓口の混雑を和らげるため、[-令和4年度-]中に電子申請を始める。"
    assert application.new_text == "窓口の混雑を和らげるため、{+令和6年度+}中に電子申請を始める。"
    (added,) = (unit for unit in procedures.units if unit.status is UnitChange.ADDED)
    assert added.old is None and added.new is not None
    assert added.new.quote == "・書かない窓口を全ての支所に設ける。"


def test_every_row_carries_both_citations(plans: Index) -> None:
    unit = section(compare(plans, "old", "new"), "第3章 手続の見直し").units[0]
    assert unit.old is not None and unit.new is not None
    assert (unit.old.document, unit.old.date, unit.old.status) == ("old", "2021-03", "決定")
    assert (unit.new.document, unit.new.date, unit.new.status) == ("new", "2024-03-29", "案")
    assert unit.old.section == ["第2章 手続の見直し"] and unit.old.lines == (9, 9)
    assert unit.old.quote == "・窓口の混雑を和らげるため、令和4年度中に電子申請を始める。"
    assert unit.new.quote == "・窓口の混雑を和らげるため、令和6年度中に電子申請を始める。"


def test_width_spaces_and_old_radicals_are_no_change(write: Write) -> None:
    old = "1. 申請\n\n・電子申請を令和６年度に始める。\n・⻑期の⺠間連携を進める\n"
    new = "1. 申請\n\n・電子申請を 令和6年度に始める。\n・長期の民間連携を進める。\n"
    (pair,) = compare(write(old=old, new=new), "old", "new").sections
    assert pair.status is SectionChange.SAME and statuses(pair) == ["同じ", "同じ"]


def test_what_one_edition_cut_into_pieces_is_still_the_same(write: Write) -> None:
    old = "1. 課題\n\n・デジタル技術の進展により、従来できないと\n\n・諦めていたことが可能な時代になってきている。\n"
    new = "1. 課題\n\n・デジタル技術の進展により、従来できないと諦めていたことが可能な時代になってきている。\n"
    (unit,) = compare(write(old=old, new=new), "old", "new").sections[0].units
    assert unit.status is UnitChange.SAME
    assert unit.old is not None and unit.old.lines == (3, 5)


def test_what_moved_to_another_section_is_not_called_new(write: Write) -> None:
    moved = "・公共サービスメッシュを令和7年度までに整備する。\n"
    rest = "\n2. 防災\n\n・避難所に無線通信の設備を置く。\n"
    old = f"1. 基盤の整備\n\n・ガバメントクラウドへの移行を進める。\n{moved}{rest}"
    new = f"1. 基盤の整備\n\n・ガバメントクラウドへの移行を進める。\n{rest}\n3. 情報連携\n\n{moved}"
    comparison = compare(write(old=old, new=new), "old", "new")
    new_section = section(comparison, "3. 情報連携")
    assert new_section.status is SectionChange.NEW and statuses(new_section) == ["同じ"]
    assert new_section.units[0].old is not None and new_section.units[0].old.section == ["1. 基盤の整備"]
    assert statuses(section(comparison, "1. 基盤の整備")) == ["同じ"]


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("R4年春に始める", "2024年春に始める", ("[-R4年-]春に始める", "{+2024年+}春に始める")),
        ("120件を廃止", "1,300件を廃止", ("[-120件-]を廃止", "{+1,300件+}を廃止")),
        ("3年から5年まで", "4年から6年まで", ("[-3年-]から[-5年-]まで", "{+4年+}から{+6年+}まで")),
        ("国が支援する", "国が積極的に支援する", ("国が支援する", "国が{+積極的に+}支援する")),
        ("５Ｇの整備", "5Gの整備", ("５Ｇの整備", "5Gの整備")),
        ("", "新しい", ("", "{+新しい+}")),
    ],
)
def test_changes_are_marked_in_the_text(old: str, new: str, marked: tuple[str, str]) -> None:
    assert mark_changes(old, new) == marked


@given(
    old=st.text("令和56年度月件に始める、。 a1", max_size=30), new=st.text("令和56年度月件に始める、。 a1", max_size=30)
)
def test_without_the_marks_the_texts_are_as_they_were(old: str, new: str) -> None:
    was, now = mark_changes(old, new)
    assert was.replace("[-", "").replace("-]", "") == old
    assert now.replace("{+", "").replace("+}", "") == new


# 実際の計画


def test_the_real_plans_are_paired_as_a_reader_would(five: PlanAssistant) -> None:
    comparison = compare(five.index, "2021年の計画", "2023年の計画案")
    partner = {
        tuple(s.old.path[-1:]): s.new.path[-1]
        for s in comparison.sections
        if s.old is not None and s.new is not None and s.new.path
    }
    for old, new in (
        ("重点計画の位置付け", "重点計画の位置付け"),
        ("①デジタル化による成長戦略", "① デジタル化による成長戦略"),
        ("ワンスオンリー", "ワンスオンリー"),
        ("③ 防災", "③ 防災"),
        ("⑥ 取引（受発注・請求・決済）", "⑥ 取引（受発注・請求・決済）"),
        ("② デジタル専門人材の育成・確保", "② 専門的なデジタル知識・能力を持つ人材の育成・確保"),
    ):
        assert partner[(old,)] == new
    assert section(comparison, "第3-1 7. Web3.0の推進").status is SectionChange.NEW
    assert section(comparison, "⑦ 次期マイナンバーカードの検討").status is SectionChange.NEW
    assert section(comparison, "① デジタルリテラシーの向上").status is SectionChange.SAME


@pytest.mark.parametrize("other", [OUTLINE, LECTURE, "2020-11"])
def test_every_unit_of_the_real_plans_stands_in_one_row(five: PlanAssistant, other: str) -> None:
    index = five.index
    assert_each_unit_once(index, compare(index, other, DRAFT))


def assert_each_unit_once(index: Index, comparison: Comparison) -> None:
    for side in ("old", "new"):
        slug = getattr(comparison, side).document
        number = index.numbers[slug]
        cited = [getattr(unit, side) for s in comparison.sections for unit in s.units]
        source = index.content.whole_source(number)
        assert all(citation.quote in source for citation in cited if citation)
        texts = Counter(
            character
            for s in comparison.sections
            for unit in s.units
            for character in getattr(unit, f"{side}_text")
            if character not in "[]{}+- 　"
        )
        units = (u for n, _ in index.content.sections(number) for u in index.content.units_of_section(n))
        assert texts == Counter(c for u in units for c in u.unit.text if c not in "[]{}+- 　")


def test_a_topic_shows_only_its_sections_the_nearest_first(five: PlanAssistant) -> None:
    comparison = compare(five.index, "2021年の計画", "令和5年の案", "受発注や請求のデジタル化")
    assert 1 <= len(comparison.sections) <= 5
    first = comparison.sections[0]
    assert first.old is not None and first.new is not None
    assert first.new.path[-1] == "⑥ 取引（受発注・請求・決済）"
    assert first.units[1].new_text.startswith("{+契約+}から決済にわたる取引全体")


def test_a_topic_of_one_edition_only_is_new(five: PlanAssistant) -> None:
    comparison = compare(five.index, "2021年の計画", "令和5年の案", "健康保険証")
    assert comparison.sections and {s.status for s in comparison.sections} == {SectionChange.NEW}


@pytest.mark.parametrize("topic", ["富士山の高さ", "大谷翔平", "火星探査"])
def test_a_topic_of_neither_edition_finds_nothing(five: PlanAssistant, topic: str) -> None:
    assert compare(five.index, OUTLINE, DRAFT, topic).sections == []


# いつでも成り立つこと

HEADINGS = st.sampled_from(["目的", "課題認識", "防災", "手続の見直し", "推進体制"])
SENTENCES = st.sampled_from(
    [
        "避難所30か所に無線通信の設備を置く。",
        "避難所45か所に無線通信の設備を置く。",
        "窓口の混雑を和らげるため、令和6年度中に電子申請を始める。",
        "押印を求める手続のうち120件について押印を廃止する。",
        "市長を本部長とする推進本部を置き、年2回会議を開く。",
        "実施",
    ]
)


@st.composite
def plan_texts(draw: st.DrawFn) -> str:
    sections = draw(st.lists(st.tuples(HEADINGS, st.lists(SENTENCES, max_size=4)), min_size=1, max_size=5))
    return "\n".join(
        f"第{number}章 {heading}\n\n" + "".join(f"・{sentence}\n" for sentence in sentences)
        for number, (heading, sentences) in enumerate(sections, start=1)
    )


def index_of(folder: Path, **texts: str) -> Index:
    documents = folder / "documents"
    documents.mkdir(exist_ok=True)
    for slug, text in texts.items():
        (documents / f"{slug}.txt").write_text(text, "utf-8")
    build_index(documents, folder / "index")
    return Index(folder / "index")


OFTEN = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@OFTEN
@given(text=plan_texts())
def test_a_document_under_another_name_is_the_same_throughout(tmp_path: Path, text: str) -> None:
    index = index_of(tmp_path, old=text, new=text)
    comparison = compare(index, "old", "new")
    assert all(s.status is SectionChange.SAME for s in comparison.sections)
    assert {unit.status for s in comparison.sections for unit in s.units} <= {UnitChange.SAME}
    assert all(s.old == s.new for s in comparison.sections)
    assert_each_unit_once(index, comparison)


@OFTEN
@given(old=plan_texts(), new=plan_texts())
def test_each_unit_of_both_stands_in_one_row(tmp_path: Path, old: str, new: str) -> None:
    index = index_of(tmp_path, old=old, new=new)
    assert_each_unit_once(index, compare(index, "old", "new"))


def stored(texts: list[str], first: int) -> list[StoredUnit]:
    return [
        StoredUnit(number, 0, 0, Unit(0, UnitKind.BULLET, 0, 1, 1, 1, text)) for number, text in enumerate(texts, first)
    ]


@given(st.lists(SENTENCES, max_size=8), st.lists(SENTENCES, max_size=8))
def test_aligning_loses_and_doubles_nothing(old: list[str], new: list[str]) -> None:
    befores, afters = stored(old, 0), stored(new, 100)
    rows = align(befores, afters)
    assert sorted(unit.number for one, _ in rows for unit in one) == [unit.number for unit in befores]
    assert [unit.number for _, other in rows for unit in other] == [unit.number for unit in afters]
    same = sum((Counter(old) & Counter(new)).values())
    assert sum(bool(one and other) for one, other in rows) >= same


# コマンド


@pytest.fixture
def two_plans(environment: Environment, small_documents: Path) -> Environment:
    for slug, text in (("old", OLD), ("new", NEW)):
        (small_documents / f"{slug}.txt").write_text(text, "utf-8")
    (small_documents / "plan.txt").unlink()
    (small_documents / "catalog.toml").write_text(CATALOG, "utf-8")
    return environment


def cells(text: str) -> int:
    """How many terminal columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_holds_in_the_terminal(two_plans: Environment, columns: int) -> None:
    done = run(two_plans | {"COLUMNS": str(columns)}, "compare", "new", "old")
    assert done.returncode == 0 and done.stderr == ""
    assert "旧 『みどり市総合計画』（2021-03・決定）\n新 『みどり市総合計画』（2024-03-29・案）" in done.stdout
    assert "※ 新は「案」です。決定されたものではありません。" in done.stdout
    assert "■ 新設  第2章 防災" in done.stdout and "■ 旧のみ  第3章 公民館の建替え" in done.stdout
    table = [line for line in done.stdout.splitlines() if line.startswith(("│", "├", "┌", "└"))]
    assert {cells(line) for line in table} == {columns}
    together = "".join(line.split("│")[3].strip() for line in table if line.startswith("│"))
    assert "{+令和6年度+}中に電子申請を始める。（L12）" in together


def test_json_is_one_object(two_plans: Environment) -> None:
    done = run(two_plans, "compare", "old", "new", "電子申請", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert set(found) == {"topic", "old", "new", "sections", "index"}
    assert found["old"]["document"] == "old" and found["new"]["status"] == "案"
    (pair,) = found["sections"]
    assert pair["status"] == "変更" and pair["old"] == {"path": ["第2章 手続の見直し"]}
    assert {"status", "old", "new"} <= set(pair["units"][0])
    assert {"document", "section", "lines", "quote", "date", "status", "title"} <= set(pair["units"][0]["new"])


def test_a_topic_found_in_neither_exits_1(two_plans: Environment) -> None:
    run(two_plans, "index")
    done = run(two_plans, "compare", "old", "new", "富士山の高さ")
    assert done.returncode == 1 and done.stdout == "" and "どちらの資料にも見つかりませんでした" in done.stderr
    done = run(two_plans, "compare", "old", "new", "富士山の高さ", "--json")
    assert done.returncode == 1 and json.loads(done.stdout)["sections"] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["old", "old"], "どちらも同じ資料「old」"),
        (["総合計画", "old"], "2件あります: new（2024-03-29・案）、old（2021-03・決定）"),
        (["old", "観光計画"], "「観光計画」に当たる資料はありません"),
        (["old", "new", ""], "質問が空です"),
        (["old"], "資料B が指定されていません"),
    ],
)
def test_bad_names_are_one_clear_japanese_line(two_plans: Environment, arguments: list[str], says: str) -> None:
    run(two_plans, "index")
    assert says in one_japanese_line(run(two_plans, "compare", *arguments))


def test_help_is_japanese_with_an_example(environment: Environment) -> None:
    done = run(environment, "compare", "--help")
    assert done.returncode == 0 and "例: assistant compare" in done.stdout
