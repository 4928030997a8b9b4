"""Names of files that staff save: what it is, what it is about, and the day; every system takes them."""

import re
from datetime import date

from assistant.visible import visible

LONGEST_SUBJECT = 40  # characters; three bytes each, where 255 are a name's limit
_NOT_IN_NAMES = re.compile(r'[\s\\/:*?"<>|~#%&{}$!`\'@+=]+')


def file_name(kind: str, subject: str, made: date, ending: str) -> str:
    """``想定問答_公共サービスメッシュの時期_2026-11-21.docx``; an empty subject is left out.

    What a system or a shell takes for something else becomes ``_``; what cannot be seen is left out.
    """
    about = _NOT_IN_NAMES.sub("_", visible(subject))[:LONGEST_SUBJECT].strip("._- 　")
    return f"{'_'.join(part for part in (kind, about, made.isoformat()) if part)}.{ending}"
