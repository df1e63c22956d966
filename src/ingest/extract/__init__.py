"""Bytes to articles: one module per media type."""
