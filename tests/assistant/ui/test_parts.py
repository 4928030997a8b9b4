"""The parts of the page without a browser: lines of citations in every format, the catalogue, examples, headers."""

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from urllib.error import HTTPError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import PlanAssistant
from assistant.export.dates import japanese_date
from assistant.export.paste import place_in_words
from assistant.settings import Settings
from assistant.ui.application import Application
from assistant.ui.chat import replies
from assistant.ui.documents import opening
from assistant.ui.evidence import cited_lines, document_view
from assistant.ui.pages import page_view
from assistant.ui.theme import page_theme
from index.errors import Busy, DocumentUnreadable, UnknownDocument
from index.load.pdf_image import page_image
from tests.conftest import DOCUMENTS, ROOT
from tests.index.made import GOTHIC, Printed, pdf_file, word_file

QUESTION = "公共サービスメッシュはいつまでに整備しますか"
ROWS = (
    "窓口改革の計画",
    "第1章 窓口",
    "窓口の受付時間を午後7時まで延ばす。",
    "第2章 電子申請",
    "電子申請を令和8年度に始める。",
)


def test_each_citation_comes_with_its_lines_and_its_name(five: PlanAssistant) -> None:
    *_, last = replies(Application(five), QUESTION, [], [])
    assert last.answer is not None
    for place in [*last.answer.citations, *last.answer.related]:
        assert last.lines[place.number] == place.lines
        assert last.places[place.number] == place_in_words(place)
        assert last.dates[place.date] == japanese_date(place.date)
    assert set(last.places.values()) >= {"667～670行目"}


def test_editions_that_the_assistant_names_are_dated_by_era(five: PlanAssistant) -> None:
    *_, last = replies(Application(five), "2021年の計画と2023年の計画案で、運転免許証の扱いを比べて", [], [])
    assert last.answer is not None and "（2021-12-24・閣議決定）" in last.answer.answer
    assert last.dates["2021-12-24"] == "令和3年12月24日"


def test_an_expected_error_is_a_reply(five: PlanAssistant) -> None:
    (reply,) = replies(Application(five), "", [], [])
    assert reply.answer is None and reply.error
    (reply,) = replies(Application(five), QUESTION, ["nothing"], [])
    assert "資料「nothing」は索引にありません" in reply.error


def printed(rows: Sequence[str]) -> list[Printed]:
    return [(72, 100 + 30 * place, 16 if row.startswith("第") else 10.5, GOTHIC, row) for place, row in enumerate(rows)]


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_lines_of_a_file_without_lines_hold_the_quote(tmp_path: Path, ending: str) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    if ending == "pdf":
        pdf_file(folder / "plan.pdf", [printed(ROWS[:3]), printed(ROWS[3:])])
    else:
        word_file(folder / "plan.docx", [("Heading 1" if row.startswith("第") else "Normal", row) for row in ROWS])
    assistant = PlanAssistant(Settings(documents=folder, index=tmp_path / "index"))
    answer = assistant.ask("電子申請はいつ始めますか")
    view = document_view(assistant.index, "plan")
    assert answer.citations and len(view.places) == len(view.lines)
    for citation in answer.citations:
        first, last = cited_lines(assistant.index, citation)
        text = "\n".join(view.lines[first - 1 : last])
        assert citation.quote.strip() in text
        assert view.places[first - 1].split("-")[0] in (citation.place, citation.place.split("-")[0])


def test_a_document_is_shown_line_by_line_as_it_lies_in_its_folder(five: PlanAssistant) -> None:
    slug = "2021-12-24_priority-plan-outline"
    view = document_view(five.index, slug)
    assert view.places == [] and view.status == "閣議決定"
    assert all(1 <= heading.line <= len(view.lines) for heading in view.outline)
    with pytest.raises(UnknownDocument):
        document_view(five.index, "nothing")


def test_the_opening_lists_the_newest_first_with_examples_that_are_answered(five: PlanAssistant) -> None:
    told = opening(Application(five))
    dates = [entry.date for entry in told.documents]
    assert dates == sorted(dates, reverse=True) and len(dates) == 5
    assert [entry.newest for entry in told.documents if entry.series] == [True, False]
    assert told.notices == []
    assert len(told.examples) == 4
    answers = [five.ask(example) for example in told.examples]
    assert all(answer.status == "answered" for answer in answers)
    assert len({answer.citations[0].document for answer in answers}) >= 3


def test_a_chat_model_is_always_named(five: PlanAssistant) -> None:
    settings = five.settings.model_copy(update={"chat_model": "openai:gpt"})
    assert "openai:gpt" in Application(PlanAssistant(settings)).notices[0]


@given(st.text(max_size=200))
def test_any_text_becomes_a_reply_or_an_error_never_a_crash(five: PlanAssistant, question: str) -> None:
    *_, last = replies(Application(five), question, [], [])
    assert (last.answer is None) == bool(last.error)
    json.loads(last.model_dump_json())


def luminance(color: str) -> float:
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("suffix", ["", "_dark"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("body_text_color", "body_background_fill", 7.0),
        ("body_text_color_subdued", "background_fill_secondary", 4.5),
        ("link_text_color", "color_accent_soft", 4.5),
        ("body_text_color", "mark_fill", 4.5),
        ("error_text_color", "error_background_fill", 4.5),
        ("warning_text", "warning_fill", 4.5),
        ("button_primary_text_color", "button_primary_background_fill", 4.5),
        ("input_border_color", "input_background_fill", 3.0),
        ("focus_line", "body_background_fill", 3.0),
    ],
)
def test_colours_have_contrast(text: str, ground: str, least: float, suffix: str) -> None:
    theme = page_theme()
    light, dark = sorted((luminance(getattr(theme, name + suffix)) for name in (text, ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_the_page_forbids_the_browser_to_fetch_from_elsewhere(address: str) -> None:
    with urllib.request.urlopen(address, timeout=10) as reply:
        assert "<title>計画アシスタント</title>" in reply.read().decode()
        policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    with urllib.request.urlopen(f"{address}/theme.css", timeout=10) as reply:
        style = reply.read().decode()
    assert "@import" not in style and "url(http" not in style and "@font-face" not in style
    for unwanted in ("/docs", "/redoc"):  # these would fetch scripts from elsewhere
        with pytest.raises(HTTPError):
            urllib.request.urlopen(address + unwanted, timeout=10)


def test_a_page_image_is_only_drawn_of_a_page_of_a_pdf_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    pdf_file(folder / "plan.pdf", [printed(ROWS)])
    (folder / "note.txt").write_text("1. 目的\n窓口を開く。", "utf-8")
    application = Application(PlanAssistant(Settings(documents=folder, index=tmp_path / "index")))
    page = page_view(application, "plan", 1)
    assert page.image.startswith("data:image/png;base64,") and (round(page.width), round(page.height)) == (595, 842)
    for slug, number in (("plan", 2), ("plan", 0), ("plan", -1), ("note", 1)):
        with pytest.raises(DocumentUnreadable):
            page_view(application, slug, number)
    for slug in ("../plan", "/etc/passwd", "nothing"):
        with pytest.raises(UnknownDocument):
            page_view(application, slug, 1)


def test_pages_are_drawn_for_so_many_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf_file(tmp_path / "plan.pdf", [printed(ROWS)])
    monkeypatch.setattr("index.load.pdf_image._line", threading.Semaphore(0))  # all places in the line are taken
    with pytest.raises(Busy, match="混み合って"):
        page_image(tmp_path / "plan.pdf", 1)
    monkeypatch.undo()
    assert page_image(tmp_path / "plan.pdf", 1).png.startswith(b"\x89PNG")


def test_a_port_in_use_is_said_in_one_line(five_index: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        settings = {"ASSISTANT_DOCUMENTS": str(DOCUMENTS), "ASSISTANT_INDEX": str(five_index), "ASSISTANT_PORT": port}
        command = [sys.executable, str(ROOT / "app.py")]
        done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith(f"ポート {port} を開けません。")
    assert done.stdout == ""
