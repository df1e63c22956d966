import io
import zipfile

import pytest

from ingest.media_types import detect


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        (b"<!DOCTYPE html><title>x</title>", "a.txt", "text/html"),
        (b"\xef\xbb\xbf  <!-- saved --><html><p>x", None, "text/html"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', None, "text/html"),
        ("<html><p>ä".encode("utf-16"), None, "text/html"),
        ("<html><p>ä</p>".encode("utf-16-le"), None, "text/html"),
        (b"Notice:<br><p>A page that starts with text.</p>", "a.html", "text/html"),
        (b"<?xml version='1.0'?><rss/>", "feed", "application/xml"),
        (b"A letter.\n\nWith 3 < 4 and x > y.", "letter.txt", "text/plain"),
        (b"A letter.", "letter", "text/plain"),
        (b"Plain words", "a.md", "text/markdown"),
        (b"# Title\n\nSee [this](https://example.org/) and **that**.\n", "notes", "text/markdown"),
        (b"---\ntitle: x\n---\n\nText.\n", "a.txt", "text/markdown"),
        (b"%PDF-1.7\n1 0 obj", "report.html", "application/pdf"),
        (b"{\\rtf1 x}", "a.txt", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.html", "image/png"),
        (bytes(range(256)) * 20, "junk.html", "application/octet-stream"),
        (b"", "empty.html", "text/html"),
        (b"", "empty", "text/plain"),
    ],
)
def test_the_type_follows_the_bytes_and_the_name_only_where_they_are_silent(body, name, expected):
    assert detect(body, name=name) == expected


def test_an_office_file_named_html_is_no_page():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    assert detect(packed.getvalue(), name="a.html").startswith("application/")


def test_a_declared_type_tells_kinds_of_text_apart():
    assert detect(b"Plain words", declared="text/markdown; charset=utf-8") == "text/markdown"
