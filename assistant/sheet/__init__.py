"""A table of questions in, the same table with answers out (``assistant sheet``, and on the page).

::

    questions.py  the table of questions, and the document that a row is limited to
    answered.py   the columns behind a row: answer, state, sources
    output.py     the table with answers: written whole, read again to go on
    work.py       row by row, saved as it goes
    held.py       tables that people gave to the page: a few rows at a time, in memory only
"""
