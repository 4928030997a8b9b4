"""What everything is called on the page, and how numbers are written there."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from eval.faults import NAMES as STATIONS
from eval.record import Fault
from eval.report.data import Figure, Past

NONE = "–"
_JAPAN = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True)
class Named:
    """A figure's name, what it means, how it is written, and which way is better."""

    key: str
    name: str
    meaning: str
    unit: Literal["rate", "score", "time"] = "rate"
    lower_better: bool = False

    def write(self, value: float | None) -> str:
        """The value as read on the page."""
        if value is None:
            return NONE
        if self.unit == "rate":
            return f"{value * 100:.1f}%"
        return f"{value:.3f}" if self.unit == "score" else milliseconds(value)

    def interval(self, figure: Figure) -> str:
        """The interval as read on the page."""
        if figure.low is None or figure.high is None:
            return NONE
        if self.unit == "rate":
            return f"{figure.low * 100:.1f}–{figure.high * 100:.1f}%"
        if self.unit == "score":
            return f"{figure.low:.3f}–{figure.high:.3f}"
        low, high = milliseconds(figure.low), milliseconds(figure.high)
        unit = low.lstrip("0123456789.")
        return f"{low.removesuffix(unit) if high.endswith(unit) else low}–{high}"

    def difference(self, value: float) -> str:
        """A difference with its sign."""
        if self.unit == "rate":
            return f"{signed(value * 100, 1)}ポイント"
        if self.unit == "score":
            return signed(value, 3)
        return f"{'−' if value < 0 else '+'}{milliseconds(abs(value))}"


def signed(value: float, digits: int) -> str:
    """A number with its sign, and ±0 for what rounds to nothing."""
    rounded = round(value, digits)
    return f"±{0:.{digits}f}" if rounded == 0 else f"{rounded:+.{digits}f}".replace("-", "−")


def milliseconds(value: float) -> str:
    """A time as people read it."""
    if value >= 1000:
        return f"{value / 1000:.1f}秒"
    return f"{value:.0f}ミリ秒" if value >= 10 else f"{value:.1f}ミリ秒"


FINDING = (
    Named("first", "先頭", "先頭の引用が根拠を含む"),
    Named("top3", "3位以内", "3位までの箇所に根拠がある"),
    Named("mrr", "MRR", "根拠の順位の逆数の平均", "score"),
    Named("ndcg", "nDCG", "順位の良さ（上位ほど重い）", "score"),
    Named("recall", "根拠の再現率", "根拠を含む単位のうち見つけたもの"),
    Named("section", "節の一致", "引用の節名が場所を言い当てる"),
    Named("edition", "版の一致", "名指しされた版から引く"),
)
SAYING = (
    Named("facts", "事実", "正解の事実が回答にある"),
    Named("precision", "引用の的中", "引用が根拠を含む"),
    Named("citation_recall", "引用の再現率", "文が引用に裏付けられる（ALCE）"),
    Named("citation_precision", "引用の適合率", "引用が文に必要である（ALCE）"),
    Named("citations_valid", "引用の実在", "資料・場所・引用文が実在する"),
    Named("numbers_agree", "数値の一致", "文の数値が引用文にある"),
    Named("sides", "両側", "比較で両方の資料を引く"),
)
REFUSING = (
    Named("right", "示せる回答", "根拠が3位以内にある、または正しく断った"),
    Named("refused", "正しい拒否", "答えの無い質問を断る"),
    Named("false_refusals", "誤った拒否", "答えの有る質問を断る", lower_better=True),
    Named("ece", "校正の誤差", "確からしさと正答率の隔たり（ECE）", "score", lower_better=True),
    Named("brier", "ブライア得点", "確からしさの二乗誤差", "score", lower_better=True),
    Named("risk_coverage_area", "危険度の面積", "確からしい順に答えたときの誤りの割合", "score", lower_better=True),
)
LATENCY = (
    Named("latency_median", "応答時間の中央値", "半数の質問がこれ以内", "time", lower_better=True),
    Named("latency_p95", "応答時間の95%点", "95%の質問がこれ以内", "time", lower_better=True),
)
NAMED = {named.key: named for named in (*FINDING, *SAYING, *REFUSING, *LATENCY)}

KINDS = {
    "paraphrase": "言い換え",
    "fact": "事実",
    "number": "数値",
    "date": "時期",
    "definition": "定義",
    "why": "理由",
    "yesno": "はい・いいえ",
    "list": "列挙",
    "noisy": "表記の乱れ",
    "scoped": "資料の指定",
    "cross": "資料の比較",
    "unanswerable": "答えなし",
}
FAULTS: dict[Fault | None, tuple[str, str]] = {
    Fault.READING: (STATIONS[Fault.READING], "根拠が索引のどの単位にもありません。"),
    Fault.FINDING: (STATIONS[Fault.FINDING], "根拠が上位の箇所に入りませんでした。"),
    Fault.CHOOSING: (STATIONS[Fault.CHOOSING], "根拠は見つかりましたが、別の箇所を引用しました。"),
    Fault.SAYING: (STATIONS[Fault.SAYING], "根拠を引用しましたが、事実が回答から欠けています。"),
    Fault.REFUSING: (STATIONS[Fault.REFUSING], "答えが有るのに断ったか、無いのに答えました。"),
    None: ("分類なし", "どの段階の誤りか決まっていません。"),
}
SUITES = {"eras": "元号と西暦", "sections": "節の名指し", "refusals": "答えの拒否", "editions": "版の名指し"}


def fault_name(fault: Fault | None) -> str:
    """What a fault is called."""
    return FAULTS[fault][0]


def kind_name(kind: str) -> str:
    """What a kind of question is called."""
    return KINDS.get(kind, kind)


def moment(started: str) -> str:
    """An ISO moment as Japanese time; what is none stays as it is."""
    try:
        when = datetime.fromisoformat(started)
    except ValueError:
        return started
    return when.astimezone(_JAPAN).strftime("%Y年%m月%d日 %H:%M")


def day(past: Past) -> str:
    """The day of a past run, short."""
    try:
        return datetime.fromisoformat(past.started).astimezone(_JAPAN).strftime("%m/%d")
    except ValueError:
        return past.started[:10]
