"""What the page asks of the server to change documents. Every one of these is for editors only."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from assistant.ui.application import Application
from assistant.ui.calls import add_calls
from assistant.ui.documents import opening
from assistant.ui.editing.changes import Change, Changes, State
from assistant.ui.editing.form import form_of, read_form
from assistant.ui.editing.uploads import Upload, Uploads
from assistant.ui.who import may_edit, require_editor
from index.catalog import find_documents, read_catalog
from index.errors import AssistantError, InputError, UnknownDocument
from index.folder_change import Arrival
from index.incoming import check_writable, safe_name
from index.load import READABLE
from index.load.limits import MOST_BYTES
from index.standing import standing

if TYPE_CHECKING:
    from gradio import Server

FOLLOWERS = 16  # pages that are told of a change side by side


class Addition(BaseModel, frozen=True):
    """A file that was sent, the name it is to have, and its form.

    If it replaces a document: which, and how that stood when the page was told of it.
    """

    ticket: str
    name: str = ""
    replaces: str = ""
    seen: str = ""
    form: dict[str, Any]


class Removal(BaseModel, frozen=True):
    """A document that is to go, and how it stood when the page was told of it."""

    slug: str
    seen: str


class Editing:
    """Uploads and changes behind the endpoints."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.documents = application.assistant.settings.documents
        self.uploads = Uploads(self.documents)
        self.changes = Changes(application.assistant, lambda: opening(application))

    def terms(self) -> dict[str, Any]:
        """What the page has to know before a file is chosen; ``why_not`` if nothing can be changed."""
        why_not = ""
        try:
            check_writable(self.documents)
        except AssistantError as error:
            why_not = str(error)
        return {
            "may_edit": True,
            "formats": READABLE,
            "most_bytes": MOST_BYTES,
            "why_not": why_not,
            "change": self.changes.state.model_dump(mode="json"),
        }

    def told_of(self, upload: Upload, replaces: str) -> dict[str, Any]:
        """What a file turned out to be, with the form filled in.

        ``taken`` if a document of its name is there; ``known`` is what the catalogue says under that name. Where
        the file is to replace a document, the form has that; else it is ``guessed`` from the file itself.
        """
        assert upload.look is not None
        slug = replaces or Path(upload.name).stem
        entry = read_catalog(self.documents).get(slug)
        taken = slug in find_documents(self.documents)
        known = form_of(entry).model_dump() if entry else None
        form = known if replaces or not taken else None
        return {
            "name": upload.name,
            "taken": taken,
            "seen": standing(self.documents, slug) if taken else "",
            "form": form or form_of(upload.look.edition).model_dump(),
            "guessed": form is None,
            "known": known,
            "sections": upload.look.sections,
            "units": upload.look.units,
            "warnings": [f"{why}。{do}。" for why, do in upload.look.warnings],
        }

    def change(self, additions: list[dict[str, Any]], removals: list[dict[str, Any]]) -> State:
        """Begin to add, replace and remove.

        Raises:
            InputError: the request cannot be used, a name is taken, a document has changed since, or another change
                is going on.
        """
        try:
            asked = [Addition.model_validate(one) for one in additions]
            leaving = [Removal.model_validate(one) for one in removals]
        except ValidationError:
            raise _unreadable() from None
        if not asked and not leaving:
            raise InputError("変える資料がありません。")
        seen = {one.slug: one.seen for one in leaving} | {one.replaces: one.seen for one in asked if one.replaces}
        change = Change([self._arrival(one) for one in asked], [one.slug for one in leaving], seen)
        tickets = [one.ticket for one in asked]
        self.uploads.hold(tickets)
        try:
            return self.changes.start(change, lambda: self.uploads.let_go(tickets))
        except BaseException:
            self.uploads.let_go(tickets)
            raise

    def _arrival(self, asked: Addition) -> Arrival:
        upload = self.uploads.arrived(asked.ticket)
        name = safe_name(asked.name + Path(upload.name).suffix) if asked.name else upload.name
        return Arrival(upload.path, name, read_form(asked.form).entry, asked.replaces)

    def going(self, slug: str) -> dict[str, Any]:
        """What goes if a document is removed.

        Raises:
            UnknownDocument: it is not there.
        """
        path = find_documents(self.documents).get(slug)
        if path is None:
            raise UnknownDocument(f"資料「{slug}」は資料フォルダにありません。画面を読み込み直してください。")
        return {
            "file": path.relative_to(self.documents).as_posix(),
            "entry": slug in read_catalog(self.documents),
            "seen": standing(self.documents, slug),
        }


def _unreadable() -> InputError:
    return InputError("依頼を読み取れません。画面を読み込み直してください。")


def _whole(number: float) -> int:
    """A number of a request, whatever it holds."""
    try:
        return int(number)
    except (TypeError, ValueError, OverflowError):
        raise _unreadable() from None


def add_to(server: "Server", application: Application) -> None:
    """Give the server what editors need."""
    editing = Editing(application)
    application.tidying.add(editing.uploads.forget_old)
    _add_uploads(server, editing)
    _add_route(server, editing)
    _add_changes(server, editing)


def _add_uploads(server: "Server", editing: Editing) -> None:
    from gradio import Request

    application = editing.application

    def terms(request: Request) -> dict[str, Any]:
        return editing.terms() if may_edit(application, request) else {"may_edit": False}

    def begin(name: str, size: float, request: Request) -> dict[str, Any]:
        require_editor(application, request)
        if not isinstance(name, str):
            raise _unreadable()
        return {"ticket": editing.uploads.begin(name, _whole(size))}

    def look(ticket: str, replaces: str, request: Request) -> dict[str, Any]:
        require_editor(application, request)
        return editing.told_of(editing.uploads.arrived(ticket), replaces)

    def drop(tickets: list[str], request: Request) -> dict[str, Any]:
        require_editor(application, request)
        editing.uploads.drop(*tickets)
        return {}

    add_calls(server, {"editing": terms, "upload_begin": begin, "upload_look": look, "upload_drop": drop})


def _add_changes(server: "Server", editing: Editing) -> None:
    from gradio import Request

    application = editing.application

    def change(additions: list[dict[str, Any]], removals: list[dict[str, Any]], request: Request) -> dict[str, Any]:
        require_editor(application, request)
        return editing.change(additions, removals).model_dump(mode="json")

    def removal(slug: str, request: Request) -> dict[str, Any]:
        require_editor(application, request)
        return editing.going(slug)

    def changing(job: float, request: Request) -> Iterator[dict[str, Any]]:
        try:
            require_editor(application, request)
            for state in editing.changes.follow(_whole(job)):
                yield state.model_dump(mode="json")
        except AssistantError as error:
            yield {"error": str(error)}

    add_calls(server, {"change": change, "removal": removal})
    server.api(changing, name="changing", concurrency_limit=FOLLOWERS, api_visibility="private")


def _add_route(server: "Server", editing: Editing) -> None:
    from fastapi import Request
    from fastapi.responses import JSONResponse
    from starlette.requests import ClientDisconnect

    @server.post("/upload/{ticket}", include_in_schema=False)
    async def upload(ticket: str, request: Request) -> JSONResponse:
        if request.headers.get("content-type") != "application/octet-stream":  # which no form of a page can send
            return JSONResponse({"error": "ファイルを受け取れない送り方です。"}, 415)
        if not editing.uploads.awaits(ticket):
            return JSONResponse({"error": "このファイルは頼まれていません。もう一度ファイルを選んでください。"}, 404)
        try:
            await editing.uploads.receive(ticket, request.stream())
        except AssistantError as error:
            return JSONResponse({"error": str(error)})
        except ClientDisconnect:  # nobody reads what is said now
            return JSONResponse({}, 400)
        return JSONResponse({})
