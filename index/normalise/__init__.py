"""One search form for questions and documents, with a map back to the source; readable text for answers."""

from index.normalise.eras import ERA_LETTERS, YEAR, Year, era_names, find_years, year_of_same_era, year_terms
from index.normalise.numerals import SMALL_NUMBER, small_number
from index.normalise.radicals import fold_radicals
from index.normalise.readable import join_lines, readable
from index.normalise.search_form import SearchForm, fold, search_form

__all__ = [
    "ERA_LETTERS",
    "SMALL_NUMBER",
    "YEAR",
    "SearchForm",
    "Year",
    "era_names",
    "find_years",
    "fold",
    "fold_radicals",
    "join_lines",
    "readable",
    "search_form",
    "small_number",
    "year_of_same_era",
    "year_terms",
]
