"""Names of people, freed of what stands around them in bylines."""

import pytest

from ingest.extract.names import people_in


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("by Ana Lund | Apr 19, 2013", ["Ana Lund"]),
        ("Ana Lund Tuesday, Aug. 17, 2010", ["Ana Lund"]),
        ("Ana Lund; published Feb 13", ["Ana Lund"]),
        ("Ana Lund, Bo A. Tarr, and Cy Venn, GULL", ["Ana Lund", "Bo A. Tarr", "Cy Venn"]),
        ("Par ANA LUND, BO TARR Envoyés spéciaux à Emden", ["Ana Lund", "Bo Tarr"]),
        ("MARÍA DE LA CRUZ", ["María de la Cruz"]),
        ("JEAN-PIERRE TARR", ["Jean-Pierre Tarr"]),
        ("Ana Lund Senior Washington Correspondent", ["Ana Lund"]),
        ("Ana Lund Gull Executive News Editor", ["Ana Lund"]),
        ("Ana Lund | Emden | 08/01/2014", ["Ana Lund"]),
        ("Ana Lund   on June 26, 2014", ["Ana Lund"]),
        ("Story By Ana Lund; Story By", ["Ana Lund"]),
        ("Lund Survey AG", []),
        ("记者 李明", ["李明"]),
        ("文在寅", ["文在寅"]),
        ("某某日报", []),
        ("相关文章", []),
        ("김민수 경제 칼럼니스트", ["김민수"]),
    ],
)
def test_a_byline_gives_people_and_nothing_else(byline, people):
    assert list(people_in([byline], {"examplegull"}, ["gull"])) == people
