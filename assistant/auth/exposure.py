"""Whether the page can be reached by others without a login."""

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.settings import Settings


def is_local(host: str) -> bool:
    """Whether a page that listens on this address is reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False  # some other name: who knows


def exposure_warning(settings: "Settings") -> str:
    """One line if the settings open the page to other machines without a login; else nothing."""
    if settings.auth or is_local(settings.host):
        return ""
    return (
        f"ログインなしで、ほかの端末から使えるアドレス（{settings.host}）に画面を開こうとしています。"
        "ASSISTANT_AUTH でログインを設定するか、ASSISTANT_HOST を 127.0.0.1 にしてください。"
    )
