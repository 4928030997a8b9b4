"""A table of questions from the page: it comes as a file, is answered while the page asks for more, goes as a file.

The file has a route of its own, so that its size is limited while it comes in. It goes to a place that the page was
given by an endpoint: who is not logged in is given none, and nobody can guess that of another.
"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.sheet.held import MOST_BYTES, MOST_ROWS, HeldTable, HeldTables
from assistant.sheet.questions import QuestionTable
from assistant.ui.application import Application
from assistant.ui.calls import add_calls
from assistant.ui.data_address import data_address
from assistant.ui.take_away import TYPES
from index.errors import AssistantError, InputError

if TYPE_CHECKING:
    from gradio import Server
    from starlette.requests import Request

FIRST = 5  # rows that are shown before the work begins
_LONGEST = 200  # characters of a question that is shown
_TOO_BIG = f"ファイルが大きすぎます（{MOST_BYTES // 1_000_000} MBまで）。質問の表だけのファイルにしてください。"


class FirstRow(BaseModel, frozen=True):
    """What a row asks, and of which documents (empty for all)."""

    question: str
    documents: str


class Given(BaseModel, frozen=True):
    """A table that came in: how many rows, the first of them, and whether a column says that it has the questions."""

    rows: int
    first: list[FirstRow]
    named: bool


def given(table: QuestionTable) -> Given:
    """A table as the page shows it before the work begins."""
    rows = [
        FirstRow(question=row.question[:_LONGEST], documents=row.documents[:_LONGEST]) for row in table.rows[:FIRST]
    ]
    return Given(rows=len(table.rows), first=rows, named=table.named)


async def body_of(request: "Request") -> bytes:
    """What a request brings, as far as the limit.

    Raises:
        InputError: it is bigger.
    """
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MOST_BYTES:
            raise InputError(_TOO_BIG)
    return bytes(content)


def add_to(server: "Server", application: Application) -> None:
    """Give the server its route ``sheets/…`` for files, and what is done with them."""
    tables = HeldTables()
    application.tidying.add(tables.forget_old)
    _add_route(server, tables)

    def sheet_place() -> dict[str, Any]:
        return {"sheet": tables.open(), "most_bytes": MOST_BYTES, "most_rows": MOST_ROWS}

    def sheet_rows(sheet: str) -> dict[str, Any]:
        return asdict(tables.get(sheet).answer_some(application.assistant, tables.turns))

    def sheet_file(sheet: str) -> dict[str, Any]:
        name, content = tables.get(sheet).file()
        return {"name": name, "href": data_address(TYPES["xlsx"], content)}

    def sheet_forget(sheet: str) -> dict[str, Any]:
        tables.forget(sheet)
        return {"forgotten": True}

    calls = (sheet_place, sheet_rows, sheet_file, sheet_forget)
    add_calls(server, {call.__name__: call for call in calls})


def _add_route(server: "Server", tables: HeldTables) -> None:
    from asyncio import Semaphore

    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response

    reading = Semaphore(1)  # a big workbook takes memory and time; who waits takes none of the server's few threads

    async def taken_in(place: HeldTable, name: str, request: Request) -> Given:
        with place.taking():
            content = await body_of(request)
            async with reading:
                return given(await run_in_threadpool(place.put, content, name))

    @server.post("/sheets/{word}", include_in_schema=False)
    async def receive(word: str, name: str, request: Request) -> Response:
        try:
            table = await taken_in(tables.get(word), name, request)
        except AssistantError as error:
            return JSONResponse({"error": str(error)})
        return JSONResponse(table.model_dump())
