"""Names that no rule and no corpus gives: demonyms unlike their country, abbreviations that change by language."""

from __future__ import annotations

# English words for a country and its people that do not begin as the country's English name does.
DEMONYMS = {
    "Netherlands": ("Dutch", "Holland"),
    "United Kingdom": ("UK", "British", "Brit", "Britain", "England", "U.K"),
    "United States": ("US", "U.S", "USA", "America"),
    "Germany": ("German",),
    "France": ("French",),
    "Spain": ("Spanish", "Spaniard"),
    "Denmark": ("Danish", "Dane"),
    "Switzerland": ("Swiss",),
    "Greece": ("Greek",),
    "Türkiye": ("Turk",),
    "Czechia": ("Czech",),
    "Poland": ("Polish", "Pole"),
    "Sweden": ("Swed",),
    "Finland": ("Finn",),
    "Wales": ("Welsh",),
    "Thailand": ("Thai",),
    "Philippines": ("Filipin", "Philippine"),
    "Myanmar (Burma)": ("Myanmar", "Burm"),
    "Slovakia": ("Slovak",),
    "New Zealand": ("Zealand",),
    "South Korea": ("Korea",),
    "North Korea": ("Korea",),
    "Côte d’Ivoire": ("Ivor", "Côte"),
    "North Macedonia": ("Macedon",),
}

_EUROPEAN = ("EU", "European")
_NATIONS = ("UN", "United")
_STATES = ("US", "U.S", "USA", "America", "United")

# How English may begin the words for an abbreviation of another language.
ABBREVIATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "de": {
        "EU": _EUROPEAN,
        "EG": ("EC", "European"),
        "UN": _NATIONS,
        "UNO": _NATIONS,
        "US": _STATES,
        "USA": _STATES,
        "OSZE": ("OSCE", "Organization", "Organisation"),
        "EZB": ("ECB", "European"),
        "EGMR": ("ECHR", "ECtHR", "European"),
        "EuGH": ("ECJ", "CJEU", "European", "Court"),
        "IWF": ("IMF", "International"),
        "IStGH": ("ICC", "International"),
        "IAEO": ("IAEA", "International"),
        "IKRK": ("ICRC", "International", "Red"),
        "DSGVO": ("GDPR", "General"),
        "DDR": ("GDR", "East", "German"),
        "BRD": ("FRG", "Federal", "West", "German"),
        "UdSSR": ("USSR", "Soviet"),
        "GUS": ("CIS", "Commonwealth"),
        "KI": ("AI", "artificial", "Artificial"),
        "NRO": ("NGO", "non-governmental"),
        "BIP": ("GDP", "gross"),
        "ZDF": ("ZDF",),
        "Chr": ("BC", "AD", "B.C", "A.D", "CE", "Christ"),
        "Sankt": ("St", "Saint", "Sankt", "San", "Santa"),
        "USt": ("VAT", "value"),
    },
    "fr": {
        "UE": _EUROPEAN,
        "ONU": _NATIONS,
        "OTAN": ("NATO",),
        "OMS": ("WHO", "World"),
        "ONG": ("NGO", "non-governmental"),
        "RGPD": ("GDPR", "General"),
        "FMI": ("IMF", "International"),
        "CEDH": ("ECHR", "ECtHR", "European"),
        "OSCE": ("OSCE",),
    },
    "es": {
        "UE": _EUROPEAN,
        "ONU": _NATIONS,
        "OTAN": ("NATO",),
        "OMS": ("WHO", "World"),
        "ONG": ("NGO", "non-governmental"),
        "RGPD": ("GDPR", "General"),
        "FMI": ("IMF", "International"),
        "EEUU": _STATES,
    },
}
