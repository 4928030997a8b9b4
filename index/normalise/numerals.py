"""Small numbers as Japanese text writes them: 5, 五, 十二, 二十, 元 (of a year: the first)."""

# One that :func:`small_number` reads.
SMALL_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[〇一二三四五六七八九]{1,2})"
_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")


def small_number(text: str) -> int:
    """The number below a hundred that a text in search form writes.

    Raises:
        ValueError: it writes none.
    """
    if text == "元":
        return 1
    figures = text.translate(_DIGITS)
    tens, ten, ones = figures.rpartition("十")
    return (int(tens or 1) * 10 if ten else 0) + int(ones or 0)


def western_figures(text: str) -> str:
    """A year's kanji figures as Arabic ones: 二〇二五 as 2025."""
    return text.translate(_DIGITS)
