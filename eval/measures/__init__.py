"""Measures over the records of a run, each with its definition and source: pure functions, no assistant needed.

Where to look: ``intervals`` (Wilson, clustered bootstrap), ``compare`` (two runs), ``retrieval``, ``nuggets``,
``citations`` (ALCE, agreement of numbers, ragas) with ``quantities`` and ``support``, ``confidence`` (calibration,
risk–coverage), ``values`` (what each record counts for) and ``summary`` (all figures at once).
"""
