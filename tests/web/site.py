"""A small news site on loopback, served by uvicorn: feeds, sitemaps, robots, conditional GET, and endpoints that lie.

``python -m tests.web.site LOG`` prints its port, and the port of a server that does not even speak HTTP properly. Every
request is a line of JSON in LOG; tests judge by that. The host name chooses robots.txt and manners.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import socket
import sys
import time
from email.utils import formatdate
from typing import Any

import brotli
import uvicorn
import zstandard
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ARTICLES = 12
EPOCH = 1_780_000_000
SENTENCE = "Der Ausschuss hat den Bericht über die Überwachung im öffentlichen Raum am Montag angenommen."
WORDS = SENTENCE.split()
versions: dict[str, int] = {}


def slug(n: int) -> str:
    return f"bericht-ueber-ueberwachung-{n}"


def article(n: int, host: str, *, version: int = 0, variant: str = "") -> bytes:
    words = " ".join(WORDS[(n + i) % len(WORDS)] for i in range(400))
    return (
        f"<!DOCTYPE html><html lang='de'><head><meta charset='utf-8'><title>Bericht {n}</title>"
        f"<link rel='canonical' href='/artikel/{slug(n)}'>"
        f"<link rel='alternate' hreflang='en' href='/en/report-{n}'><link rel='amphtml' href='/artikel/{slug(n)}/amp'>"
        f"</head><body><article><h1>Bericht {n} {variant}</h1><p>Fassung {version}. {words}</p></article></body></html>"
    ).encode()


def base(request: Request) -> str:
    return f"http://{request.headers['host']}"


def conditional(request: Request, body: bytes, media_type: str, stamp: int = EPOCH) -> Response:
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"etag": etag, "last-modified": formatdate(stamp, usegmt=True), "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    accepted = request.headers.get("accept-encoding", "")
    coding = ("zstd", "br", "gzip")[len(body) % 3]
    if coding in accepted and media_type.startswith("text/"):
        pack = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.ZstdCompressor().compress}[coding]
        body, headers["content-encoding"] = pack(body), coding
    return Response(body, media_type=media_type, headers=headers)


async def front(request: Request) -> Response:
    links = "".join(f"<li><a href='/artikel/{slug(n)}?ref=home'>Bericht {n}</a></li>" for n in range(ARTICLES))
    html = (
        "<!DOCTYPE html><html lang='de'><head><title>Nachrichten</title>"
        "<link rel='alternate' type='application/rss+xml' href='/feed.rss'></head><body>"
        f"<a href='/impressum'>Impressum</a><a href='https://elsewhere.test/a-b-c-1234'>x</a><ul>{links}</ul></body></html>"
    )
    return conditional(request, html.encode(), "text/html; charset=utf-8")


async def page(request: Request) -> Response:
    name = request.path_params["name"]
    host = request.headers["host"].partition(":")[0]
    n = int(name.rpartition("-")[2])
    version = versions.get(f"{host}/{n}", 0)
    variant = "amp" if request.url.path.endswith("/amp") else ""
    return conditional(request, article(n, host, version=version, variant=variant), "text/html; charset=utf-8")


async def rss(request: Request) -> Response:
    items = "".join(
        f"<item><title>Bericht {n}</title>"
        f"<link>{base(request)}/artikel/{slug(n)}?utm_source=rss&amp;utm_medium=feed</link>"
        f"<pubDate>{formatdate(EPOCH + n * 3600, usegmt=True)}</pubDate></item>"
        for n in range(ARTICLES)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{items}</channel></rss>'
    return conditional(request, body.encode(), "application/rss+xml")


async def atom(request: Request) -> Response:
    number = int(request.query_params.get("page", "1"))
    more = f'<link rel="next" href="/feed.atom?page={number + 1}"/>' if number < 3 else ""
    entries = "".join(
        f'<entry><title>B {n}</title><link href="/artikel/{slug(n)}"/>'
        f"<updated>2026-05-{n + 1:02}T08:00:00Z</updated></entry>"
        for n in range((number - 1) * 4, number * 4)
    )
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{more}{entries}</feed>'
    return conditional(request, body.encode(), "application/atom+xml")


async def json_feed(request: Request) -> Response:
    items = [{"id": str(n), "url": f"{base(request)}/artikel/{slug(n)}", "title": f"B {n}"} for n in range(3)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": items}
    return conditional(request, json.dumps(feed).encode(), "application/feed+json")


async def broken_feed(request: Request) -> Response:
    whole = (await rss(request)).body.decode()
    return Response(whole[: len(whole) * 2 // 3] + "<item>&nbsp;<broken", media_type="application/rss+xml")


async def sitemap_index(request: Request) -> Response:
    b = base(request)
    body = (
        '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{b}/sitemap-1.xml.gz</loc><lastmod>2026-06-01</lastmod></sitemap></sitemapindex>"
    )
    return conditional(request, body.encode(), "application/xml")


async def sitemap(request: Request) -> Response:
    b = base(request)
    urls = "".join(
        f"<url><loc>{b}/artikel/{slug(n)}</loc><lastmod>2026-05-{n + 1:02}</lastmod>"
        f'<xhtml:link rel="alternate" hreflang="fr" href="{b}/fr/rapport-{n}"/>'
        f"<news:news><news:publication><news:language>de</news:language></news:publication>"
        f"<news:publication_date>2026-05-{n + 1:02}T08:00:00+02:00</news:publication_date>"
        f"<news:title>Bericht {n}</news:title></news:news></url>"
        for n in range(ARTICLES)
    )
    body = (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        f"{urls}<url><loc>{b}/private/geheime-sache-9999</loc></url></urlset>"
    )
    return conditional(request, gzip.compress(body.encode(), mtime=0), "application/gzip")


async def robots(request: Request) -> Response:
    host = request.headers["host"].partition(":")[0]
    if host.startswith("norobots"):
        return Response(status_code=404)
    if host.startswith("downrobots"):
        return Response(status_code=503)
    delay = "Crawl-delay: 0.5\n" if host.startswith("slow") else ""
    if host.startswith("glacier"):
        delay = "Crawl-delay: 86400\n"
    text = f"User-agent: *\nDisallow: /private/\n{delay}Sitemap: {base(request)}/sitemap.xml\n"
    return PlainTextResponse(text)


async def bump(request: Request) -> Response:
    key = request.query_params["article"]
    versions[key] = versions.get(key, 0) + 1
    return PlainTextResponse("ok")


async def hostile(request: Request) -> Response:
    kind = request.path_params["kind"]
    if kind == "loop":
        return RedirectResponse("/hostile/loop")
    if kind.startswith("chain-"):
        return RedirectResponse(f"/hostile/chain-{int(kind.removeprefix('chain-')) + 1}")
    if kind in TARGETS:
        return Response(status_code=302, headers={"location": TARGETS[kind]})
    if kind.isdigit():
        return Response("nein" * 50, status_code=int(kind), headers={"retry-after": "0"})
    return await OTHERS[kind](request)


TARGETS = {
    "to-private": "http://10.0.0.1/",
    "to-metadata": "http://169.254.169.254/latest/meta-data/",
    "to-number": "http://2852039166/",
    "to-mapped": "http://[::ffff:10.0.0.1]/",
    "to-file": "file:///etc/passwd",
    "to-credentials": "/artikel/" + slug(1) + "?x=1",
    "to-port": "http://127.0.0.1:22/",
    "to-nowhere": "",
}


ZEROS = b"\0" * 50_000_000
BOMBS = {
    "gzip": gzip.compress(ZEROS, 1),
    "br": brotli.compress(ZEROS, quality=2),
    "zstd": zstandard.ZstdCompressor().compress(ZEROS),
}


async def bomb(request: Request) -> Response:
    coding = request.query_params["coding"]
    return Response(BOMBS[coding], media_type="text/html", headers={"content-encoding": coding})


async def endless(_: Request) -> Response:
    async def stream() -> Any:
        while True:
            yield b"<p>mehr</p>" * 1000
            await asyncio.sleep(0)

    return StreamingResponse(stream(), media_type="text/html")


async def drip(_: Request) -> Response:
    async def stream() -> Any:
        while True:
            yield b"."
            await asyncio.sleep(0.05)

    return StreamingResponse(stream(), media_type="text/html")


async def asleep(_: Request) -> Response:
    await asyncio.sleep(5)
    return Response("zu spät")


async def bad_gzip(_: Request) -> Response:
    return Response(b"das ist kein gzip" * 20, media_type="text/html", headers={"content-encoding": "gzip"})


async def video(_: Request) -> Response:
    return Response(b"\0" * 5_000_000, media_type="video/mp4")


async def laughs(_: Request) -> Response:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 9))
    body = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]><rss><channel>&l8;</channel></rss>'
    return Response(body, media_type="application/rss+xml")


async def flaky(request: Request) -> Response:
    key = "flaky:" + request.headers["host"] + request.url.query
    versions[key] = versions.get(key, 0) + 1
    if versions[key] <= 2:
        return Response(status_code=503, headers={"retry-after": "1"} if "retry" in request.url.query else {})
    return Response(article(1, ""), media_type="text/html")


async def cookie(request: Request) -> Response:
    seen = request.headers.get("cookie", "none")
    response = Response(article(2, "") + seen.encode(), media_type="text/html")
    response.set_cookie("session", "geheim")
    return response


OTHERS = {
    "bomb": bomb,
    "endless": endless,
    "drip": drip,
    "asleep": asleep,
    "bad-gzip": bad_gzip,
    "video": video,
    "laughs.rss": laughs,
    "flaky": flaky,
    "cookie": cookie,
}


class Log:
    """Writes a line for each request when its answer is complete, with the time it arrived."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app, self._file = app, open(path, "a", buffering=1)  # noqa: SIM115, PTH123 - open while the server runs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == "/bump":
            await self._app(scope, receive, send)
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        line = {
            "time": time.time(),
            "host": headers.get("host", "").partition(":")[0],
            "path": scope["path"] + ("?" + scope["query_string"].decode() if scope["query_string"] else ""),
            "headers": headers,
            "status": 0,
            "bytes": 0,
        }

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                line["status"] = message["status"]
            elif message["type"] == "http.response.body":
                line["bytes"] += len(message.get("body", b""))  # type: ignore[operator]  # an int
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            self._file.write(json.dumps(line) + "\n")


app = Starlette(
    routes=[
        Route("/", front),
        Route("/robots.txt", robots),
        Route("/feed.rss", rss),
        Route("/feed.atom", atom),
        Route("/feed.json", json_feed),
        Route("/broken.rss", broken_feed),
        Route("/sitemap.xml", sitemap_index),
        Route("/sitemap-1.xml.gz", sitemap),
        Route("/artikel/{name}", page),
        Route("/artikel/{name}/amp", page),
        Route("/bump", bump),
        Route("/hostile/{kind}", hostile),
    ]
)


RUDE = {
    b"/garbage": b"\x00\x01 this is not HTTP\r\n\r\n",
    b"/headers": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"a" * 500) for i in range(2000)) + b"\r\n",
    b"/cut": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>nur ein Teil",
    b"/empty": b"",
    b"/robots.txt": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
}


async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ")[1]
        writer.write(RUDE.get(path, RUDE[b"/robots.txt"]))
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main(log: str) -> None:
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY only then
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    other = await asyncio.start_server(rude, "127.0.0.1", 0)
    config = uvicorn.Config(Log(app, log), log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    sys.stdout.write(f"{listener.getsockname()[1]} {other.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve([listener])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
