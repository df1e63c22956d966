"""What is kept on disk: records, rejections, run logs, and the ledger that indexes them."""
