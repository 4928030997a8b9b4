"""Documents come, are replaced and go: folder and catalogue together, or as they were."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.catalog import find_documents, read_catalog
from index.errors import AssistantError, DocumentsUnwritable, DocumentUnreadable, InputError, NameTaken, UnknownDocument
from index.folder_change import Arrival, changed
from index.incoming import STAGING, check_size, check_writable, drop, look_into, new_place, safe_name, sweep
from index.load import READABLE
from index.standing import standing
from tests.index.made import word_file


def staged(folder: Path, name: str, text: str = "1. 目的\n・窓口を開く。\n") -> Path:
    path = new_place(folder, name)
    path.write_text(text, "utf-8")
    return path


def arrival(folder: Path, name: str, *, replaces: str = "", **entry: str) -> Arrival:
    return Arrival(staged(folder, name), name, entry, replaces)


def state_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and STAGING not in path.parts
    }


def test_a_document_comes_is_replaced_and_goes(small_documents: Path) -> None:
    before = state_of(small_documents)
    with changed(small_documents, [arrival(small_documents, "窓口.txt", title="窓口の計画")]) as slugs:
        assert slugs == ("窓口",)
    assert list(find_documents(small_documents)) == ["plan", "report", "窓口"]
    assert read_catalog(small_documents)["窓口"].title == "窓口の計画"
    with changed(small_documents, [arrival(small_documents, "なんでも.md", replaces="窓口", title="新しい計画")]):
        pass
    assert find_documents(small_documents)["窓口"].name == "窓口.md"
    with changed(small_documents, [], ["窓口"]):
        pass
    assert state_of(small_documents) == before
    assert [path.name for path in (small_documents / STAGING).iterdir()] == ["lock"]


def test_whatever_fails_on_the_way_leaves_everything_as_it_was(small_documents: Path) -> None:
    before = state_of(small_documents)
    come = [arrival(small_documents, "a.txt"), arrival(small_documents, "b.md", replaces="plan", title="別の題名")]
    with pytest.raises(KeyError), changed(small_documents, come, ["report"]):
        assert list(find_documents(small_documents)) == ["a", "plan"]
        raise KeyError
    assert state_of(small_documents) == before
    assert all(one.path.exists() for one in come)  # to be tried again
    bad = [arrival(small_documents, "a.txt", date="きのう")]
    with pytest.raises(AssistantError), changed(small_documents, bad, ["report"]):
        pass
    assert state_of(small_documents) == before


def test_what_is_written_into_the_catalogue_by_hand_meanwhile_stays(small_documents: Path) -> None:
    catalog = small_documents / "catalog.toml"
    before = read_catalog(small_documents)
    come = [
        arrival(small_documents, "a.txt", title="新しい計画"),
        arrival(small_documents, "b.md", replaces="plan", title="別の題名", issuer="別の課"),
    ]
    with pytest.raises(KeyError), changed(small_documents, come, ["report"]):
        text = catalog.read_text("utf-8").replace('["plan"]', '# 手で書いた\n["plan"]\nlicence = "CC BY"')
        catalog.write_text(text + '["ほか"]\ntitle = "手で書いた"\n', "utf-8")
        assert "a" in read_catalog(small_documents)
        raise KeyError
    after = read_catalog(small_documents)
    assert after.keys() == before.keys() | {"ほか"} and after["ほか"].title == "手で書いた"
    assert after["report"] == before["report"] and after["plan"].licence == "CC BY"
    assert (after["plan"].title, after["plan"].issuer) == (before["plan"].title, before["plan"].issuer)
    assert "# 手で書いた" in catalog.read_text("utf-8")


@pytest.mark.parametrize("broken", [None, "[", "plan = 1"])
def test_a_catalogue_that_is_gone_or_broken_meanwhile_hides_no_error(small_documents: Path, broken: str | None) -> None:
    catalog = small_documents / "catalog.toml"
    with pytest.raises(KeyError), changed(small_documents, [arrival(small_documents, "a.txt", title="計画")]):
        catalog.unlink()
        if broken is not None:
            catalog.write_text(broken, "utf-8")
        raise KeyError
    assert (catalog.read_text("utf-8") if catalog.exists() else None) == broken
    assert list(find_documents(small_documents)) == ["plan", "report"]


@pytest.mark.parametrize("file", ["plan.txt", "catalog.toml"])
def test_a_document_that_changed_since_somebody_looked_is_left_alone(small_documents: Path, file: str) -> None:
    seen = {"plan": standing(small_documents, "plan")}
    with changed(small_documents, [], ["report"], {"report": standing(small_documents, "report")}):
        pass
    assert seen == {"plan": standing(small_documents, "plan")}  # what happens to others does not matter
    path = small_documents / file
    path.write_text(path.read_text("utf-8").replace("みどり市総合計画", "みどり市基本計画"), "utf-8")
    before = state_of(small_documents)
    come = [arrival(small_documents, "b.md", replaces="plan")]
    with pytest.raises(InputError, match="変わりました"), changed(small_documents, come, [], seen):
        pass
    assert state_of(small_documents) == before


@pytest.mark.parametrize("name", ["plan.txt", "plan.docx", "か\u3099.txt", "dots.txt.md"])
def test_no_document_gets_or_changes_the_name_of_another(small_documents: Path, name: str) -> None:
    (small_documents / "が.txt").write_text("本文", "utf-8")
    (small_documents / "dots.md").write_text("本文", "utf-8")
    (small_documents / "dots.txt").write_text("本文", "utf-8")
    before = state_of(small_documents)
    with pytest.raises(NameTaken), changed(small_documents, [arrival(small_documents, name)]):
        pass
    assert state_of(small_documents) == before


def test_two_that_arrive_under_one_name(small_documents: Path) -> None:
    come = [arrival(small_documents, "a.txt"), arrival(small_documents, "a.md")]
    with pytest.raises(NameTaken), changed(small_documents, come):
        pass


def test_what_is_not_there_is_a_link_or_is_the_last(small_documents: Path) -> None:
    (small_documents / ".store").mkdir()
    (small_documents / ".store" / "x.txt").write_text("本文", "utf-8")
    (small_documents / "link.txt").symlink_to(".store/x.txt")
    with pytest.raises(UnknownDocument), changed(small_documents, [], ["../outside"]):
        pass
    with pytest.raises(InputError, match="リンク"), changed(small_documents, [], ["link"]):
        pass
    (small_documents / "link.txt").unlink()
    with pytest.raises(InputError, match="最後の資料"), changed(small_documents, [], ["plan", "report"]):
        pass
    assert list(find_documents(small_documents)) == ["plan", "report"]


def test_a_document_in_a_folder_is_replaced_there(small_documents: Path) -> None:
    (small_documents / "2023").mkdir()
    (small_documents / "2023" / "v1.2.txt").write_text("本文", "utf-8")
    with changed(small_documents, [arrival(small_documents, "別の名前.md", replaces="2023/v1.2")]) as slugs:
        assert slugs == ("2023/v1.2",)
    assert [path.name for path in (small_documents / "2023").iterdir()] == ["v1.2.md"]


def test_a_folder_that_cannot_be_written_to_is_said(small_documents: Path) -> None:
    (small_documents / STAGING).write_text("ここには置けません", "utf-8")
    for attempt in (lambda: new_place(small_documents, "a.txt"), lambda: check_writable(small_documents)):
        with pytest.raises(DocumentsUnwritable, match="書き込めません"):
            attempt()


@pytest.mark.skipif(os.geteuid() == 0, reason="root は何にでも書けます")
def test_a_folder_that_may_only_be_read_is_said(small_documents: Path) -> None:
    small_documents.chmod(0o555)
    with pytest.raises(DocumentsUnwritable, match="書き込めません"):
        check_writable(small_documents)
    small_documents.chmod(0o755)
    check_writable(small_documents)
    assert not (small_documents / STAGING).exists()  # looking writes nothing


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("計画.TXT", "計画.txt"),
        ("../../etc/報告.md", "報告.md"),
        ("C:\\資料\\計画 案.docx", "計画 案.docx"),
        (".隠し.txt", "隠し.txt"),
        ("~$計画.docx", "計画.docx"),
        ("か\u3099.txt", "が.txt"),
        ('a<b>"c|d?.txt', "a_b__c_d_.txt"),
        ("con.txt", "_con.txt"),
        ("改\n行\u202e.pdf", "改行.pdf"),
        ("あ" * 200 + ".csv", "あ" * 53 + ".csv"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300), st.sampled_from(READABLE))
def test_any_name_stays_in_the_folder(stem: str, ending: str) -> None:
    try:
        name = safe_name(stem + ending)
    except InputError:
        return
    folder = Path("/documents")
    assert (folder / name).parent == folder and not name.startswith((".", "~$")) and name == name.strip()
    assert safe_name(name) == name and len(name.encode()) < 200


@pytest.mark.parametrize(
    ("name", "said"), [("a.doc", "docx 形式で"), ("a.exe", "対応していません"), ("名前だけ", "拡張子")]
)
def test_other_formats_are_refused_by_name(name: str, said: str) -> None:
    with pytest.raises(DocumentUnreadable, match=said):
        safe_name(name)


def test_a_look_says_what_a_file_is(small_documents: Path) -> None:
    path = word_file(
        new_place(small_documents, "窓口改革の計画.docx"),
        [
            ("Title", "窓口改革の計画"),
            ("Normal", "令和5年4月1日"),
            ("Heading 1", "1. 目的"),
            ("Normal", "窓口を開く。"),
        ],
    )
    look = look_into(path, "窓口改革の計画")
    assert (look.edition.title, look.edition.date) == ("窓口改革の計画", "2023-04-01")
    assert look.units >= 1
    broken = staged(small_documents, "計画.docx", "これはWordではない")
    with pytest.raises(DocumentUnreadable, match="拡張子と中身が合いません"):
        look_into(broken, "計画")
    with pytest.raises(DocumentUnreadable, match="上限 200 MB"):
        check_size(200_000_001)


def test_what_nobody_came_back_for_is_swept_away(small_documents: Path) -> None:
    path = staged(small_documents, "a.txt")
    sweep(small_documents, 3600)
    assert path.exists()
    sweep(small_documents, -1)
    assert not path.exists()
    drop(small_documents / "plan.txt")  # which is no place of an arrival
    assert (small_documents / "plan.txt").exists()
