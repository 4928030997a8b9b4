"""Whether quotes support a sentence: honest paraphrases are kept, one invented number, date, name or denial is not."""

import pytest

from assistant.claims import is_covered, why_not
from tests.assistant.paraphrases import HELD_OUT, ROWS, Said

QUOTE = "窓口の混雑を和らげるため、市は令和6年度中に電子申請を始め、職員10人を置き、手続の3割を無料とする。"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.honest[:20])
def test_an_honest_paraphrase_is_kept_and_one_invention_is_dropped(row: Said) -> None:
    assert why_not(row.honest, [row.quote], [row.heading]) is None
    assert not is_covered(row.invented, [row.quote], [row.heading])


def test_of_paraphrases_that_no_rule_was_made_for_most_are_kept_and_inventions_dropped() -> None:
    kept = sum(is_covered(row.honest, [row.quote], [row.heading]) for row in HELD_OUT)
    dropped = sum(not is_covered(row.invented, [row.quote], [row.heading]) for row in HELD_OUT)
    assert kept >= 0.85 * len(HELD_OUT) and dropped >= 0.95 * len(HELD_OUT)


@pytest.mark.parametrize(
    ("sentence", "covered"),
    [
        ("電子申請は2024年度中に始まります。", True),
        ("電子申請は2024年中に始まります。", False),  # 年 is not 年度
        ("電子申請はR6年度に始まります。", True),
        ("電子申請は二〇二四年度に始まります。", True),
        ("電子申請は2024年度末に始まります。", False),
        ("職員が十人置かれます。", True),
        ("職員が10%置かれます。", False),
        ("職員が100人置かれます。", False),
        ("職員が10人以上置かれます。", False),
        ("手続の30%が無料となります。", True),
        ("手続の3件が無料となります。", False),
        ("手続の3割が有料となります。", False),
        ("電子申請は始まりません。", False),
        ("電子申請を始めなければなりません。", True),
        ("電子申請だけでなく、職員も置かれます。", True),
        ("電子申請は山田市長が始めます。", False),
        ("電子申請はデジタル庁が始めます。", False),
        ("電子申請はAIで始まります。", False),
        ("電子申請はスマートフォンで始まります。", False),
        ("電子申請<img src=http://x.example/a.png>を始めます。", False),
        ("電子申請を始めます（https://x.example/）。", False),
    ],
)
def test_each_sort_of_claim_by_its_own_rule(sentence: str, covered: bool) -> None:
    assert is_covered(sentence, [QUOTE]) is covered


def test_a_name_may_stand_in_the_heading_that_is_cited_but_a_year_may_not() -> None:
    quote, heading = "・診察券や医療費助成券との一体化", "2023年 マイナンバーカードへの一体化に向けた取組"
    assert is_covered("マイナンバーカードは診察券や医療費助成券と一体化します。", [quote], [heading])
    assert not is_covered("マイナンバーカードは診察券や医療費助成券と一体化します。", [quote])
    assert not is_covered("2023年に診察券と医療費助成券は一体化します。", [quote], [heading])


def test_what_quotes_deny_may_not_be_said_plainly() -> None:
    assert not is_covered("誰一人取り残す社会を目指します。", ["誰一人取り残さない社会を目指す"])
    assert not is_covered("添付書類の提出が必要です。", ["添付書類の提出を不要とする"])
    assert is_covered("添付書類を提出する必要はありません。", ["添付書類の提出を不要とする"])
