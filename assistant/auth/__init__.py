"""Who may use the page. Without a login it listens on this machine only.

The page starts here::

    auth = load_auth(settings)  # None: no login
    auth.check(name, password, address)  # slow on purpose: in a thread
    user = auth.user_of(request.headers, request.client.host, request.username)
"""

from typing import TYPE_CHECKING

from assistant.auth.exposure import exposure_warning
from assistant.auth.user import Auth, Role, User, may_edit

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["Auth", "Role", "User", "exposure_warning", "load_auth", "may_edit"]


def load_auth(settings: "Settings") -> Auth | None:
    """The login that the settings name; None where they name none.

    Raises:
        SettingsError: the setting cannot be used.
        UsersError: the file of users cannot be used, or nobody is in it.
    """
    from assistant.auth.proxy import PREFIX, load_proxy

    if not settings.auth:
        return None
    if settings.auth.startswith(PREFIX):
        return load_proxy(settings.auth)
    from assistant.auth.passwords import PasswordAuth
    from assistant.auth.users_file import UsersFile

    return PasswordAuth(UsersFile(settings.auth))
