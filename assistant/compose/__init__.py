"""Composers turn what was found into an answer."""
