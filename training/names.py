"""Names that no corpus holds: listed rare ones, and ones put together from syllables of many languages.

A small model invents what it has rarely read. Names that never repeat teach it to copy a spelling piece by piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

LEXICON = Path(__file__).parent / "lexicon"

_STARTS = {
    "turkic": "A Ab Er Ka Kay Qu Tur Mu Yu Ay Gul Dil Nur Bek Al Ö Ü Şa Tem Sul Ya Me Hal Xin Ur".split(),
    "slavic": "Bra Vla Stan Dra Kr Pr Zby Czar Mi Že Šta Čer Jur Ład Gor Bož Do Ku Svet Wie Ros".split(),
    "romance": "Bu Car Del Fer Guar Lo Mon Pal San Ver Bel Cas É Fuen Mar Ori Que Ñu".split(),
    "nordic": "Ås Bjør Gun Hal Ing Ker Lind Ny Søn Thor Väs Sjö Øst Haa Pää Kos".split(),
    "african": "Abe Chi Dia Eke Fo Ka Ma Ndi Mbo Oko Nyam Ta Wan Ya Zu Gbe".split(),
    "chinese": "Zhang Xu Qiao Liang Chen Guo Hui Jia Yang Shi Wen Zheng Lü Xiao Ning Hong".split(),
    "german": "Al Bü Brei Dörn Eich Fre Gries Hein Kro Lüt Nie Pfei Rö Schmal Trau Wüst Zwei".split(),
    "english": "Al Brad Chut Dun Ever Far Hux Kings Mar Nor Pem Rad Stan Tug Whit Wrig".split(),
}
_MIDDLES = {
    "turkic": "du li ma ra bu la me sha ri tu ga hi".split(),
    "slavic": "ni mi ro sla je no vi do ši ra".split(),
    "romance": "na re li to ma ro ni ta be ga xa".split(),
    "nordic": "de ma ne re sta ga ".split(" "),
    "african": "ba ko lu ma ne wa di fo ki".split(),
    "chinese": " ".split(" "),
    "german": "te ne ge ke bel ler ".split(" "),
    "english": "er le ing ham ".split(" "),
}
_ENDS = {
    "turkic": "jan met din lar kul bay ghan oğlu mut tay nur xun iz".split(),
    "slavic": "vić čić ski cki wicz nko řík šek čka ová jew shchuk nić ław ak".split(),
    "romance": "dé ro nes vo dez co lli gués ra tín ço lles".split(),
    "nordic": "sen rud qvist mann gård nen lä son berg vik".split(),
    "african": "we ndo nga lé kwe mba bo ré so di".split(),
    "chinese": "ming hua wei qing guo lin long xia zhou yan jun bo".split(),
    "german": "kofer mann bauer huber hagen stein berg ner meier feld wald rath".split(),
    "english": "hat worth ley son ton field combe by stead ham well".split(),
}
_COMPANY_STARTS = (
    "Hik Da Sen Meg Dah Iflo Cam Net Veri Opti Zhe Tian Nor Palan Cog Ana Vu Gen Tech Lux Ser Kry Nuc".split()
)
_COMPANY_ENDS = "vision hua sense vii tek soft tron link cam data mind nix gene view tech ware scan ta ris sys".split()
_COMPANY_TAILS = ["", "", "", "", " AG", " GmbH", " Group", " Technologies", " Ltd."]


@dataclass(frozen=True)
class NameMaker:
    """Draws names; `random` decides, so the same seed gives the same names."""

    random: Random
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]

    @classmethod
    def load(cls, random: Random) -> NameMaker:
        """Read the lists that stand beside this module."""
        rows = dict(line.split("\t") for line in (LEXICON / "names.tsv").read_text(encoding="utf-8").splitlines())
        return cls(random, tuple(rows["first"].split()), tuple(rows["last"].split()))

    def synthetic(self) -> str:
        """A capitalised word in the sound of one language family."""
        kind = self.random.choice(list(_STARTS))
        middle = self.random.choice(_MIDDLES[kind]) if self.random.random() < 0.7 else ""
        return self.random.choice(_STARTS[kind]) + middle + self.random.choice(_ENDS[kind])

    def last(self) -> str:
        """A surname, three in five from syllables, one in fifteen hyphenated."""
        name = self.synthetic() if self.random.random() < 0.6 else self.random.choice(self.lasts)
        return f"{name}-{self.synthetic()}" if self.random.random() < 0.07 else name

    def full(self) -> str:
        """First name and surname."""
        first = self.random.choice(self.firsts) if self.random.random() < 0.7 else self.synthetic()
        return f"{first} {self.last()}"

    def company(self) -> str:
        """A company; one in five in capitals or with a legal form."""
        name = self.random.choice(_COMPANY_STARTS) + self.random.choice(_COMPANY_ENDS)
        if self.random.random() < 0.12:
            return name[:5].upper()
        return name + self.random.choice(_COMPANY_TAILS)
