import time
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Line, Role, SourceText
from index.load import load, split_lines
from index.load.html import load_html
from index.load.markup import Kind, tokens
from index.normalise import readable


def page(folder: Path, body: str) -> SourceText:
    path = folder / "page.html"
    path.write_bytes(body.encode())
    return load(path)


def shown(source: SourceText) -> list[tuple[str, str]]:
    return [(line.mark.role.value, readable(line.text)) for line in source.lines if line.mark]


def mark(line: Line):
    assert line.mark is not None
    return line.mark


def test_blocks_of_a_page(tmp_path: Path) -> None:
    source = page(
        tmp_path,
        """<!DOCTYPE html><title>みどり市 &amp; 計画</title><style>p{}</style><script>var a="<p>x</p>"</script>
<header>みどり市</header><nav><ul><li><a href="#s1">第1章</a></ul></nav>
<main><h1 id="s1">第1章
 総合<b>計画</b></h1>
直接の文<p>段落&nbsp;</p>&nbsp;<!-- 見えない -->
<ul><li>甲<ul><li>乙</ul><li><p>丙</p><p>続き</p></ul>
<dl><dt>語<dd>意味</dl><header>節の頭</header><form>氏名<select><option>選ぶ</select></form>
</main><template><table><tr><td>型</table></template><noscript>なし</noscript><footer>連絡先</footer>""",
    )
    assert source.title == "みどり市 & 計画"
    assert shown(source) == [
        ("furniture", "みどり市"),
        ("furniture", "第1章"),
        ("text", "第1章\n 総合 計画"),
        ("text", "直接の文"),
        ("text", "段落"),
        ("bullet", "甲"),
        ("bullet", "乙"),
        ("bullet", "丙"),
        ("text", "続き"),
        ("text", "語"),
        ("text", "意味"),
        ("text", "節の頭"),
        ("text", "氏名"),
        ("furniture", "連絡先"),
    ]
    heading = source.lines[2]
    assert (heading.number, heading.last, mark(heading).level, mark(heading).anchor) == (3, 4, 1, True)
    assert [mark(line).reason for line in source.lines if mark(line).role is Role.FURNITURE] == [
        "ページの見出し部分",
        "ページの案内",
        "ページの下の部分",
    ]


def test_a_row_knows_its_cells(tmp_path: Path) -> None:
    source = page(
        tmp_path,
        "<table><caption>表1</caption><thead><tr><th>年度<th colspan=2>額</thead>\n"
        "<tr><td rowspan=2>令和5年度<td>1<br>2<td></tr>\n<tr><td><p>3</p><p>4</p><td>5</table>"
        "<table><tr><th>区分<td>甲</table>",
    )
    rows = [line for line in source.lines if mark(line).table]
    assert [(mark(row).role, mark(row).table) for row in rows] == [
        (Role.HEADER, 1),
        (Role.ROW, 1),
        (Role.ROW, 1),
        (Role.ROW, 2),
    ]
    assert [[source.text[slice(*cell)] for cell in mark(row).cells] for row in rows] == [
        ["年度", "額", ""],
        ["令和5年度", "1<br>2", ""],
        ["", "3</p><p>4", "5"],
        ["区分", "甲"],
    ]
    assert [row.number for row in rows] == [1, 2, 3, 3]


def test_a_table_that_lays_out_the_page_is_no_table(tmp_path: Path) -> None:
    source = page(tmp_path, "<table><tr><td>案内<td><h2>第1章</h2><p>本文</p><table><tr><td>甲<td>乙</table>後</table>")
    assert shown(source) == [("text", "案内"), ("text", "第1章"), ("text", "本文"), ("row", "甲 乙"), ("text", "後")]


def test_line_breaks_make_lines_that_may_belong_together(tmp_path: Path) -> None:
    source = page(
        tmp_path, "<p>1 目的<br>市民の<br><b>ため</b></p><pre>一行\r\n  二行\r\n\r\n三行</pre><h2>第1章<br>総則</h2>"
    )
    assert [(readable(line.text), line.number, mark(line).whole) for line in source.lines] == [
        ("1 目的", 1, False),
        ("市民の", 1, False),
        ("ため", 1, False),
        ("一行", 1, False),
        ("二行", 2, False),
        ("三行", 4, False),
        ("第1章 総則", 4, True),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h2>題</h3>本文", [("text", "題"), ("text", "本文")]),
        ("<h2>題<p>本文", [("text", "題"), ("text", "本文")]),
        ("<nav><p>案内が閉じない<p>本文", [("text", "案内が閉じない"), ("text", "本文")]),
        ("<p>本文<script>閉じない", [("text", "本文")]),
        ("<p>前<!-- 閉じない 本文", [("text", "前")]),
        ("<p>前<a href='閉じない>本文", [("text", "前 本文")]),
        ("<li>甲<li>乙", [("bullet", "甲"), ("bullet", "乙")]),
        ("<table><tr><td>甲</div><td>乙</table>後", [("row", "甲 乙"), ("text", "後")]),
        ("<table>外<tr>甲<td>乙</table>", [("text", "外"), ("row", "甲 乙")]),
        ("</p></table>1 < 2 & 3", [("text", "1 < 2 & 3")]),
        ("ただの文", [("text", "ただの文")]),
    ],
)
def test_broken_pages_are_read_as_far_as_they_go(tmp_path: Path, body: str, expected: list) -> None:
    path = tmp_path / "page.htm"
    path.write_text(body, "utf-8")
    found = shown(load_html(path))
    assert found == expected


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<a '",
        "<a =",
        "<!--",
        "<b>",
        "<div>",
        "<table><tr><td>",
        "</p>",
        "<td colspan=1000 rowspan=9>",
        "<ul><li>",
        "<h1>",
    ],
)
def test_a_page_made_to_take_long_does_not(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "page.html"
    path.write_text("<p>本文" + piece * 20_000, "utf-8")
    begin = time.process_time()
    load(path)
    assert time.process_time() - begin < 5


WORDS = st.text(st.sampled_from("市民の手続 A1&<>　\n\r"), max_size=6).map(
    lambda text: text.replace("<", "&lt;").replace(">", "&gt;")
)
INLINE = st.sampled_from(
    [
        "<b>市</b>",
        "<br>",
        "<!-- 注 -->",
        "&nbsp;",
        "<a href='#x'>先</a>",
        "<img alt=絵>",
        "<script>1<2</script>",
        "\r\n",
    ]
)
TEXT = st.lists(st.one_of(WORDS, INLINE), max_size=4).map("".join)


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    name = st.sampled_from(
        [
            "p",
            "div",
            "h2",
            "ul",
            "li",
            "table",
            "tr",
            "td",
            "th",
            "thead",
            "pre",
            "nav",
            "header",
            "footer",
            "main",
            "section",
            "b",
            "template",
            "select",
        ]
    )
    closed = st.builds(lambda tag, body: f"<{tag}>{body}</{tag}>", name, st.lists(inner, max_size=4).map("".join))
    return st.one_of(closed, st.builds(lambda tag, body: f"<{tag}>{body}", name, inner))


BODY = st.lists(st.recursive(TEXT, wrapped, max_leaves=12), max_size=4).map("".join)


class Visible(HTMLParser):
    """An independent list of the visible characters of a well-formed page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "template", "select")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "template", "select")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def visible(html: str) -> str:
    parser = Visible()
    parser.feed(html)
    parser.close()
    return "".join("".join(parser.found).split())


def check_exact(raw: str, source: SourceText) -> None:
    file_lines = split_lines(raw).lines
    ends = 0
    for line in source.lines:
        assert line.text == source.text[line.start : line.end] == line.text.strip()
        assert ends <= line.start < line.end
        ends = line.end
        first, last = file_lines[line.number - 1], file_lines[line.last_number - 1]
        assert first.start <= line.start <= first.end and last.start < line.end <= last.end
        for start, end in mark(line).cells:
            assert line.start <= start <= end <= line.end


@settings(max_examples=150, deadline=None)
@given(BODY)
def test_each_visible_character_lies_in_exactly_one_line(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(f"<!doctype html>\n本{body}".encode())
    source = load_html(path)
    check_exact(source.text, source)
    inside = "".join(source.text[line.start : line.end] + "\n" for line in source.lines)
    if all(body.count(f"<{name}>") == body.count(f"</{name}>") for name in ("script", "template", "select")):
        assert visible(inside) == visible(source.text)


@settings(max_examples=100, deadline=None)
@given(BODY)
def test_tags_and_text_are_where_the_standard_parser_sees_them(body: str) -> None:
    seen: list[tuple[str, str]] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append(("<", tag))

        def handle_endtag(self, tag: str) -> None:
            seen.append((">", tag))

        def handle_data(self, data: str) -> None:
            seen.append(("", data))

    parser = Parser()
    parser.feed(body)
    parser.close()
    own = [
        ("", unescape(body[token.start : token.end]))
        if token.kind is Kind.TEXT
        else ("<" if token.kind is Kind.OPEN else ">", token.name)
        for token in tokens(body)
    ]
    assert [what for what in own if what[0]] == [what for what in seen if what[0]]
    assert "".join(text for kind, text in own if not kind) == "".join(text for kind, text in seen if not kind)
