"""``assistant settings``: every setting with its value and where it comes from."""

import json
from typing import Annotated

import typer


def settings(as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False) -> int:
    """設定の値と出どころを表示します。値は環境変数 ASSISTANT_… か .env で変えられます。

    例: ASSISTANT_INDEX=/var/lib/assistant assistant settings
    """
    from assistant.commands.console import put
    from assistant.settings import PREFIX, Settings, load_settings, origin

    values = load_settings()
    rows = [
        {
            "name": f"{PREFIX}{name.upper()}",
            "value": _shown(getattr(values, name)),
            "origin": origin(name),
            "description": field.description or "",
        }
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        put(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        put(f"{row['name']} = {row['value'] or '（空）'}（{row['origin']}）")
        put(f"    {row['description']}")
    return 0


def _shown(value: object) -> str:
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    return str(value)
