"""Enrichment: what people add to the documents so that they are found in the asker's own words.

Expected questions say what a unit answers (``expected``, found again in a document that changed by ``anchor``); the
thesaurus says which words stand for each other (``thesaurus``). ``sources`` knows where both are kept.
"""
