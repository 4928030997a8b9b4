from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.export.file_names import file_name
from assistant.visible import visible

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("公共サービスメッシュの時期", "想定問答_公共サービスメッシュの時期_2026-11-21.docx"),
        ("予算: 1/2 <案>", "想定問答_予算_1_2_案_2026-11-21.docx"),
        ("../../etc/passwd", "想定問答_etc_passwd_2026-11-21.docx"),
        ("=cmd|calc!A1", "想定問答_cmd_calc_A1_2026-11-21.docx"),
        ("\u202excod.exe", "想定問答_xcod.exe_2026-11-21.docx"),
        ("\u200b", "想定問答_2026-11-21.docx"),
        ("長" * 100, f"想定問答_{'長' * 40}_2026-11-21.docx"),
    ],
)
def test_a_file_is_named_after_its_conversation_and_the_day(subject: str, name: str) -> None:
    assert file_name("想定問答", subject, DAY, "docx") == name


@given(st.text(max_size=300))
def test_any_name_of_a_conversation_makes_a_name_that_every_system_takes(subject: str) -> None:
    name = file_name("想定問答", subject, DAY, "xlsx")
    assert name.startswith("想定問答_") and name.endswith("_2026-11-21.xlsx")
    assert (
        visible(name) == name
        and len(name.split()) == 1
        and not set(name) & set('\\/:*?"<>|')
        and len(name.encode()) <= 255
    )
