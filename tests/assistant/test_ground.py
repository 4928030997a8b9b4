import pytest

from assistant.claims import is_covered
from assistant.ground import stands_in

QUOTE = "- ・ 情報連携の基盤である公共サービスメッシュを2025年度（令和7年度）中に整備する。"


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("公共サービスメッシュを2025年度（令和7年度）中に整備する。", True),
        ("公共サービスメッシュを２０２５年度(令和７年度)中に整備する。", True),
        ("公共サービスメッシュを2026年度（令和8年度）中に整備する。", False),
    ],
)
def test_a_quote_stands_in_its_place_after_folding(text: str, stands: bool) -> None:
    assert stands_in(text, QUOTE) is stands


@pytest.mark.parametrize(
    "source", ["| 分別の徹底 | 令和6年度 |", "<td>分別の徹底</td><td>令和6年度</td>", "#分別の徹底\t・令和6年度"]
)
def test_cell_borders_are_no_part_of_a_quote(source: str) -> None:
    assert stands_in("分別の徹底 令和6年度", source)


def test_joined_lines_stand_in_the_cut_ones() -> None:
    assert stands_in("検討や取組の道しるべとなるもの。", "・検討や取組の道しる\nべとなるもの。")


@pytest.mark.parametrize(
    ("sentence", "covered"),
    [
        ("公共サービスメッシュは2025年度に整備されます。", True),
        ("公共サービスメッシュは令和7年度中に整備する予定です。", True),
        ("公共サービスメッシュは2026年度に整備されます。", False),
        ("公共サービスメッシュには30億円が使われます。", False),
        ("公共サービスメッシュはNISCが整備します。", False),
        ("防災アプリの普及により避難が早くなります。", False),
        ("公共サービスメッシュは2025年度に整備されません。", False),
        ("公共サービスメッシュの2025年度の整備は中止します。", False),
        ("総務省が公共サービスメッシュを2025年度に整備します。", False),
    ],
)
def test_a_sentence_needs_its_words_and_every_number_and_name(sentence: str, covered: bool) -> None:
    assert is_covered(sentence, [QUOTE]) is covered
