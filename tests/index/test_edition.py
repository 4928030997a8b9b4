from pathlib import Path

import pytest

from index.document import Edition, Line, Mark, SourceText
from index.edition import derive_edition
from index.load import load, split_lines
from tests.conftest import DOCUMENTS


def derived(text: str, slug: str = "資料") -> Edition:
    return derive_edition(slug, split_lines(text))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("みどり市総合計画\n令和5年4月1日\n", "2023-04-01"),
        ("みどり市総合計画\n令和元年五月一日\n", "2019-05-01"),
        ("みどり市総合計画\nR6.4.1 閣議決定\n", "2024-04-01"),
        ("みどり市総合計画\n2022年（令和4年）3月31日\n", "2022-03-31"),
        ("みどり市総合計画\n２０２３年６月\n", "2023-06"),
        ("みどり市総合計画\n\n令和3年度からの取組を示す。\n", ""),
    ],
)
def test_the_date_is_read_in_any_spelling(text: str, date: str) -> None:
    assert derived(text).date == date


def test_a_date_in_the_name_of_the_file_counts_before_one_in_a_sentence() -> None:
    text = "総合計画\n\n平成30年3月1日に始めた取組を続ける。\n"
    assert derived(text, "2023-06_plan").date == "2023-06"
    assert derived(text, "plan_20240401").date == "2024-04-01"
    assert derived(text, "plan").date == ""  # when something began, not when the document was made


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("みどり市総合計画（案）", "案"),
        ("みどり市総合計画（素案）", "案"),
        ("ワーキンググループ中間とりまとめ", "中間とりまとめ"),
        ("ごみ減量報告書", "報告書"),
        ("みどり市総合計画", "計画"),
        ("窓口のご案内", ""),
    ],
)
def test_the_title_says_what_a_document_is(title: str, status: str) -> None:
    assert derived(f"{title}\n令和5年4月1日\nみどり市\n").status == status


def test_a_decision_counts_only_where_the_line_says_nothing_else() -> None:
    assert derived("重点の取組\n令和3年12月24日 閣議決定\n").status == "閣議決定"
    assert derived("重点の取組\n骨太の方針（令和3年6月18日閣議決定）より\n").status == ""


def test_title_and_issuer_are_taken_from_the_first_lines() -> None:
    edition = derived("# みどり市ごみ減量の手引\n令和5年4月\nみどり市\n\n本文である。\n")
    assert (edition.title, edition.issuer, edition.derived) == ("みどり市ごみ減量の手引", "みどり市", True)
    assert derived("。\n", "sub/plan").title == "plan"


def test_the_title_of_a_printed_page_is_in_its_largest_type() -> None:
    texts = (("資料1", 10.0), ("実装データモデル", 20.0), ("報告書", 20.0), ("令和7年3月25日", 14.0))
    lines, start = [], 0
    for number, (text, size) in enumerate(texts, 1):
        lines.append(Line(number, start, start + len(text), text, mark=Mark(size=size, page=1)))
        start += len(text) + 1
    source = SourceText("\n".join(text for text, _ in texts), tuple(lines), title="Microsoft Word - 最終版.docx")
    assert derive_edition("x", source).title == "実装データモデル 報告書"


def test_the_five_documents_say_of_themselves_what_the_catalogue_says() -> None:
    found = {path.stem: derive_edition(path.stem, load(path)) for path in sorted(DOCUMENTS.glob("*.txt"))}
    assert [edition.date for edition in found.values()] == [
        "2020-09-11", "2020-11-26", "2021-12-24", "2022-02-03", "2023-06",
    ]  # fmt: skip
    assert found["2023-06_priority-plan-draft-outline"].status == "案"
    assert found["2022-02-03_digital-society-lecture"].title == "デジタル社会の実現に向けて"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "１　趣旨\n市民の暮らしを守る。\n\n２　取組\n窓口を見直す。\n"),
        ("a.txt", "・窓口の見直しを進める\n・電子申請を始める\n"),
        ("a.csv", "取組,期限\n窓口の見直し,令和6年度\n"),
    ],
)
def test_where_the_text_begins_at_once_the_file_gives_its_name(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert derive_edition("計画の資料", load(tmp_path / name)).title == "計画の資料"
