"""The recipe of the bundled German-English package; see README.md in this folder."""
