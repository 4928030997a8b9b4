"""One search form for questions and documents, with a map back to the source; readable text for answers."""

from index.normalise.eras import YEAR, Year, era_names, find_years, year_terms
from index.normalise.radicals import fold_radicals
from index.normalise.readable import join_lines, readable
from index.normalise.search_form import SearchForm, fold, search_form

__all__ = [
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
    "year_terms",
]
