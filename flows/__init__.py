"""Prefect flows: the same work as the commands, on a schedule and from the Prefect UI."""
