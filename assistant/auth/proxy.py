"""Users whom a proxy in front of the page has already checked: their name comes in a header.

Such a header counts only where the proxy itself sent it; everyone else could write it too.
"""

import ipaddress
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.auth.user import LONGEST_NAME, Auth, Role, User
from index.errors import SettingsError

PREFIX = "proxy:"
_FORM = re.compile(r"proxy:([A-Za-z0-9_-]+)(?:,([A-Za-z0-9_-]+))?@(.+)")
_ROLES = re.compile(r"[,;\s]+")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class ProxyAuth(Auth):
    """Believes the proxies at these addresses; ``role_header`` is empty where all are readers."""

    name_header: str
    role_header: str
    proxies: tuple[Network, ...]

    @property
    def asks_password(self) -> bool:
        """No: the proxy did."""
        return False

    def check(self, name: str, password: str, address: str = "") -> bool:
        """Never: nobody has a password here."""
        return False

    def user_of(self, headers: Mapping[str, str], address: str | None, name: str | None = None) -> User | None:
        """The user whom the header names, if the request comes from one of the proxies."""
        if not self._is_proxy(address):
            return None
        user = _name(_value(headers, self.name_header))
        return User(user, self._role(headers)) if user else None

    def _role(self, headers: Mapping[str, str]) -> Role:
        """Editor where the header has the word ``editor``, alone or in a list."""
        value = _value(headers, self.role_header) if self.role_header else ""
        return "editor" if "editor" in _ROLES.split(value.lower()) else "reader"

    def _is_proxy(self, address: str | None) -> bool:
        try:
            sender = ipaddress.ip_address(address or "")
        except ValueError:
            return False
        if isinstance(sender, ipaddress.IPv6Address) and sender.ipv4_mapped:
            sender = sender.ipv4_mapped  # a page that listens on :: sees IPv4 so
        return any(sender in network for network in self.proxies)


def load_proxy(setting: str) -> ProxyAuth:
    """The login of a setting ``proxy:HEADER[,ROLE-HEADER]@ADDRESS[,ADDRESS…]``.

    Also has the web server leave the sender's address alone: by default uvicorn puts in its place what a proxy on this
    machine reports in X-Forwarded-For, and the proxy could not be told from its clients.

    Raises:
        SettingsError: the setting is written otherwise.
    """
    found = _FORM.fullmatch(setting)
    if found is None:
        raise _wrong()
    name_header, role_header, addresses = found.groups()
    try:
        proxies = tuple(ipaddress.ip_network(address.strip()) for address in addresses.split(","))
    except ValueError:
        raise _wrong() from None
    if any(network.prefixlen == 0 for network in proxies):
        raise SettingsError(
            "ASSISTANT_AUTH にすべてのアドレスは指定できません（ヘッダーを誰でも偽れます）。"
            "プロキシのアドレスだけを書いてください。"
        )
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    return ProxyAuth(name_header.lower(), (role_header or "").lower(), proxies)


def _wrong() -> SettingsError:
    return SettingsError(
        "ASSISTANT_AUTH は proxy:ヘッダー名@プロキシのアドレス の形で書いてください"
        "（例 proxy:X-Remote-User,X-Remote-Role@127.0.0.1,10.0.0.0/24）。"
    )


def _value(headers: Mapping[str, str], name: str) -> str:
    """The value of a header; nothing if it came twice: one of them is not the proxy's."""
    pairs: Iterable[tuple[str, str]] = headers.items()
    values = [value for key, value in pairs if key.lower() == name]
    return values[0] if len(values) == 1 else ""


def _name(value: str) -> str:
    """A user's name from a header, which carries UTF-8 as if it were Latin-1; nothing if it cannot be a name."""
    try:
        name = value.encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        name = value.strip()
    good = len(name) <= LONGEST_NAME and name.isprintable()
    return name if good else ""
