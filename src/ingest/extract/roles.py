"""What people do, where a byline says it after their names: "Ana Lund, Product Manager, Gull Maps"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# The last word of a role in two words or more, of which no word says so by itself: "Research Scientist".
_ROLE = re.compile(
    r"(?:\S+\s+){0,4}(?:engineer|manager|scientist|researcher|student|officer|specialist|analyst|developer|designer"
    r"|ambassador|apprentice|intern|trainee|strategist|economist|adviser|advisor|coordinator|associate|expert|architect"
    r"|activist|campaigner|volunteer|president|director|professor|fellow|candidate|representative|assistant|partner"
    r"|lead|(?:developer|public|media|government) relations|executive)s?"
    r"|(?:\S+\s+){0,4}(?:ingenieur|wissenschaftler|forscher|berater|leiter|experte)(?:in)?"
    r"|(?:chargée?|responsable|membre|doctorante?|chercheu(?:r|se)|ingénieure?)(?:\s\S+){0,5}"
    r"|(?:investigador|ingenier|analista|asesor|profesor)[oa]?(?:\s\S+){0,5}"
    r"|(?:apprentice|trainee|freelance)\s\S+",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*,\s*")


def without_roles(parts: Sequence[str], separators: Sequence[str]) -> Iterator[str]:
    """Yield the parts of a byline that are no role of who stands before them; ``separators`` stand between the parts.

    A role follows a comma. So does, behind it, whom the role is for, unless a role of its own shows that it is a person
    ("Ana Lund, Product Manager, Bo Tarr, Software Engineer").
    """
    roles = [
        at > 0 and bool(_COMMA.fullmatch(separators[at - 1])) and bool(_ROLE.fullmatch(part.strip()))
        for at, part in enumerate(parts)
    ]
    for at, part in enumerate(parts):
        employer = (
            at > 1
            and roles[at - 1]
            and bool(_COMMA.fullmatch(separators[at - 1]))
            and not (at + 1 < len(parts) and roles[at + 1])
        )
        if not roles[at] and not employer:
            yield part
