import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from eval.kinds import guess_kind, read_kind
from eval.questions import read_questions, split_facts
from index.errors import InputError

EVIDENCE = "窓口の混雑を和らげるため、令和6年度中に電子申請を始める。"
QUESTION = "電子申請はいつ始めますか"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "euc_jp"])
def test_a_csv_file_in_any_encoding(small_documents: Path, tmp_path: Path, encoding: str) -> None:
    text = (
        f"番号,質問,種類,正解,必須,根拠,資料,節,備考\r\n"
        f'q1,{QUESTION},時期,令和6年度中,"令和6年度|2024年度;電子申請","{EVIDENCE}",総合計画,1. 手続の見直し,覚え書き\r\n'
    )
    (question,) = read_questions(write(tmp_path, "own.csv", text.encode(encoding)), small_documents)
    assert (question.id, question.kind, question.set) == ("q1", "date", "own")
    assert question.must_contain == [["令和6年度", "2024年度"], ["電子申請"]]
    assert [(piece.text, piece.document) for piece in question.evidence] == [(EVIDENCE, "plan")]
    assert (question.documents, question.section) == (["plan"], ["1. 手続の見直し"])
    assert question.judged


def test_english_heads_and_evidence_found_by_its_text(small_documents: Path, tmp_path: Path) -> None:
    text = f"Question,Evidence\n\n{QUESTION},{EVIDENCE}\n"
    (question,) = read_questions(write(tmp_path, "q.csv", text), small_documents)
    assert (question.id, question.kind, question.evidence[0].document) == ("q-3", "date", "plan")


def test_an_excel_file(small_documents: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "表紙"
    book.active.append(["職員の質問"])
    sheet = book.create_sheet("質問")
    sheet.append(["令和6年の質問集"])
    sheet.append(["質問", "種類", "番号", "根拠", "根拠２", "資料", "資料２", "必須"])
    row = ["計画と報告書の時期を比べると", "比較", 7, EVIDENCE, "分別の徹底", "plan", "ごみの報告書", 6]
    sheet.append(row)
    sheet.append([None] * 8)
    sheet.append(["市長の年収はいくらですか", "資料にない"])
    book.save(tmp_path / "q.xlsx")
    one, other = read_questions(tmp_path / "q.xlsx", small_documents)
    assert (one.id, one.kind, one.must_contain) == ("7", "cross", [["6"]])
    assert [(piece.document, piece.side) for piece in one.evidence] == [("plan", "plan"), ("report", "report")]
    assert (other.id, other.kind, other.judged) == ("q-5", "unanswerable", True)


def test_json_lines_as_gold_has_them_and_with_less(small_documents: Path, tmp_path: Path) -> None:
    whole = {
        "id": "a",
        "question": QUESTION,
        "kind": "date",
        "evidence": [{"text": EVIDENCE, "document": "plan", "section": ["x"], "lines": [3, 4]}],
        "answer": "令和6年度",
        "must_contain": [["令和6年度"]],
        "section": ["手続；見直し"],
        "documents": ["plan"],
    }
    lines = [
        json.dumps(whole, ensure_ascii=False),
        "",
        '{"質問": "それはなぜですか", "conversation": ["押印は廃止か"]}',
    ]
    one, other = read_questions(write(tmp_path, "q.jsonl", "\n".join(lines)), small_documents)
    assert one.evidence[0].lines == (3, 4) and one.section == ["手続；見直し"]
    assert (other.id, other.kind, other.conversation) == ("q-3", "why", ["押印は廃止か"])
    assert not other.judged  # neither evidence nor 資料にない: only refusal and latency count


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("q.csv", "問い,答え\nあ,い\n", "「質問」の列がありません"),
        ("q.csv", "質問,種類\n押印は,しらない\n", "2行目: 種類「しらない」はありません"),
        ("q.csv", "質問,資料\n押印は,どこか\n", "2行目: 資料「どこか」はありません"),
        ("q.csv", "質問,根拠\n押印は,こんな文はない\n", "2行目: 根拠の文が資料に見つかりません"),
        ("q.csv", "質問,番号\n押印は,1\n窓口は,1\n", "3行目: 番号「1」は2行目にもあります"),
        ("q.csv", "質問,種類,根拠\n押印は,資料にない,分別の徹底\n", "2行目: 種類が「資料にない」なのに根拠"),
        ("q.csv", "質問,正解\n,令和\n", "2行目: 質問が空です"),
        ("q.csv", "質問,質問\nあ,い\n", "「質問」の列が2つあります"),
        ("q.csv", "質問\n", "質問がありません"),
        ("q.csv", "", "中身がありません"),
        ("q.csv", "質問\n" + "押" * 2001 + "\n", "2行目: 質問は2,000字まで"),
        ("q.jsonl", '{"question": "押印は"}\n[1]\n', "2行目は"),
        ("q.jsonl", '{"question": ["押印は"]}\n', "1行目: 値の形が違います"),
        ("q.jsonl", '{"question": "押印は", "evidence": [{"text": 1}]}\n', "1行目: 値の形が違います"),
        ("q.xlsx", "質問\n", "拡張子と中身が合いません"),
        ("q.docx", "質問\n", "形式は読めません"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_the_row(
    small_documents: Path, tmp_path: Path, name: str, content: str, says: str
) -> None:
    with pytest.raises(InputError, match=says) as error:
        read_questions(write(tmp_path, name, content), small_documents)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there(small_documents: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="読めません"):
        read_questions(tmp_path / "nai.csv", small_documents)


def test_facts_as_people_write_them() -> None:
    assert split_facts("令和6年度｜2024年度；電子申請\n; |") == [["令和6年度", "2024年度"], ["電子申請"]]


def test_kinds_have_names_and_are_guessed() -> None:
    assert (read_kind("Ｄａｔｅ"), read_kind("数値"), read_kind("nai")) == ("date", "number", None)
    asked = {
        "いつ始めますか": "date",
        "押印の廃止は何件ですか": "number",
        "押印を廃止しますか": "yesno",
        "どこで会議を開きますか": "fact",
        "なぜ電子申請を始めるのですか": "why",
    }
    assert {question: guess_kind(question) for question in asked} == asked
