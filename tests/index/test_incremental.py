"""Indexing again: only what changed is read and embedded, and the result is as if all were indexed at once."""

import os
import shutil
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import WAITING, build_index, is_stale
from index.document import FileWarning
from index.language import terms
from index.reading import Limits
from index.reuse import KEPT, Scope, make_plan, tell_kept
from index.search import Index
from index.search.dense import DENSE_OWNERS, DENSE_VECTORS
from index.store.generations import current_generation, locked
from index.store.manifest import Manifest, load_manifest
from index.store.vectors import Vectors
from tests.conftest import CATALOG, PLAN, REPORT
from tests.index.test_workers import children

TOWNS = ["みどり", "あおば", "さくら", "わかば", "ひかり"]


def plan_of(number: int) -> str:
    """A small plan that shares no passage with those of other numbers."""
    town = f"{TOWNS[number % 5]}{number}"
    return PLAN.replace("みどり", town).replace("・", f"・{town}市では、")


def manifest(folder: Path) -> Manifest:
    return load_manifest(current_generation(folder))


def hashes(folder: Path) -> dict[str, str]:
    return {name: stored.sha256 for name, stored in manifest(folder).files.items()}


def answers(folder: Path, question: str) -> str:
    index = Index(folder)
    found = index.search(question, terms(question))
    text = found[0].best_unit.unit.text if found else ""
    index.close()
    return text


def test_of_two_hundred_documents_the_changed_passage_alone_is_embedded(tmp_path: Path) -> None:
    documents, folder = tmp_path / "documents", tmp_path / "i"
    documents.mkdir()
    for number in range(200):
        (documents / f"plan-{number:03}.txt").write_text(plan_of(number), "utf-8")
    first = build_index(documents, folder)
    assert (len(first.added), first.passages_embedded) == (200, 1000)
    path = documents / "plan-077.txt"
    path.write_text(path.read_text("utf-8").replace("避難所30か所", "避難所45か所"), "utf-8")
    again = build_index(documents, folder)
    assert (again.added, again.changed, again.removed) == ([], ["plan-077"], [])
    assert again.passages_embedded == 1
    assert "避難所45か所" in answers(folder, "わかば77市の避難所")
    build_index(documents, tmp_path / "at once")
    assert hashes(folder) == hashes(tmp_path / "at once")


# What may happen to a folder between two builds: a document is written, in one of a few wordings, or goes.
STEPS = st.lists(
    st.dictionaries(st.sampled_from(["a.txt", "b.md", "sub/c.txt", "d.txt"]), st.integers(-1, 3), min_size=1),
    min_size=1,
    max_size=3,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS, catalogued=st.lists(st.sampled_from(["", CATALOG, '["a"]\ntitle = "第1章 基本的な考え方"\n'])))
def test_in_steps_or_at_once_the_index_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, int]], catalogued: list[str]
) -> None:
    base = tmp_path_factory.mktemp("steps")
    documents = base / "documents"
    (documents / "sub").mkdir(parents=True)
    (documents / "always.md").write_text(REPORT, "utf-8")
    for place, step in enumerate(steps):
        for name, wording in step.items():
            (documents / name).unlink(missing_ok=True)
            if wording >= 0:
                (documents / name).write_text(plan_of(wording), "utf-8")
        if place < len(catalogued):
            (documents / "catalog.toml").write_text(catalogued[place], "utf-8")
        build_index(documents, base / "steps")
    build_index(documents, base / "at once")
    assert hashes(base / "steps") == hashes(base / "at once")
    assert manifest(base / "steps").fingerprint == manifest(base / "at once").fingerprint
    shutil.rmtree(base)


def test_nothing_is_done_when_files_are_merely_touched(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    os.utime(small_documents / "plan.txt")
    generation = current_generation(tmp_path / "i")
    assert not is_stale(small_documents, tmp_path / "i")
    assert not build_index(small_documents, tmp_path / "i").written
    assert current_generation(tmp_path / "i") == generation


def test_a_new_date_in_the_catalogue_reaches_the_index_without_reading(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    (small_documents / "catalog.toml").write_text(CATALOG.replace("2023-10", "2023-11"), "utf-8")
    assert is_stale(small_documents, tmp_path / "i")
    report = build_index(small_documents, tmp_path / "i")
    assert (report.written, report.changed, report.passages_embedded) == (True, [], 0)
    index = Index(tmp_path / "i")
    assert index.editions[1].date == "2023-11"
    index.close()


def test_an_entry_without_a_title_leaves_the_document_its_own(small_documents: Path, tmp_path: Path) -> None:
    catalog = small_documents / "catalog.toml"
    for entry in ('["plan"]\naliases = ["総計"]\n', '["plan"]\naliases = ["総計画"]\n', ""):
        catalog.write_text(entry, "utf-8")
        build_index(small_documents, tmp_path / "i")
        index = Index(tmp_path / "i")
        assert index.editions[0].title == "みどり市総合計画について"
        assert index.editions[0].derived == (entry == "")
        assert all(alias in entry for alias in index.editions[0].aliases)
        index.close()


def test_a_document_may_move_and_none_of_its_passages_is_embedded_again(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    (small_documents / "2023").mkdir()
    (small_documents / "plan.txt").rename(small_documents / "2023" / "plan.txt")
    report = build_index(small_documents, tmp_path / "i")
    assert (report.added, report.removed) == (["2023/plan"], ["plan"])
    # In the catalogue "plan" had its title; without it the first lines say the same one.
    assert report.passages_embedded == 0


def test_a_document_in_another_format_takes_the_place_of_the_old_one(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    (small_documents / "plan.txt").unlink()
    (small_documents / "plan.md").write_text("# みどり市総合計画\n\n- 避難所を50か所に増やす。\n", "utf-8")
    (small_documents / "zoo.txt").write_text("動物園の計画\n\n・祝日も開園する。\n", "utf-8")
    report = build_index(small_documents, tmp_path / "i")
    assert (report.added, report.changed, report.removed) == (["zoo"], ["plan"], [])
    at_once = build_index(small_documents, tmp_path / "at-once")
    assert at_once.added == ["plan", "report", "zoo"]
    assert hashes(tmp_path / "i") == hashes(tmp_path / "at-once")
    assert answers(tmp_path / "i", "避難所の数") == "避難所を50か所に増やす。"


def test_what_was_indexed_stays_when_a_file_cannot_be_read_any_more(small_documents: Path, tmp_path: Path) -> None:
    folder, plan = tmp_path / "i", small_documents / "plan.txt"
    build_index(small_documents, folder)
    plan.write_bytes(bytes(range(256)) * 9)
    report = build_index(small_documents, folder)
    assert (report.changed, report.removed, report.passages_embedded) == ([], [], 0)
    assert [(warning.file, KEPT in warning.why) for warning in report.warnings] == [("plan.txt", True)]
    assert "押印を廃止する" in answers(folder, "押印の廃止")
    again = build_index(small_documents, folder)  # not tried again, but still said
    assert (again.written, again.warnings) == (False, report.warnings)
    (small_documents / "new.txt").write_text("・追加の資料である。\n", "utf-8")
    assert build_index(small_documents, folder).warnings == report.warnings
    assert "押印を廃止する" in answers(folder, "押印の廃止")
    plan.write_text(PLAN, "utf-8")
    mended = build_index(small_documents, folder)
    assert (mended.warnings, mended.passages_embedded) == ([], 0)
    plan.unlink()
    assert build_index(small_documents, folder).removed == ["plan"]


def test_what_is_there_but_left_out_stays_as_it_was(small_documents: Path, tmp_path: Path) -> None:
    folder, plan = tmp_path / "i", small_documents / "plan.txt"
    (small_documents / "notes.doc").touch()
    first = build_index(small_documents, folder)
    assert [(warning.file, KEPT in warning.why) for warning in first.warnings] == [("notes.doc", False)]
    plan.unlink()
    os.mkfifo(plan)
    report = build_index(small_documents, folder)
    assert [(warning.file, KEPT in warning.why) for warning in report.warnings] == [
        ("notes.doc", False),
        ("plan.txt", True),
    ]
    assert report.removed == []
    assert "押印を廃止する" in answers(folder, "押印の廃止")
    assert not is_stale(small_documents, folder)
    assert not build_index(small_documents, folder).written
    plan.unlink()
    plan.write_text(PLAN, "utf-8")
    assert build_index(small_documents, folder).warnings == first.warnings


def test_a_file_named_by_a_path_is_tried_again(small_documents: Path, tmp_path: Path) -> None:
    (small_documents / "sub").mkdir()
    bad = small_documents / "sub" / "bad.txt"
    bad.write_bytes(bytes(range(256)) * 9)
    report = build_index(small_documents, tmp_path / "i")
    assert [warning.file for warning in report.warnings] == ["sub/bad.txt"]
    assert not build_index(small_documents, tmp_path / "i").written
    assert build_index(small_documents, tmp_path / "i", only=[bad]).warnings == report.warnings


def test_an_index_with_any_damaged_file_is_built_again(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "i")
    whole = hashes(tmp_path / "i")
    for name in [*whole, "manifest.json"]:
        path = current_generation(tmp_path / "i") / name
        for damaged in (path.read_bytes()[:-1], b"\0" + path.read_bytes()[1:]):
            path.write_bytes(damaged)
            build_index(small_documents, tmp_path / "i")
            Index(tmp_path / "i").close()
            assert hashes(tmp_path / "i") == whole
            path = current_generation(tmp_path / "i") / name


@pytest.fixture
def in_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to read, it is read by workers."""
    monkeypatch.setattr("index.reading.ALONE", 0)


@pytest.mark.usefixtures("in_workers")
def test_workers_read_what_this_process_reads(
    small_documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_documents / "bad.txt").write_bytes(bytes(range(256)) * 9)
    by_workers = build_index(small_documents, tmp_path / "i")
    monkeypatch.undo()
    here = build_index(small_documents, tmp_path / "j")
    assert hashes(tmp_path / "i") == hashes(tmp_path / "j")
    assert by_workers == here


@pytest.mark.usefixtures("in_workers")
@pytest.mark.parametrize(
    ("limits", "why"),
    [(Limits(4, 0, memory=8 << 30), "時間"), (Limits(memory=150 << 20), "メモリ")],
)
def test_a_file_that_asks_too_much_is_a_warning_and_the_rest_is_indexed(
    small_documents: Path, tmp_path: Path, limits: Limits, why: str
) -> None:
    (small_documents / "huge.txt").write_text(PLAN * 36_000, "utf-8")
    report = build_index(small_documents, tmp_path / "i", limits=limits)
    assert [(warning.file, why in warning.why) for warning in report.warnings] == [("huge.txt", True)]
    assert report.added == ["plan", "report"]


@pytest.mark.usefixtures("in_workers")
def test_a_worker_that_is_killed_costs_the_file_that_it_had(small_documents: Path, tmp_path: Path) -> None:
    (small_documents / "a_new.txt").write_text("・追加の資料である。\n", "utf-8")
    (small_documents / "z_huge.txt").write_text(PLAN * 36_000, "utf-8")

    def kill(what: str, done: int, total: int) -> None:
        if done == 3 and total == 4:  # all but the huge one are read
            for worker in children(os.getpid()):
                os.kill(worker, signal.SIGKILL)

    report = build_index(small_documents, tmp_path / "i", limits=Limits(memory=8 << 30), progress=kill)
    assert [warning.file for warning in report.warnings] == ["z_huge.txt"]
    assert report.added == ["a_new", "plan", "report"]


def test_progress_is_told_from_the_first_file_to_the_last(small_documents: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build_index(small_documents, tmp_path / "i", progress=lambda *said: told.append(said))
    assert told[:2] == [("資料を読んでいます", 1, 2), ("資料を読んでいます", 2, 2)]
    assert {what for what, _, _ in told[2:]} == {"書いています"}
    assert told[-1][1] == told[-1][2]
    told.clear()
    build_index(small_documents, tmp_path / "i", progress=lambda *said: told.append(said))
    assert told == []


def test_vectors_of_another_model_serve_again(small_documents: Path, tmp_path: Path, pooled_model: Path) -> None:
    folder, model = tmp_path / "i", str(pooled_model)
    first = build_index(small_documents, folder, model)
    before = current_generation(folder)
    vectors, owners = Vectors(before / DENSE_VECTORS).rows(), np.load(before / DENSE_OWNERS)
    assert first.passages_embedded == len(set(owners))
    (small_documents / "new.txt").write_text(
        "・川の水位を測る計器を10か所に置く。\n", "utf-8"
    )  # before plan and report
    report = build_index(small_documents, folder, model)
    after = current_generation(folder)
    assert report.passages_embedded == 1
    assert np.array_equal(Vectors(after / DENSE_VECTORS).rows()[1:], vectors)
    assert list(np.load(after / DENSE_OWNERS)) == list(range(len(owners) + 1))
    assert not build_index(small_documents, folder, model).written
    assert build_index(small_documents, folder).passages_embedded == 0  # back to the bundled model: nothing to embed
    assert build_index(small_documents, folder, model).passages_embedded == len(owners) + 1


def test_a_file_read_only_in_part_is_indexed_and_said_as_long_as_it_is(small_documents: Path, tmp_path: Path) -> None:
    plan = small_documents / "plan.txt"
    plan.write_bytes(PLAN.encode() + "・計画の進み具合を毎年しらべる。\n".encode() * 100 + b"\xe3\x81")
    report = build_index(small_documents, tmp_path / "i")
    assert [(warning.file, "読めない文字" in warning.why) for warning in report.warnings] == [("plan.txt", True)]
    assert "押印を廃止する" in answers(tmp_path / "i", "押印の廃止")
    (small_documents / "report.md").unlink()
    assert build_index(small_documents, tmp_path / "i").warnings == report.warnings
    plan.write_bytes(bytes(range(256)) * 9)
    assert len(build_index(small_documents, tmp_path / "i").warnings) == 2  # what is kept was read in part
    plan.write_text(PLAN, "utf-8")
    assert build_index(small_documents, tmp_path / "i").warnings == []


def test_a_folder_that_cannot_be_entered_any_more_loses_nothing(small_documents: Path, tmp_path: Path) -> None:
    (small_documents / "sub").mkdir()
    (small_documents / "plan.txt").rename(small_documents / "sub" / "plan.txt")
    build_index(small_documents, tmp_path / "i")
    before = manifest(tmp_path / "i")
    closed = (FileWarning("sub", "フォルダを読めません", "読み取り権限を確認してください"),)
    plan = make_plan({}, before, Scope(small_documents, left_out=closed))
    assert plan.sources == {"sub/plan": before.sources["sub/plan"]}
    assert [KEPT in warning.why for warning in tell_kept(closed, before)] == [True]


def test_a_build_that_waits_for_another_says_so(small_documents: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    waits = threading.Event()

    def progress(what: str, done: int, total: int) -> None:
        told.append((what, done, total))
        waits.set()

    pool = ThreadPoolExecutor()
    with locked(tmp_path / "i"):
        build = pool.submit(build_index, small_documents, tmp_path / "i", progress=progress)
        assert waits.wait(30)
        assert told == [(WAITING, 0, 0)]
        assert not build.done()
    assert build.result().added == ["plan", "report"]
    pool.shutdown()
