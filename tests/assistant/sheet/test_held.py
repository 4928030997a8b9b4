"""Tables that the page holds: a few rows at a time, in memory, for their own page only."""

import threading
from pathlib import Path

import pytest

from assistant import PlanAssistant
from assistant.sheet import held
from assistant.sheet.held import HeldTable, HeldTables, Progress
from assistant.sheet.questions import read_questions_from
from index.errors import InputError
from tests.assistant.sheet.test_sheet import QUESTION, answered

TURNS = threading.Semaphore(2)


def table(*questions: str) -> bytes:
    return "\n".join(["質問", *questions]).encode()


def answer_all(place: HeldTable, assistant: PlanAssistant) -> Progress:
    while (progress := place.answer_some(assistant, TURNS)).done < progress.rows:
        pass
    return progress


def test_a_table_is_answered_bit_by_bit_and_taken_as_a_workbook(
    small: PlanAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "STEP", 0.0)  # one row at a time
    tables = HeldTables()
    place = tables.get(tables.open())
    place.put(
        "質問,担当\n電子申請はいつ始めますか,=1+1\n,総務課\n避難所は何か所ですか,@\n".encode("cp932"), "../質問 票.csv"
    )
    assert place.answer_some(small, TURNS) == Progress(3, 1, 0, "3行中 回答1")
    assert answer_all(place, small) == Progress(3, 3, 1, "3行中 回答2・エラー1")
    name, content = place.file()
    assert name.startswith("回答_質問_票_") and name.endswith(".xlsx")
    (tmp_path / name).write_bytes(content)
    one, two, three = answered(tmp_path / name)
    assert (one["担当"], three["担当"]) == ("=1+1", "@")
    assert one["状態"] == "回答あり" and two["状態"] == "エラー" and "30か所" in str(three["答"])


def test_what_is_answered_so_far_can_be_taken_and_the_rest_goes_on(small: PlanAssistant, tmp_path: Path) -> None:
    place = HeldTable(0.0)
    place.put(table(*[f"{QUESTION}{number}" for number in range(1500)]), "質問.csv")
    done = place.answer_some(small, TURNS).done
    assert 0 < done < 1500
    (tmp_path / "a.xlsx").write_bytes(place.file()[1])
    rows = answered(tmp_path / "a.xlsx")
    assert [bool(row["状態"]) for row in rows] == [number < done for number in range(1500)]
    assert place.answer_some(small, TURNS).done > done


def test_while_others_have_all_turns_nothing_is_asked(small: PlanAssistant) -> None:
    place = HeldTable(0.0)
    place.put(table(QUESTION), "質問.csv")
    taken = threading.Semaphore(0)
    assert place.answer_some(small, taken) == Progress(1, 0, 0, "1行中 回答0")
    taken.release()
    assert place.answer_some(small, taken) == Progress(1, 1, 0, "1行中 回答1")
    assert taken.acquire(blocking=False)  # it was given back


def test_two_pages_with_one_table_share_its_rows(small: PlanAssistant) -> None:
    place = HeldTable(0.0)
    place.put(table(*[QUESTION] * 60), "質問.csv")
    others = [threading.Thread(target=answer_all, args=(place, small)) for _ in range(3)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert place.answer_some(small, TURNS) == Progress(60, 60, 0, "60行中 回答60")


def test_places_are_forgotten_when_nobody_uses_them() -> None:
    now = [0.0]
    tables = HeldTables(lambda: now[0])
    word = tables.open()
    tables.get(word).put(table(QUESTION), "質問.csv")
    with pytest.raises(InputError, match="もう一度選んでください"):
        tables.get(word[:-1])
    now[0] += held.KEPT + 1
    with pytest.raises(InputError, match="1時間たつと消えます"):
        tables.get(word)
    tables.forget(word)
    with pytest.raises(InputError):
        tables.get(word)


def test_a_full_house_frees_what_is_empty_or_idle_and_no_more() -> None:
    now = [0.0]
    tables = HeldTables(lambda: now[0])
    words = [tables.open() for _ in range(held.MOST_HELD)]
    for word in words[1:]:
        tables.get(word).put(table(QUESTION), "質問.csv")
    with pytest.raises(InputError, match="しばらくしてから"):
        tables.open()
    now[0] += held.KEPT_EMPTY + 1
    tables.open()  # in place of the one to which no table came
    with pytest.raises(InputError, match="しばらくしてから"):
        tables.open()
    now[0] += held.KEPT_AT_LEAST
    tables.get(words[5])
    tables.open()
    assert not tables.get(words[5]).is_empty


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"x", "質問.pdf", "「質問.pdf」の形式は読めません"),
        (b"", "質問.csv", "「質問.csv」を読めません"),
        (b"PK\x03\x04nonsense", "質問.xlsx", "「質問.xlsx」"),
        (table(*["問"] * 2001), "質問.csv", r"2,000行までです（2,001行あります）"),
        (table(*["字" * 1200] * 1900), "質問.csv", "文字が多すぎます"),
    ],
)
def test_what_is_no_table_for_the_page_says_why_by_its_own_name(content: bytes, name: str, says: str) -> None:
    place = HeldTable(0.0)
    with pytest.raises(InputError, match=says) as error:
        place.put(content, name)
    assert "/" not in str(error.value) and place.is_empty
    with pytest.raises(InputError, match="まだありません"):
        place.file()


def test_nothing_of_a_table_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    place = HeldTable(0.0)
    place.put(table(QUESTION), "\u202e質問.csv")
    assert place.file()[1].startswith(b"PK") and not list(tmp_path.iterdir())
    assert read_questions_from(table(QUESTION), "\u202e質問.csv").rows[0].question == QUESTION
