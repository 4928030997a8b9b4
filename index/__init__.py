"""A document becomes something searchable: load, normalise, outline, units, passages, embed, store, search."""
