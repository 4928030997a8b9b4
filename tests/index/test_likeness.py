import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.likeness import NEAR, NearTexts, likeness

TEXTS = st.lists(st.text("電子申請防災令和6年", max_size=9), max_size=8)


@given(texts=TEXTS, text=st.text("電子申請防災令和6年", max_size=9), least=st.sampled_from([1e-9, 0.2, 0.5, NEAR, 1.0]))
def test_near_texts_are_those_that_a_comparison_of_all_would_find(texts: list[str], text: str, least: float) -> None:
    found = dict(NearTexts(texts).near(text, least))
    each = {number: likeness(text, other) for number, other in enumerate(texts)}
    assert found == pytest.approx({number: alike for number, alike in each.items() if alike >= least})
