"""What Prefect runs: the same work as the command line, watched, scheduled and started again by hand."""
