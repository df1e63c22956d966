"""Polyglot Ingest: documents in any language become clean, English, citable records."""
