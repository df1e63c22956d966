"""Every night: whether raw and processed are still what they were; the run fails when a file is not."""

from __future__ import annotations

from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows.artifacts import Cell, table
from flows.ingest import settings_of, titled
from ingest.pipeline import open_pipeline
from ingest.verify import verify as verify_all


@flow(name="verify", flow_run_name="verify, {sample} records made anew", persist_result=False)
def verify(sample: Annotated[int, titled("Records made anew"), Field(ge=0, le=10_000)] = 50) -> State[Any]:
    """Check that no file was changed since it was written.

    Args:
        sample: How many records are made anew from their raw bytes and compared byte for byte; others each time.

    """
    with open_pipeline(settings_of(None, None)) as pipeline:
        verdict = verify_all(pipeline, sample=sample)
    if not verdict.faults:
        return Completed(message=verdict.sentence)
    rows: list[dict[str, Cell]] = [
        {"file": fault.file, "check": fault.check, "what is wrong": fault.message} for fault in verdict.faults
    ]
    table("verify-faults", rows, verdict.sentence)
    files = ", ".join(fault.file for fault in verdict.faults[:5])
    return Failed(message=f"{verdict.sentence}: {files}")
