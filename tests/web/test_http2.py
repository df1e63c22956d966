"""HTTP/2 over TLS, against a server made of the h2 library; and certificates that do not fit the name."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ingest.sources.catalog import WebSource
from ingest.sources.warc_file import read_records
from ingest.sources.web import Environment, collect
from tests.web import resolver
from tests.web.conftest import Project, source


@dataclass
class Server:
    """A TLS server for ``h2.test`` that speaks HTTP/2 only."""

    certificate: Path
    port: int = 0
    connections: int = 0
    paths: list[str] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        writer.write(connection.data_to_send())
        while data := await reader.read(65536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived) and event.headers is not None:
                    headers = {bytes(name): bytes(value).decode() for name, value in event.headers}
                    self.respond(connection, event.stream_id or 0, headers[b":path"])
            writer.write(connection.data_to_send())
        writer.close()

    def respond(self, connection: h2.connection.H2Connection, stream: int, path: str) -> None:
        self.paths.append(path)
        found = path != "/robots.txt"
        headers = [(":status", "200" if found else "404"), ("content-type", "text/html")]
        connection.send_headers(stream, headers)
        connection.send_data(stream, f"<html><p>{path}</p></html>".encode() if found else b"", end_stream=True)


def make_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "h2.test")])
    names = [x509.DNSName("h2.test"), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr("socket.getaddrinfo", resolver._getaddrinfo)
    server = Server(make_certificate(tmp_path))
    started, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(server.certificate)
        context.set_alpn_protocols(["h2"])
        listener = await asyncio.start_server(server.answer, "127.0.0.1", 0, ssl=context)
        server.port = listener.sockets[0].getsockname()[1]
        started.set()
        await stop.wait()
        listener.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    started.wait(10)
    yield server
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0.05))
    loop.close()


def pages(server: Server, host: str) -> list[WebSource]:
    return [source(f"https://{host}:{server.port}/seite-{n}", name=f"p{n}", kind="page") for n in range(4)]


def test_pages_come_over_one_http2_connection_and_can_be_archived(server: Server, project: Project) -> None:
    context = ssl.create_default_context(cafile=str(server.certificate))
    report = collect(pages(server, "h2.test"), project.settings, Environment(ssl_context=context))
    assert sorted(item.capture().body for item in report.items) == [
        f"<html><p>/seite-{n}</p></html>".encode() for n in range(4)
    ]
    assert server.connections == 1
    (file,) = project.warcs
    protocols = [
        record.rec_headers.get_header("WARC-Protocol")
        for record, _ in read_records(file)
        if record.rec_type == "response"
    ]
    assert protocols == ["h2"] * 5


def test_a_certificate_for_another_name_is_a_named_rejection(server: Server, project: Project) -> None:
    context = ssl.create_default_context(cafile=str(server.certificate))
    report = collect(pages(server, "other.test")[:1], project.settings, Environment(ssl_context=context))
    assert [failed.error.code for failed in report.failed] == ["robots_unreachable"]
    assert not server.paths
