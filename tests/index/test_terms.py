from index.language import is_exact, terms, words


def test_spellings_of_a_word_become_one_term() -> None:
    assert terms("はんこの手続").words == terms("判子の手続き").words == ("判子", "手続き")
    assert terms("セキュリティ").words == terms("セキュリティー").words


def test_words_that_only_carry_the_question_are_left_out() -> None:
    assert terms("公共サービスメッシュとは何のことですか、教えてください").words == ("公共", "サービス", "メッシュ")


def test_numbers_years_and_latin_words_are_exact() -> None:
    found = terms("令和5年度に48法律、KPIとe-Gov").words
    assert {"年2023", "年度2023", "#48", "@kpi", "@e-gov"} <= set(found)
    assert all(is_exact(term) for term in ("年2023", "年度2023", "#48", "@kpi"))
    assert not is_exact("年度") and not is_exact("法律")


def test_neighbours_become_pairs_only_without_a_particle_between() -> None:
    assert "+個人_情報" in terms("個人情報の保護").pairs
    assert terms("個人の情報").pairs == ()


def test_words_know_their_place() -> None:
    text = "電子 申請を始める"
    for word in words(text):
        assert text[word.start : word.end] == word.surface
