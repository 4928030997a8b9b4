"""Whose request it is, and whether they may edit. Every part of the page that has to know asks here.

An endpoint is given its request by Gradio where it says so in its signature::

    from gradio import Request

    def rename(title: str, request: Request) -> dict[str, Any]:
        require_editor(application, request)
"""

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.auth import User
from assistant.auth.exposure import is_local
from assistant.ui.application import Application
from index.errors import NotAllowed

if TYPE_CHECKING:
    from gradio import Request


def user_of(application: Application, request: "Request") -> User | None:
    """The user of a request; None without a login. Where there is one, Gradio lets nobody in who has no name."""
    if application.auth is None:
        return None
    return application.auth.user_of(request.headers, _address(request), request.username)


def may_edit(application: Application, request: "Request") -> bool:
    """Whether they may change documents and the like: an editor, or, without a login, whoever sits at this machine."""
    if application.auth is None:
        return is_local(_address(request) or "") and _is_own_name(request.headers.get("host", ""))
    user = user_of(application, request)
    return user is not None and user.may_edit


def require_editor(application: Application, request: "Request") -> None:
    """Let only those go on who may edit.

    Raises:
        NotAllowed: they may not.
    """
    if may_edit(application, request):
        return
    if application.auth is None:
        raise NotAllowed(
            "ログインを使わない設定では、計画アシスタントが動く端末からだけ変更できます。その端末で操作してください。"
        )
    raise NotAllowed("変更できるのは、役割が「編集」の利用者だけです。必要なときは管理者に依頼してください。")


def _is_own_name(host: str) -> bool:
    """Whether a ``Host`` header is an address of this machine, or says that it is local.

    Another name may be one that a page elsewhere has pointed at this machine, to be taken for whoever sits there.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name in ("", "localhost") or bool(ip_address(name))
    except ValueError:
        return False


def _address(request: "Request") -> str | None:
    """Of the machine that sent the request itself."""
    host = request.client.host if request.client else None
    return str(host) if host else None
