"""Writing systems as evidence: which scripts a text is in, and which languages that leaves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

# Starts of Unicode ranges and their script (ISO 15924); letters only are counted, so ranges may be generous.
_RANGES = (
    (0x0041, "Latn"), (0x0370, "Grek"), (0x0400, "Cyrl"), (0x0530, "Armn"), (0x0590, "Hebr"), (0x0600, "Arab"),
    (0x0700, "Syrc"), (0x0750, "Arab"), (0x0780, "Thaa"), (0x07C0, "Nkoo"), (0x0800, "Zyyy"), (0x08A0, "Arab"),
    (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"), (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"),
    (0x0C00, "Telu"), (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"), (0x0E00, "Thai"), (0x0E80, "Laoo"),
    (0x0F00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"), (0x1200, "Ethi"), (0x13A0, "Cher"),
    (0x1400, "Cans"), (0x1680, "Zyyy"), (0x1780, "Khmr"), (0x1800, "Mong"), (0x1900, "Zyyy"), (0x1C50, "Olck"),
    (0x1C80, "Cyrl"), (0x1C90, "Geor"), (0x1D00, "Latn"), (0x1F00, "Grek"), (0x2000, "Zyyy"), (0x2C60, "Latn"),
    (0x2D00, "Geor"), (0x2D30, "Tfng"), (0x2D80, "Ethi"), (0x2DE0, "Cyrl"), (0x2E80, "Hani"), (0x3040, "Hira"),
    (0x30A0, "Kana"), (0x3100, "Bopo"), (0x3130, "Hang"), (0x3200, "Zyyy"), (0x3400, "Hani"), (0xA000, "Yiii"),
    (0xA4D0, "Zyyy"), (0xA640, "Cyrl"), (0xA720, "Latn"), (0xA800, "Zyyy"), (0xA8E0, "Deva"), (0xA900, "Zyyy"),
    (0xAA60, "Mymr"), (0xAB00, "Ethi"), (0xAB30, "Latn"), (0xABC0, "Mtei"), (0xAC00, "Hang"), (0xF900, "Hani"),
    (0xFB00, "Latn"), (0xFB13, "Armn"), (0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFE00, "Zyyy"), (0xFE70, "Arab"),
    (0xFF00, "Latn"), (0xFF66, "Kana"), (0xFFA0, "Hang"), (0x10000, "Zyyy"), (0x1E900, "Adlm"), (0x1E960, "Zyyy"),
    (0x20000, "Hani"),
)  # fmt: skip
_STARTS = [start for start, _ in _RANGES]
_NAMES = [name for _, name in _RANGES]

# Scripts that stand for one language in all but rare texts, for when no model knows better.
SOLE_LANGUAGE = {
    "Grek": "el", "Armn": "hy", "Thai": "th", "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Geor": "ka", "Hang": "ko",
    "Gujr": "gu",
    "Guru": "pa", "Orya": "or", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Tibt": "bo",
    "Thaa": "dv",
    "Hira": "ja", "Kana": "ja", "Cher": "chr", "Nkoo": "nqo", "Olck": "sat", "Yiii": "ii", "Adlm": "ff",
    "Mtei": "mni", "Syrc": "syr",
}  # fmt: skip

# Characters that only one of the two Chinese spellings uses; the pairs are among the most frequent of each.
_SIMPLIFIED = frozenset(
    "们这国来对时会说为个学发动过还没开关问实现马东车长门见语书听读写认识谁让请记许论设计访议证评该话详误调谈课"
    "报业产权义员务势组织纪级给结统经绝续维综绿缘红约纷线练细终绍织际陆阵阳队险随难云电显华协单卖卢卫厂厅历压厌厨县参双变叙叶号叹后吗听启员"
    "呜咏响哑唤团园围图圆圣场坏块坚坛坝坟垄声壳处备复够头夺奋奖妇妈娱婴孙宁宝审宪宫宽宾对寻导寿将尔尘尝层属岁岂岗岛峡币帅师帐带帮广庄庆库应庙"
    "废张弹强归录彻径忆忧怀态怜总恋恶恼悬惊惧惨惩惯战户扑执扩扫扬扰抚抛抢护担拟拥择挂挥损换据掷摄摆摇撑数断无旧显晋晒晓晕暂术机杀杂权条极构枪柜标栋树样桥检楼榄"
)
_TRADITIONAL = frozenset(
    "們這國來對時會說為個學發動過還沒開關問實現馬東車長門見語書聽讀寫認識誰讓請記許論設計訪議證評該話詳誤調談課"
    "報業產權義員務勢組織紀級給結統經絕續維綜綠緣紅約紛線練細終紹際陸陣陽隊險隨難雲電顯華協單賣盧衛廠廳歷壓厭廚縣參雙變敘葉號嘆後嗎啟"
    "嗚詠響啞喚團園圍圖圓聖場壞塊堅壇壩墳壟聲殼處備復夠頭奪奮獎婦媽娛嬰孫寧寶審憲宮寬賓尋導壽將爾塵嘗層屬歲豈崗島峽幣帥師帳帶幫廣莊慶庫應廟"
    "廢張彈強歸錄徹徑憶憂懷態憐總戀惡惱懸驚懼慘懲慣戰戶撲執擴掃揚擾撫拋搶護擔擬擁擇掛揮損換據擲攝擺搖撐數斷無舊晉曬曉暈暫術機殺雜條極構槍櫃標棟樹樣橋檢樓欖"
)
_ONLY_SIMPLIFIED = _SIMPLIFIED - _TRADITIONAL
_ONLY_TRADITIONAL = _TRADITIONAL - _SIMPLIFIED
# Letters of Central Kurdish in Arabic script that neither Arabic, Persian nor Urdu has, and those of Uyghur.
_SORANI = re.compile("[ێڕڵ]|ۆ")
_UYGHUR = re.compile("[ۈۋې]")


def letters(text: str) -> int:
    """Return how many letters a text has."""
    return sum(map(str.isalpha, text))


def scripts(text: str) -> Counter[str]:
    """Return how many letters of each script (ISO 15924 code) a text has."""
    counts: Counter[str] = Counter()
    for character, times in Counter(text).items():
        if character.isalpha():
            at = bisect_right(_STARTS, ord(character)) - 1
            counts[_NAMES[max(at, 0)]] += times
    return counts


def main_script(text: str) -> str | None:
    """Return the script of most letters, kana for all of Japanese; None without letters."""
    counts = scripts(text)
    if not counts:
        return None
    if (
        counts["Hira"] + counts["Kana"] > 0.08 * counts["Hani"]
        and counts["Hani"] + counts["Hira"] + counts["Kana"] > 0.5 * counts.total()
    ):
        return "Hira"
    return counts.most_common(1)[0][0]


def chinese_script(text: str) -> str | None:
    """Return ``Hans`` or ``Hant`` when the characters settle it, else None."""
    simplified = sum(character in _ONLY_SIMPLIFIED for character in text)
    traditional = sum(character in _ONLY_TRADITIONAL for character in text)
    if simplified + traditional == 0 or 3 * min(simplified, traditional) > max(simplified, traditional):
        return None
    return "Hans" if simplified > traditional else "Hant"


def is_sorani(text: str) -> bool:
    """Say whether Arabic letters are those of Central Kurdish."""
    return len(_SORANI.findall(text)) > 0.02 * max(letters(text), 1) and not _UYGHUR.search(text)
