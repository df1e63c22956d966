"""What people do, where a byline says it after their names: "Ana Lund, Product Manager, Gull Maps"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# The last word of a role in two words or more. Roles that are surnames as well are left to other rules.
_ROLE = re.compile(
    r"(?:\S+\s+){1,4}(?P<corporate>engineer|manager|scientist|researcher|officer|specialist|developer|designer"
    r"|strategist"
    r"|executive|coordinator|(?:developer|public|media|government) relations)s?"
    r"|(?:\S+\s+){0,4}(?:engineer|scientist|researcher|analyst|economist|advis[eo]r|activist|campaigner|volunteer"
    r"|ambassador|strategist)"
    r"|(?:\S+\s+){1,4}(?:president|director|professor|candidate|representative|assistant|associate|expert|architect"
    r"|policy lead)"
    r"|(?:medical|phd|graduate|doctoral|law|university) student|(?:apprentice|trainee|freelance)\s\S+"
    r"|(?:\S+\s+){0,4}(?:wissenschaftler|ingenieur)(?:in)?"
    r"|(?:chargée?|responsable|membre|doctorante?|chercheu(?:r|se)) (?:d[eu']|à|au|en)\S*(?:\s\S+){0,5}"
    r"|(?:investigador|ingenier|analista|asesor|profesor)[oa]?(?:\s(?:de|en|del|titular|asociad|agr[óo]nom"
    r"|principal|senior)\S*"
    r"(?:\s\S+){0,4})?",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*,\s*")


def without_roles(parts: Sequence[str], separators: Sequence[str]) -> Iterator[str]:
    """Yield the parts of a byline that are no role of who stands before them; ``separators`` stand between the parts.

    A role follows a comma. So does, at the end of the line or before "and", whom a role in a company is for ("Product
    Manager, Gull Maps").
    """
    after_comma = [at > 0 and bool(_COMMA.fullmatch(separators[at - 1])) for at in range(len(parts))]
    roles = [_ROLE.fullmatch(part.strip()) if after_comma[at] else None for at, part in enumerate(parts)]
    for at, part in enumerate(parts):
        before = roles[at - 1] if at else None
        last = at + 1 == len(parts) or not after_comma[at + 1]
        employer = before is not None and before["corporate"] and after_comma[at] and last
        if not roles[at] and not employer:
            yield part
