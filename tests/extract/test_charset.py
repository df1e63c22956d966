import pytest

from ingest.extract.charset import decode

GERMAN = "Über die Straße führt ein Weg für 3 €, sagte Jürgen – „größer“ als gedacht."
RUSSIAN = "Правозащитники сообщили о задержании двадцати человек на площади в центре города. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_needs_no_declaration(encoding):
    assert decode(f"<p>{GERMAN}</p>".encode(encoding)).text == f"<p>{GERMAN}</p>"


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "ISO-8859-1", "latin1", "us-ascii", "windows-1252", None, "utf-8", "nonsense"]
)
def test_windows_1252_keeps_its_euro_whatever_is_declared(declared):
    assert "3 €, sagte Jürgen – „größer“" in decode((GERMAN * 5).encode("cp1252"), declared).text


def test_one_invalid_byte_does_not_make_utf_8_something_else():
    body = GERMAN.encode() + b"\xff" + GERMAN.encode()
    decoded = decode(body, "iso-8859-1")
    assert decoded.charset == "utf-8"
    assert decoded.damaged == 1
    assert decoded.text == f"{GERMAN}\ufffd{GERMAN}"


def test_valid_utf_8_wins_over_a_wrong_declaration():
    page = f'<meta charset="iso-8859-1"><p>{GERMAN}'
    assert decode(page.encode(), "windows-1251").text == page


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
@pytest.mark.parametrize("declared", [True, False])
def test_cyrillic_code_pages_are_read_declared_or_not(encoding, declared):
    body = (RUSSIAN * 4).encode(encoding)
    assert decode(body, encoding if declared else None).text == RUSSIAN * 4


def test_russian_declared_as_latin_1_is_not_mojibake():
    assert decode((RUSSIAN * 4).encode("cp1251"), "iso-8859-1").text == RUSSIAN * 4


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        ("人权组织呼吁释放所有被拘留者,当局没有回应。", "gb18030", "gb2312"),
        ("人權組織呼籲釋放所有被拘留者,當局沒有回應。", "big5", "big5"),
        ("人権団体は拘束された全員の釈放を求めた。", "cp932", "shift_jis"),
        ("人権団体は拘束された全員の釈放を求めた。", "iso2022_jp", "iso-2022-jp"),
        ("인권 단체는 구금된 모든 사람의 석방을 요구했다.", "cp949", "euc-kr"),
        ("دعت منظمات حقوق الإنسان إلى الإفراج عن المعتقلين", "cp1256", "windows-1256"),
        ("Οι οργανώσεις ζήτησαν την απελευθέρωση", "cp1253", "iso-8859-7"),
    ],
)
def test_declared_charsets_of_the_web_are_read_as_browsers_read_them(text, encoding, label):
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}"></head><p>{text}</p>'
    assert text in decode(page.encode(encoding)).text


def test_any_bytes_decode():
    assert isinstance(decode(bytes(range(256)) * 3, "x-user-defined").text, str)
