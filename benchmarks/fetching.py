"""Fetching against Scrapy: 20 hosts with 100 pages each, one request at a time to a host, the same pause.

    python -m benchmarks.fetching --scrapy PYTHON [--delay 0.25 0.1 0] [--hosts 20] [--pages 100]

PYTHON is the interpreter of an environment with Scrapy. Both crawlers read robots.txt and a feed of every host, then
its pages; ours writes them to WARC files, synced to the disk, Scrapy drops them. The server runs in a process of its
own and its log gives the gaps and the fairness; memory is the peak resident set of the crawler's process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, ClassVar

AGENT = "Benchmark/1 (+https://example.org/bot)"
TEXT = "Der Ausschuss hat den Bericht über die Überwachung im öffentlichen Raum am Montag angenommen. " * 200


def resolve_to_loopback() -> None:
    """Let every name under ``.test`` mean loopback, in this process."""
    lookup = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        return lookup("127.0.0.1" if isinstance(name, str) and name.endswith(".test") else host, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo
    socket.gethostbyname = lambda name: "127.0.0.1" if name.endswith(".test") else name


async def serve(pages: int, log: Path) -> None:
    """Answer with robots.txt, a feed and pages of some 20 KB; write the log when standard input ends."""
    seen: list[tuple[float, str, str]] = []

    def body_of(host: str, path: str) -> tuple[str, str]:
        if path == "/robots.txt":
            return "text/plain", "User-agent: *\nDisallow: /private/\n"
        if path == "/feed":
            items = "".join(f"<item><link>http://{host}/seite-{n}</link></item>" for n in range(pages))
            return "application/rss+xml", f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
        return (
            "text/html; charset=utf-8",
            f"<html><head><title>{path}</title></head><body><p>{path} {TEXT}</p></body></html>",
        )

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                lines = head.decode("latin-1").lower().split("\r\n")
                host = next(line[6:] for line in lines if line.startswith("host: "))
                seen.append((time.time(), host, path))
                kind, text = body_of(host, path)
                body = text.encode()
                writer.write(
                    f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    log.write_text(json.dumps(seen))


def crawl_ours(port: int, hosts: int, delay: float) -> None:
    """Crawl with this project."""
    from ingest.settings import Settings, WebSettings
    from ingest.sources.catalog import WebSource
    from ingest.sources.web import collect

    resolve_to_loopback()
    with tempfile.TemporaryDirectory() as folder:
        web = WebSettings(contact="https://example.org/bot", allow=("127.0.0.0/8",), delay=delay, concurrency=hosts)
        sources = [WebSource(name=f"h{n}", url=f"http://h{n}.test:{port}/feed", limit=100_000) for n in range(hosts)]
        report = collect(sources, Settings(root=Path(folder), web=web))
        print(report.tally.fetched)


def crawl_scrapy(port: int, hosts: int, delay: float) -> None:
    """Crawl with Scrapy."""
    import scrapy
    from scrapy.crawler import CrawlerProcess

    resolve_to_loopback()
    fetched = 0

    class Spider(scrapy.Spider):
        name = "bench"
        start_urls: ClassVar = [f"http://h{n}.test:{port}/feed" for n in range(hosts)]

        def parse(self, response: Any) -> Any:
            for link in response.xpath("//link/text()").getall():
                yield response.follow(link, self.page)

        def page(self, response: Any) -> None:
            nonlocal fetched
            fetched += len(response.body) > 0

    process = CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": delay,
            "RANDOMIZE_DOWNLOAD_DELAY": False,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "CONCURRENT_REQUESTS": hosts,
            "COOKIES_ENABLED": False,
            "USER_AGENT": AGENT,
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(Spider)
    process.start()
    print(fetched)


def measure(python: str, crawler: str, delay: float, hosts: int, pages: int) -> dict[str, Any]:
    """Run one crawler against a fresh server."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.json"
        me = [sys.executable, "-m", "benchmarks.fetching"]
        server = subprocess.Popen(
            [*me, "--serve", str(log), "--pages", str(pages)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        command = [python, __file__, "--crawl", crawler, "--port", port, "--hosts", str(hosts), "--delay", str(delay)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
        assert process.stdout is not None
        fetched = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        server.communicate("")
        assert status == 0, f"{crawler} failed"
        seen = json.loads(log.read_text())
    return {"crawler": crawler, "fetched": int(fetched), "usage": usage, "seen": seen}


def row(delay: float, result: dict[str, Any]) -> str:
    """Return a line of the table."""
    times: dict[str, list[float]] = defaultdict(list)
    for moment, host, path in result["seen"]:
        if path.startswith("/seite-"):
            times[host].append(moment)
    moments = sorted(moment for host in times.values() for moment in host)
    seconds = moments[-1] - moments[0]
    gap = min(b - a for host in times.values() for a, b in zip(sorted(host), sorted(host)[1:], strict=False))
    middle = moments[len(moments) // 2]
    half = Counter({host: sum(moment <= middle for moment in of) for host, of in times.items()})
    usage = result["usage"]
    cpu = usage.ru_utime + usage.ru_stime
    return (
        f"| {delay:g} | {result['crawler']} | {result['fetched']} | {len(moments) / seconds:.1f} | {gap * 1000:.0f} | "
        f"{usage.ru_maxrss / 1024:.0f} | {cpu:.1f} | {min(half.values())}–{max(half.values())} |"
    )


def main() -> None:
    """Serve, crawl or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scrapy", metavar="PYTHON")
    parser.add_argument("--delay", type=float, nargs="+", default=[0.25, 0.1, 0.0])
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--crawl", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve(arguments.pages, arguments.serve))
    elif arguments.crawl:
        crawl = crawl_ours if arguments.crawl == "ours" else crawl_scrapy
        crawl(arguments.port, arguments.hosts, arguments.delay[0])
    else:
        print(
            "| delay, s | crawler | pages | pages/s | shortest gap, ms | peak memory, MB | CPU, s | per host at half |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for delay in arguments.delay:
            crawlers = [(sys.executable, "ours")] + ([(arguments.scrapy, "scrapy")] if arguments.scrapy else [])
            for python, name in crawlers:
                print(row(delay, measure(python, name, delay, arguments.hosts, arguments.pages)), flush=True)


if __name__ == "__main__":
    main()
