"""Errors, named by what the caller does next.

IngestError
├── DocumentError        reject this document, never retry it, go on with the next one
├── TransientError       worth another try (time-outs, 429, 5xx); the only class that flows retry
└── ConfigurationError   stop at the start and tell the person what to change

Anything else that escapes is a bug: it surfaces with its traceback. Exceptions of libraries are mapped to this tree
where the library is called, with ``raise … from exc``.
"""

from __future__ import annotations

from typing import Literal

Stage = Literal["capture", "extract", "identify", "translate", "assemble"]


class IngestError(Exception):
    """Any error that this package raises on purpose."""


class DocumentError(IngestError):
    """A document that cannot become a record: it becomes a rejection and the run goes on.

    ``code`` is a stable snake_case name for machines, ``message`` one sentence for people that says what to do.
    """

    def __init__(self, stage: Stage, code: str, message: str) -> None:
        super().__init__(message)
        self.stage: Stage = stage
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[DocumentError], tuple[Stage, str, str]]:
        """Survive pickling: errors cross from worker processes to the run."""
        return (type(self), (self.stage, self.code, self.message))


class TransientError(IngestError):
    """The same call may succeed later; retry it."""


class ConfigurationError(IngestError):
    """The run cannot start or go on as configured; the message says what to change."""
