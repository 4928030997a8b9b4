"""PDF files: printed lines with their boxes, fonts and bookmarks; scanned pages by Tesseract where it is there."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from index.document import Mark, Place, Role, SourceText
from index.errors import DocumentUnreadable
from index.load.draft import Draft
from index.load.limits import MOST_CHARACTERS
from index.load.ocr import OCR_LANGUAGE, can_read_images, read_image
from index.load.pdf_lines import PrintedLine, join_pages, slide_titles

MOST_PAGES = 5_000
_GAP = 1.5  # a gap of so many font sizes between words of one line parts two table cells
_LABEL = re.compile(
    r"[・•●○■□◆◇※＊*-]|[(（]?[0-9０-９]{1,2}(?:[.．-][0-9０-９]{1,2})*[)）.．]?|[①-⑳]|第.{1,3}[章節編条]"
)
_NUMBER = re.compile(r"^(?:第?[0-9]+(?:[.-][0-9]+)*[章節編条]?[.)]?|[(][0-9]+[)]|[①-⑳])")
_HEADING_LINES = 4  # a heading is printed over at most so many lines
_LOOSE_LINES = 3  # so many lines of a cell that is longer than the others may stand between two rows
_HEADER_CELL = 24  # characters
_LINE_END = "\r\n"
_HEAVY = ("bold", "heavy", "black", "semibold", "demi")


@dataclass(frozen=True, slots=True)
class _Bookmark:
    level: int
    title: str
    page: int


def load_pdf(path: Path) -> SourceText:
    """Read a PDF file, page by page.

    Raises:
        DocumentUnreadable: it is encrypted, damaged or has no text that can be read.
    """
    document = _open(path)
    try:
        return _read(document)
    finally:
        document.close()


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentUnreadable("パスワードで保護されています", "保護を外したファイルを置いてください") from error
        raise DocumentUnreadable(
            "PDFとして読めません（壊れているか、途中で切れています）", "ファイルを入れ直してください"
        ) from error


def _read(document: pypdfium2.PdfDocument) -> SourceText:
    bookmarks = _bookmarks(document)
    pages: list[list[PrintedLine]] = []
    images = 0
    length = 0
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        try:
            lines = list(_printed_lines(page, number + 1))
            if not lines and _has_image(page):
                images += 1
                lines = read_image(page, number + 1) if can_read_images() else []
        finally:
            page.close()
        length += sum(len(line.text) for line in lines)
        pages.append(lines)
        if length > MOST_CHARACTERS:
            break
    if not any(pages):
        _refuse(images)
    warnings = _warnings(len(document), len(pages), images)
    return _write(pages, bookmarks, document.get_metadata_value("Title") or "", warnings)


def _refuse(images: int) -> None:
    if images:
        raise DocumentUnreadable(
            "スキャンされたPDFで、文字がありません",
            f"Tesseract（{OCR_LANGUAGE}）を入れるか、文字認識をしたPDFを置いてください",
        )
    raise DocumentUnreadable("文字がありません", "本文のあるファイルか確認してください")


def _warnings(total: int, read: int, images: int) -> tuple[tuple[str, str], ...]:
    warnings = []
    if read < total:
        warnings.append((f"全{total}頁のうち{read}頁までを読みました", "ファイルを分けて置いてください"))
    if images and not can_read_images():
        warnings.append(
            (f"画像だけの頁が{images}頁あり、読めませんでした", f"Tesseract（{OCR_LANGUAGE}）を入れてください")
        )
    elif images:
        warnings.append((f"画像だけの{images}頁を文字認識で読みました", "誤読がないか原本で確かめてください"))
    return tuple(warnings)


def _bookmarks(document: pypdfium2.PdfDocument) -> list[_Bookmark]:
    found = []
    for entry in document.get_toc():
        target = entry.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            found.append(_Bookmark(entry.level + 1, entry.get_title() or "", page + 1))
    return found


def _has_image(page: pypdfium2.PdfPage) -> bool:
    return next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


def _printed_lines(page: pypdfium2.PdfPage, number: int) -> Iterator[PrintedLine]:
    """The lines of a page as they are printed, in the order of the page's text."""
    text_page = page.get_textpage()
    try:
        size = page.get_size()
        start = 0
        for text in text_page.get_text_range(errors="replace").split(_LINE_END):
            if text.strip():
                yield _line(text_page, text, start, number, size)
            start += len(text) + len(_LINE_END)
    finally:
        text_page.close()


def _line(
    text_page: pypdfium2.PdfTextPage, text: str, start: int, page: int, page_size: tuple[float, float]
) -> PrintedLine:
    width, height = page_size
    count = text_page.count_rects(start, len(text))
    boxes = [text_page.get_rect(place) for place in range(count)] or [(0.0, 0.0, 0.0, 0.0)]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    visible = [start + place for place, character in enumerate(text) if not character.isspace()]
    fonts = [_font(text_page, place) for place in (visible[0], visible[len(visible) // 2], visible[-1])]
    name, size = Counter(fonts).most_common(1)[0][0]
    heavy = any(part in fonts[0][0].lower() or part in name.lower() for part in _HEAVY)
    return PrintedLine(
        _with_cells(text_page, text, start, size).strip(),
        page,
        tuple(round(value, 1) for value in (left, height - top, right, height - bottom)),
        round(size, 1),
        name,
        heavy,
        False,
        (width, height),
    )


def _font(text_page: pypdfium2.PdfTextPage, place: int) -> tuple[str, float]:
    """Name and size in points of the font of a character."""
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(text_page, place, buffer, len(buffer), ctypes.c_int())
    return buffer.value.decode("utf-8", "replace"), float(pdfium.FPDFText_GetFontSize(text_page, place))


def _with_cells(text_page: pypdfium2.PdfTextPage, text: str, start: int, size: float) -> str:
    """The line with a tab where a wide gap parts two cells of a table; pdfium puts a space there."""
    characters = list(text)
    for place in range(1, len(text) - 1):
        if text[place] == " " and pdfium.FPDFText_IsGenerated(text_page, start + place) == 1:
            before = text_page.get_charbox(start + place - 1)
            after = text_page.get_charbox(start + place + 1)
            if after[0] - before[2] > _GAP * size:
                characters[place] = "\t"
    return "".join(characters)


def _write(
    pages: list[list[PrintedLine]],
    bookmarks: list[_Bookmark],
    title: str,
    warnings: tuple[tuple[str, str], ...],
) -> SourceText:
    # Page numbers and running heads come last: a sentence that goes on overleaf is one piece of the text.
    lines = sorted(join_pages(pages), key=lambda line: bool(line.reason))
    headings = _bookmarked(lines, bookmarks) or slide_titles(lines)
    continued = {first + more for first, (_, count) in headings.items() for more in range(1, count)}
    draft = Draft()
    for place, (line, table) in enumerate(zip(lines, _tables(lines, headings), strict=True)):
        where = Place(page=line.page, box=line.box)
        mark = Mark(Role.TEXT, size=line.size, bold=line.bold, face=line.face, whole=False, page=line.page)
        if line.reason:
            draft.add(line.text, replace(mark, role=Role.FURNITURE, reason=line.reason), where)
        elif table:
            draft.tables = table
            role = Role.HEADER if _is_header(lines, place) else Role.ROW
            draft.add_row(line.text.split("\t"), role, where, line.page)
        else:
            level = headings[place][0] if place in headings else 0
            mark = replace(mark, level=level, continued=place in continued)
            draft.add(line.text.replace("\t", " "), mark, where)
    return draft.finish(title.strip(), warnings)


def _tables(lines: list[PrintedLine], headings: Mapping[int, object]) -> list[int]:
    """For each line the number of the table that it is a row of, 0 for none.

    Loose lines between rows, of cells that run over several lines, end no table.
    """
    numbers = []
    table, last_row = 0, -_LOOSE_LINES - 2
    for place, line in enumerate(lines):
        if line.reason or place in headings or not _is_row(line.text):
            numbers.append(0)
            continue
        table += place - last_row > _LOOSE_LINES + 1
        last_row = place
        numbers.append(table)
    return numbers


def _is_header(lines: list[PrintedLine], place: int) -> bool:
    """Whether a row is the first of its table and short: the names of the columns."""
    before = lines[max(0, place - _LOOSE_LINES) : place]
    cells = lines[place].text.split("\t")
    follows = any(_is_row(line.text) for line in lines[place + 1 : place + 2 + _LOOSE_LINES])
    return follows and not any(_is_row(line.text) for line in before) and all(_is_name(cell) for cell in cells)


def _is_name(cell: str) -> bool:
    return 0 < len(cell.strip()) <= _HEADER_CELL and not any(character.isdigit() for character in cell)


def _is_row(text: str) -> bool:
    """Whether a line has several cells; a list mark or a number before a text makes none."""
    cells = [cell.strip() for cell in text.split("\t")]
    return len(cells) > 2 or (len(cells) == 2 and not _LABEL.fullmatch(cells[0]))


def _bookmarked(lines: list[PrintedLine], bookmarks: list[_Bookmark]) -> dict[int, tuple[int, int]]:
    """Which lines the bookmarks name: level and number of lines of each heading by its first line.

    Each bookmark is looked for on its page, behind the one before it.
    """
    found: dict[int, tuple[int, int]] = {}
    next_line = 0
    for bookmark in bookmarks:
        wanted = _letters(bookmark.title)
        for place in range(next_line, len(lines)):
            if not wanted or lines[place].page > bookmark.page:
                break
            count = _heading_lines(lines, place, wanted) if lines[place].page == bookmark.page else 0
            if count:
                found[place] = (bookmark.level, count)
                next_line = place + count
                break
    return found


def _heading_lines(lines: list[PrintedLine], place: int, wanted: str) -> int:
    """How many lines from ``place`` on are the heading that a bookmark names; 0 if they are not.

    The bookmark may lack the number that is printed before the heading.
    """
    joined = ""
    for count, line in enumerate(lines[place : place + _HEADING_LINES], 1):
        joined += _letters(line.text)
        if line.reason:
            return 0
        bare = _NUMBER.sub("", joined)
        if wanted in (joined, bare):
            return count
        if not (wanted.startswith(joined) or wanted.startswith(bare)):
            return 0
    return 0


def _letters(text: str) -> str:
    from index.normalise import fold

    return "".join(fold(text).split())
