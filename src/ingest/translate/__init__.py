"""Segmented articles to aligned translations."""
