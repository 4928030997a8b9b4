"""What a question asks for, coarsely: two questions on one thing that ask for different ones have different answers.

Finer than :class:`assistant.question.Wants`, which says how an answer is composed, and coarser than
:mod:`assistant.slots`, which says what a text has to state. Texts are in search form.
"""

import re
from functools import lru_cache

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("when", r"いつ|何年|何月|何日|何時|時期|期限|締め?切|年度は|期日|日付|年月日|何年度"),
        ("where", r"どこ|会場|場所|所在|どちら"),
        ("who", r"誰|だれ|どなた|氏名|座長|主査|何課|担当(?:は|課|部署)|提案者"),
        ("why", r"なぜ|なんで|どうして|理由|わけ|根拠"),
        ("contact", r"電話|連絡先|アドレス|問い?合わ?せ先|ファックス|url"),
        ("amount", r"いくら|何(?:[万億兆千百十]*円|ユーロ|ドル)|金額|予算|費用|額は|料金|手数料|補助率|報酬|経費"),
        (
            "count",
            r"いくつ|何(?:[人件本社団回個割%台校種枚倍位]|[かカヶケ箇][所月国年])|何自治体|何都市|人数|件数|割合|率は|数は|数$"
            r"|どれくらい|どのくらい|どれだけ|目標値|達成率",
        ),
        ("way", r"どうやって|どのように|どうすれば|方法|手順|手続|申込|申し込|計算式|測り方|やり方|仕方"),
        ("name", r"名前|名称|何という|なんという|何ていう|題名|社名|正式名"),
        ("condition", r"条件|資格|基準|要件|例外|経過措置|対象外|罰則|しないとどう|守らな|罰"),
        ("list", r"すべて|全て|全部|一覧|列挙|何と何|内訳"),
        ("meaning", r"(?<!こ)とは|意味|定義|って何"),
        ("result", r"結果|実績|成果|どうなった|効果は"),
    )
)
# These only count where nothing above is asked for.
_LOOSE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("which", re.compile(r"どの(?!くらい|よう)|どれ|どんな|どういう")),
    (
        "whether",
        re.compile(
            r"^(?!.*(?:何|なに|どう|どんな|どの|どれ)).*(?:ます|です|でしょう|る|た|ない|い|ん|の)か[?。]?$|(?:できる|ある|いる|もらえる|断れる)の?\?$"
        ),
    ),
)


@lru_cache(maxsize=16384)
def asks_for(folded: str) -> frozenset[str]:
    """The kinds of things that a folded question asks for; none for a search by keywords."""
    kinds = frozenset(kind for kind, pattern in _KINDS if pattern.search(folded))
    return kinds or frozenset(kind for kind, pattern in _LOOSE if pattern.search(folded))
