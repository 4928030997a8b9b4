import os
import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import BuildReport, build_index
from index.embed.identity import BUNDLED
from index.errors import DocumentsMissing, IndexBroken, IndexMissing, IndexUnwritable, ModelChanged
from index.language import terms
from index.search import Index
from index.store.generations import current_generation, hold_for_reading, writing
from index.store.postings import Postings, rank_rows


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=6))
def test_postings_give_back_their_rows(rows: list[list[int]]) -> None:
    packed = Postings.of(rows)
    assert [list(packed[row]) for row in range(len(packed))] == rows
    inverted = packed.inverted(10)
    assert [list(inverted[value]) for value in range(10)] == [
        [row for row, values in enumerate(rows) for found in values if found == value] for value in range(10)
    ]
    values, lengths = packed.gather(np.arange(len(rows)))
    assert list(values) == [value for row in rows for value in row]
    assert list(lengths) == [len(row) for row in rows]


def test_rows_of_words_are_numbered_in_sorted_order() -> None:
    names, rows = rank_rows([["押印", "窓口"], ["窓口"]])
    assert names == ["押印", "窓口"]
    assert [list(rows[0]), list(rows[1])] == [[0, 1], [1]]


def test_nothing_is_written_when_nothing_changed(small_documents: Path, tmp_path: Path) -> None:
    first = build_index(small_documents, tmp_path / "i")
    assert (first.added, first.passages_embedded > 0) == (["plan", "report"], True)
    generation = current_generation(tmp_path / "i")
    again = build_index(small_documents, tmp_path / "i")
    assert (again.added, again.changed, again.removed, again.passages_embedded) == ([], [], [], 0)
    assert current_generation(tmp_path / "i") == generation


def test_a_build_says_what_it_did(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    (small_documents / "report.md").unlink()
    (small_documents / "plan.txt").write_text("第1章 基本\n\n・新しい本文である。\n", "utf-8")
    (small_documents / "new.txt").write_text("・追加の資料である。\n", "utf-8")
    report = build_index(small_documents, tmp_path / "i")
    assert (report.added, report.changed, report.removed) == (["new"], ["plan"], ["report"])


def test_a_path_limits_what_is_read_again_and_nothing_outside_is_dropped(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    (small_documents / "report.md").unlink()
    (small_documents / "other.txt").write_text("・読まれない資料である。\n", "utf-8")
    plan = small_documents / "plan.txt"
    plan.write_text("第1章 基本\n\n・新しい本文である。\n", "utf-8")
    report = build_index(small_documents, tmp_path / "i", only=[plan])
    assert (report.changed, report.removed) == (["plan"], [])
    index = Index(tmp_path / "i")
    assert [edition.slug for edition in index.editions] == ["plan", "report"]
    found = index.search("生ごみの堆肥化", terms("生ごみの堆肥化"))
    assert "堆肥化" in found[0].best_unit.unit.text
    index.close()


def test_one_bad_file_is_a_warning_and_the_rest_is_indexed(small_documents: Path, tmp_path: Path) -> None:
    (small_documents / "bad.txt").write_bytes(bytes(range(256)))
    report = build_index(small_documents, tmp_path / "i")
    assert [(warning.file, bool(warning.why), bool(warning.do)) for warning in report.warnings] == [
        ("bad.txt", True, True)
    ]
    index = Index(tmp_path / "i")
    assert [edition.slug for edition in index.editions] == ["plan", "report"]
    index.close()


def test_equal_documents_give_an_equal_fingerprint(small_documents: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build_index(small_documents, tmp_path / name)
    first, second = Index(tmp_path / "a"), Index(tmp_path / "b")
    assert first.fingerprint == second.fingerprint
    first.close()
    second.close()


def test_there_is_no_index_yet(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Index(tmp_path / "none")


def test_every_file_of_an_index_is_needed_and_checked(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    generation = current_generation(tmp_path / "i")
    files = [path for path in generation.rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix in (".pkl", ".pickle", ".joblib")]
    for path in files:
        content = path.read_bytes()
        for damaged in (content[: len(content) // 2], b"\x00" + content[1:] if content else b"x"):
            path.write_bytes(damaged)
            if damaged == content or path.name == "reading":
                continue
            with pytest.raises(IndexBroken, match="assistant index --rebuild"):
                Index(tmp_path / "i")
        path.unlink()
        with pytest.raises(IndexBroken, match="assistant index --rebuild"):
            Index(tmp_path / "i")
        path.write_bytes(content)
    Index(tmp_path / "i").close()


@pytest.mark.parametrize("current", ["gen-000009-x\n", "../outside\n", "\n", "gen-../..\n"])
def test_current_names_only_a_generation_that_is_there(small_documents: Path, tmp_path: Path, current: str) -> None:
    build_index(small_documents, tmp_path / "i")
    (tmp_path / "i" / "current").write_text(current, "utf-8")
    with pytest.raises(IndexBroken):
        Index(tmp_path / "i")


def test_an_index_of_another_model_is_never_used(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    with pytest.raises(ModelChanged, match="assistant index --rebuild"):
        Index(tmp_path / "i", "another-model")


def test_a_generation_stays_while_it_is_read_and_goes_after(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    index = Index(tmp_path / "i")
    old = index.generation
    build_index(small_documents, tmp_path / "i", BUNDLED, rebuild=True)
    assert old.is_dir()
    index.close()
    build_index(small_documents, tmp_path / "i", BUNDLED, rebuild=True)
    assert not old.is_dir()
    assert len(list((tmp_path / "i").glob("gen-*"))) == 1


def test_a_build_that_fails_leaves_the_old_generation(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    before = current_generation(tmp_path / "i")
    with pytest.raises(RuntimeError), writing(tmp_path / "i"):
        raise RuntimeError
    assert current_generation(tmp_path / "i") == before
    assert not list((tmp_path / "i").glob("building-*"))


def test_what_a_killed_builder_left_is_removed(small_documents: Path, tmp_path: Path) -> None:
    (tmp_path / "i" / "building-0123456789ab").mkdir(parents=True)
    build_index(small_documents, tmp_path / "i")
    assert sorted(os.listdir(tmp_path / "i"))[0] == "current"


def test_only_folders_of_its_own_are_ever_deleted(small_documents: Path, tmp_path: Path) -> None:
    for name in ("building-plans", "gen-backup", "gen-1-backup"):
        (tmp_path / "i" / name).mkdir(parents=True)
        (tmp_path / "i" / name / "file").touch()
    for _ in range(2):
        build_index(small_documents, tmp_path / "i", rebuild=True)
    assert all((tmp_path / "i" / name / "file").exists() for name in ("building-plans", "gen-backup", "gen-1-backup"))


def test_readers_never_fail_while_builders_build(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    failed: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                descriptor, generation = hold_for_reading(tmp_path / "i")
                assert (generation / "manifest.json").is_file()
                os.close(descriptor)
            except BaseException as error:
                failed.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(12):
        build_index(small_documents, tmp_path / "i", rebuild=True)
    stop.set()
    for reader in readers:
        reader.join()
    assert failed == []


def test_of_two_builders_at_once_the_second_finds_nothing_to_do(small_documents: Path, tmp_path: Path) -> None:
    reports: list[BuildReport] = []
    builders = [
        threading.Thread(target=lambda: reports.append(build_index(small_documents, tmp_path / "i"))) for _ in range(2)
    ]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert sorted(len(report.added) for report in reports) == [0, 2]
    assert len(list((tmp_path / "i").glob("gen-*"))) == 1


@pytest.mark.parametrize("text", ["・", "---", "！？", "あ", "\u200b\n", "\x00"])
def test_a_document_without_a_word_stops_nothing(small_documents: Path, tmp_path: Path, text: str) -> None:
    (small_documents / "odd.txt").write_text(text, "utf-8")
    build_index(small_documents, tmp_path / "i")
    Index(tmp_path / "i").close()
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "odd.txt").write_text(text, "utf-8")
    try:
        build_index(alone, tmp_path / "j")
    except DocumentsMissing:
        return
    Index(tmp_path / "j").close()


def test_a_full_disk_is_said_and_leaves_the_index_as_it_was(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    before = current_generation(tmp_path / "i")
    with pytest.raises(IndexUnwritable, match="ディスクの空き"), writing(tmp_path / "i") as generation:
        full = sqlite3.connect(generation / "content.sqlite")
        try:
            full.execute("PRAGMA max_page_count = 1")
            full.execute("CREATE TABLE sections (title TEXT)")
        finally:
            full.close()
    assert current_generation(tmp_path / "i") == before
    assert [path.name for path in (tmp_path / "i").glob("building-*")] == []
