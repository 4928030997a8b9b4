"""Embedding: the bundled word vectors without torch, and any other sentence-transformers model."""
