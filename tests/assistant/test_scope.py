import pytest

from assistant.follow_up import context_of
from assistant.question import read_question
from assistant.scope import find_scope
from index.catalog import read_catalog
from index.normalise import fold
from tests.conftest import DOCUMENTS

EDITIONS = [edition for _, edition in sorted(read_catalog(DOCUMENTS).items())]
INITIATIVES, REPORT, OUTLINE, LECTURE, DRAFT = range(5)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("2023年の重点計画案で挙げた10項目は", [(DRAFT,)]),
        ("令和5年の計画案の保険証の時期", [(DRAFT,)]),
        ("WGとりまとめの10原則", [(REPORT,)]),
        ("２０２１年の重点計画では", [(OUTLINE, LECTURE)]),
        ("令和３年12月の計画では", [(OUTLINE, LECTURE)]),
        ("2020年9月の資料に書いてあること", [(INITIATIVES,)]),
        ("2022年2月の講演では", [(LECTURE,)]),
        ("2021年の計画と2023年の計画で保険証はどう変わった", [(OUTLINE, LECTURE), (DRAFT,)]),
        ("2021年と2023年の重点計画を比べて", [(OUTLINE, LECTURE), (DRAFT,)]),
        ("最新の計画では", [(DRAFT,)]),
        ("前回の重点計画では", [(OUTLINE, LECTURE)]),
        ("前の計画と比べて、保険証の時期はどう変わった", [(OUTLINE, LECTURE), (DRAFT,)]),
        ("2023年の計画案は前の計画からどう変わった", [(OUTLINE, LECTURE), (DRAFT,)]),
        ("2023年の計画と2021年の計画の違い", [(OUTLINE, LECTURE), (DRAFT,)]),
        ("令和3年12月の閣議決定の計画で", [(OUTLINE, LECTURE)]),
        ("令和2年9月11日の説明資料にある", [(INITIATIVES,)]),
        ("令和3年12月のデジタル臨調の抜粋資料では", [(OUTLINE, LECTURE)]),
        ("2020/9/11の説明資料では", [(INITIATIVES,)]),
        ("12月24日閣議決定の重点計画によれば", [(OUTLINE, LECTURE)]),
        ("二〇二一年十二月の重点計画では", [(OUTLINE, LECTURE)]),
        ("重点計画【R3.12.24】の課題", [(OUTLINE, LECTURE)]),
        ("2020年11月の時点では", [(REPORT,)]),
        ("いちばん新しい重点計画で", [(DRAFT,)]),
        ("令和四年二月三日の講演で、", [(LECTURE,)]),
        ("R2.9の政府資料 在留カード", [(INITIATIVES,)]),
        ("ICTとDXの取組の資料では", [(INITIATIVES,)]),
        ("WG取りまとめによれば", [(REPORT,)]),
        ("2020年のデジタル改革関連法案ワーキンググループのとりまとめでは", [(REPORT,)]),
        ("デジタル改革法案の報告では", [(REPORT,)]),
        ("2020年秋の資料では", [(INITIATIVES, REPORT)]),
        ("2021年冬の重点計画では", [(OUTLINE, LECTURE)]),
        ("デジタル改革法案の取りまとめでは", [(REPORT,)]),
        ("講演のスライドだと免許証は", [(LECTURE,)]),
        ("重点計画の位置付けは", []),
        ("デジタル社会の資料では", []),  # words of several titles
        ("人材育成の資料では", []),  # words of none
        ("デジタル庁の資料によると、標準化の期限は", []),  # whose it is tells no document from another
        ("デジタル改革の計画では", []),  # not a plan
        ("教育データの計画と課題を教えて", []),  # the subject
        ("関連法案の概要と施行日を教えて", []),
        ("R4年春にまとめる一括的な改正方針の正式名称は", []),
        ("2020年のペーパーレス化の状況は", []),
        ("2020年11月の施策では何が行われましたか", []),
        ("2019年度の市場規模は", []),
    ],
)
def test_which_editions_a_question_names(question: str, sides: list[tuple[int, ...]]) -> None:
    assert list(find_scope(fold(question), EDITIONS).sides) == sides


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("2023年の重点計画案で、保険証の一体化はいつですか", "保険証の一体化はいつですか"),
        ("2021年12月に閣議決定された重点計画では、課題は何ですか", "課題は何ですか"),
        ("2020年のデジタル改革関連法案ワーキンググループのとりまとめでは、課題は", "課題は"),
        ("デジ庁の参事官の講演スライドだと免許証は", "免許証は"),
        ("郵便局の2023年の重点計画案での役割は", "郵便局の での役割は"),
        ("保険証廃止に向けた政府の2023年の重点計画案では", "保険証廃止に向けた政府の では"),
    ],
)
def test_what_names_the_edition_is_not_searched_for(question: str, searched: str) -> None:
    rest = " ".join(find_scope(fold(question), EDITIONS).rest.split())
    assert rest.removeprefix("では、").removeprefix("で、").removeprefix("だと").removeprefix("では ") == searched


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("それはいつですか", True),
        ("ほかには？", True),
        ("理由は？", True),
        ("役所の側がそれを使えるようになるのは？", True),
        ("デジタル庁の方は？", True),
        ("2つ目を詳しく", True),
        ("それぞれの役割を教えてください", False),
        ("防災分野の取組を教えてください", False),
        ("押印 見直し", False),
    ],
)
def test_a_follow_up_leans_on_the_turn_before(question: str, leans: bool) -> None:
    context = context_of(read_question(question), ["公共サービスメッシュとは何ですか"])
    assert bool(context) is leans


def test_a_follow_up_of_a_follow_up_reaches_back() -> None:
    turns = ["公共サービスメッシュとは何ですか", "それはいつですか"]
    assert "メッシュ" in context_of(read_question("ではその理由は？"), turns)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("2024年の重点計画では何が変わりましたか", ["2024年の重点計画"]),
        ("令和4年6月の計画の目標は", ["令和4年6月の計画"]),
        ("2021年春の重点計画では", ["2021年春の重点計画"]),
        ("2020年に閣議決定された重点計画では何が変わりましたか", ["2020年に閣議決定された重点計画"]),
        ("2020年に発表された計画では", ["2020年に発表された計画"]),
        ("2022年6月の重点計画の策定はいつですか", []),  # the subject, which a document may speak of
        ("2023年の重点計画では", []),
        ("2019年度の市場規模は", []),
    ],
)
def test_an_edition_that_is_not_here_is_seen(question: str, absent: list[str]) -> None:
    assert [edition.name for edition in find_scope(fold(question), EDITIONS).absent] == absent
