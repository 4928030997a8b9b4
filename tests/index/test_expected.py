"""Expected questions: read, tied to their units, found by, and never cited themselves."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from index.build import build_index, is_stale
from index.enrich.anchor import Place, anchor
from index.enrich.expected import ExpectedEntry, read_expected, write_expected
from index.enrich.sources import SHIPPED_EXPECTED, Enrichment
from index.enrich.table import write_table
from index.errors import InputError
from index.language import terms
from index.search import Index

SEAL = "・押印を求める手続のうち120件について押印を廃止する。"


def entry(text: str, *questions: str, section: str = "", document: str = "plan") -> ExpectedEntry:
    return ExpectedEntry(document=document, section=section, text=text, questions=questions, by="試験")


def enriched(folder: Path, *entries: ExpectedEntry) -> Enrichment:
    folder.mkdir(exist_ok=True)
    write_expected(folder / "plan.jsonl", entries)
    return Enrichment(expected=folder)


def test_a_question_that_shares_no_word_with_its_unit_is_found_by_an_expected_one(
    small_documents: Path, tmp_path: Path
) -> None:
    asked = "ペタッと朱肉でやるあれ、いくつ無くなるの"
    own = enriched(tmp_path / "own", entry(SEAL, "朱肉でペタッとやるあれはいくつ無くなりますか"))
    build_index(small_documents, tmp_path / "index", enrichment=own)
    index = Index(tmp_path / "index")
    found = index.search(asked, terms(asked))[0]
    assert "押印を廃止" in found.best_unit.unit.text
    (nearest, near), *_ = found.expected
    assert index.expected_question(nearest).startswith("朱肉で") and near > 0.5
    assert found.parts["expected"] > 0.5
    without = Index(tmp_path / "index", expected=False)
    assert all(candidate.parts["expected"] == 0 for candidate in without.search(asked, terms(asked)))


def test_a_question_that_no_document_answers_finds_nothing_but_is_known(small_documents: Path, tmp_path: Path) -> None:
    asked = "押印をなくす手続を選んだ人の氏名は"
    unanswered = ExpectedEntry(document="plan", text=SEAL, unanswered=("押印をなくす手続を選んだのは誰ですか",))
    build_index(small_documents, tmp_path / "index", enrichment=enriched(tmp_path / "own", unanswered))
    index = Index(tmp_path / "index")
    (found, *_) = index.search(asked, terms(asked))
    assert found.expected == () and found.parts["expected"] == 0
    ((number, near),) = found.unanswered
    assert index.unanswered_question(number).endswith("誰ですか") and near > 0.5
    without = Index(tmp_path / "index", expected=False)
    assert all(candidate.unanswered == () for candidate in without.search(asked, terms(asked)))


def test_what_is_cited_is_the_unit_itself(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "index", enrichment=enriched(tmp_path / "own", entry(SEAL, "朱肉の話")))
    index = Index(tmp_path / "index")
    assert "朱肉" not in "".join(index.content.whole_source(number) for number in range(len(index.editions)))


def test_questions_follow_their_unit_when_its_document_changes(small_documents: Path, tmp_path: Path) -> None:
    own = enriched(tmp_path / "own", entry(SEAL, "朱肉の話はどうなった"))
    plan = small_documents / "plan.txt"
    plan.write_text(plan.read_text("utf-8").replace("120件について", "150件について"), "utf-8")
    report = build_index(small_documents, tmp_path / "index", enrichment=own)
    assert not report.warnings
    found = Index(tmp_path / "index").search("朱肉の話", terms("朱肉の話"))[0]
    assert "150件" in found.best_unit.unit.text


def test_questions_whose_unit_is_gone_are_said_and_the_rest_is_indexed(small_documents: Path, tmp_path: Path) -> None:
    own = enriched(
        tmp_path / "own", entry("・図書館を夜9時まで開ける。", "夜も本を借りられるか"), entry(SEAL, "朱肉の話")
    )
    (warning,) = build_index(small_documents, tmp_path / "index", enrichment=own).warnings
    assert warning.file == "plan" and "1行" in warning.why and "図書館" in warning.why and "--check" in warning.do


def test_an_index_is_out_of_date_when_the_expected_questions_change(small_documents: Path, tmp_path: Path) -> None:
    own = enriched(tmp_path / "own", entry(SEAL, "朱肉の話"))
    build_index(small_documents, tmp_path / "index", enrichment=own)
    assert not is_stale(small_documents, tmp_path / "index", own)
    before = Index(tmp_path / "index").fingerprint
    enriched(tmp_path / "own", entry(SEAL, "朱肉の話", "判の話"))
    assert is_stale(small_documents, tmp_path / "index", own)
    assert build_index(small_documents, tmp_path / "index", enrichment=own).written
    assert Index(tmp_path / "index").fingerprint != before


def test_of_equal_units_the_one_under_the_same_heading_is_meant() -> None:
    places = [Place(1, "課題認識", "医療"), Place(2, "課題認識", "教育"), Place(3, "課題認識", "教育")]
    entries = [entry("課題認識", "教育の困りごと", section="教育"), entry("課題認識", "学校の困りごと", section="教育")]
    found, lost = anchor(entries, places)
    assert [tied.unit for tied in found] == [2, 3] and not lost


def test_a_changed_unit_is_found_again_by_the_most_alike() -> None:
    places = [Place(1, "電子申請を令和7年度中に始める。", ""), Place(2, "窓口を夜まで開ける。", "")]
    (tied,), lost = anchor([entry("電子申請を令和6年度中に始める。", "ネットで出せる日")], places)
    assert tied.unit == 1 and not tied.exact and not lost


@given(st.lists(st.text("あいうえお課題認識", min_size=1, max_size=12), max_size=8), st.data())
def test_every_entry_is_tied_to_a_unit_or_lost(texts: list[str], data: st.DataObject) -> None:
    places = [Place(number, text, "") for number, text in enumerate(texts)]
    wanted = [
        entry(text, "問い") for text in data.draw(st.lists(st.text("あいうえお", min_size=1, max_size=6), max_size=5))
    ]
    found, lost = anchor(wanted, places)
    assert len(found) + len(lost) == len(wanted)
    assert all(tied.unit in range(len(texts)) for tied in found)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl"])
def test_a_table_comes_back_as_it_was_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"想定{ending}"
    entries = [entry(SEAL, "判子は要るか", "=押印 廃止"), entry("- ✓ 窓口を開ける", "いつ開く?", section="2. 窓口")]
    entries.append(entries[1].model_copy(update={"questions": (), "unanswered": ("窓口の予約はできる?", "=費用")}))
    write_table(path, entries)
    assert read_expected(path) == entries


def test_no_cell_of_a_table_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "想定.xlsx"
    write_table(path, [entry("-1+2", '=HYPERLINK("http://example.invalid")')])
    sheet = load_workbook(path).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}
    csv = tmp_path / "想定.csv"
    write_table(csv, [entry("-1+2", "=1+1")])
    assert "'=1+1" in csv.read_text("utf-8-sig") and "'-1+2" in csv.read_text("utf-8-sig")


def test_staff_may_write_the_columns_in_japanese(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["資料", "箇所", "質問", "質問2"], ["plan", SEAL, "判子はなくなりますか", "押印 廃止\n何件"]):
        book.active.append(row)
    book.save(tmp_path / "own.xlsx")
    (read,) = read_expected(tmp_path / "own.xlsx")
    assert read.questions == ("判子はなくなりますか", "押印 廃止", "何件") and read.text == SEAL


def test_a_row_without_its_unit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("資料,箇所,質問\nplan,,誰の箇所?\n", "utf-8")
    with pytest.raises(InputError, match="2行目に、資料・箇所・質問がそろっていません"):
        read_expected(path)


def test_a_file_that_cannot_be_used_is_a_warning(small_documents: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "bad.csv").write_text("一列だけ\nあ\n", "utf-8")
    (warning,) = build_index(small_documents, tmp_path / "index", enrichment=Enrichment(tmp_path / "own")).warnings
    assert warning.file == "bad.csv" and "質問" in warning.why


def test_a_file_named_like_a_shipped_one_stands_in_its_place(tmp_path: Path) -> None:
    shipped = sorted(SHIPPED_EXPECTED.glob("*.jsonl"))
    own = tmp_path / f"{shipped[0].stem}.csv"
    own.write_text("資料,箇所,質問\na,b,c\n", "utf-8")
    files = Enrichment(tmp_path).expected_files()
    assert own in files and shipped[0] not in files and set(shipped[1:]) <= set(files)


def test_the_shipped_questions_all_speak_of_units_that_are_there(five_index: Path) -> None:
    index = Index(five_index)
    assert not index.manifest.warnings
    assert len(index._expected) > 10_000
    units = sum(counts["units"] for counts in index.content.counts())
    assert len(set(index._expected.units.tolist())) > 0.85 * units
