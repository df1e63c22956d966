"""No way in: every connection goes to an address that was checked, and only to it.

The check stands where the socket is opened, not where the URL is read: a name is resolved once, all its addresses are
judged, and the connection goes to one of those very addresses. A name that resolves differently a moment later (DNS
rebinding), a redirect, or a number dressed up as a name (``http://2130706433/``) therefore changes nothing.
"""

from __future__ import annotations

import asyncio
import fnmatch
import ipaddress
import socket
import ssl
import typing
from collections.abc import Iterable

import httpcore
import httpx

from ingest.errors import DocumentError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Cloud metadata and control addresses outside the private ranges: Azure's wire server; and IETF protocol assignments
# (Oracle's metadata is there), which some Python versions call global.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
_PROTOCOL_ASSIGNMENTS = ipaddress.ip_network("192.0.0.0/24")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_FIRST_FREE_PORT = 1024
_CONNECTIONS = 4
_WEB_PORTS = frozenset({80, 443})


class Guard:
    """Decides which hosts, ports and addresses may be contacted.

    ``allow`` names intranet hosts (``wiki.intern``, ``*.intern``) or networks (``10.1.0.0/16``) from the settings.
    """

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self._networks: list[Network] = []
        self._hosts: list[str] = []
        for entry in allow:
            try:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                self._hosts.append(entry.lower())

    def check_port(self, host: str, port: int) -> None:
        """Raise DocumentError ``blocked_port`` for ports below 1024 that are not the web's."""
        if port < _FIRST_FREE_PORT and port not in _WEB_PORTS and not self._host_allowed(host):
            raise DocumentError("capture", "blocked_port", f"Port {port} of {host} is not a web server's.")

    def check_address(self, host: str, address: str) -> None:
        """Raise DocumentError ``blocked_address`` unless ``address`` is public or allowed in the settings."""
        ip = ipaddress.ip_address(address.partition("%")[0])
        if self._host_allowed(host) or any(ip in network for network in self._networks):
            return
        if not is_public(ip):
            message = f"{host} is at {ip}, which is not a public address; add it to web.allow if it is your intranet."
            raise DocumentError("capture", "blocked_address", message)

    def _host_allowed(self, host: str) -> bool:
        return any(fnmatch.fnmatchcase(host.lower().rstrip("."), pattern) for pattern in self._hosts)


def is_public(ip: Address) -> bool:
    """Return whether an address is one that the whole internet can reach (IANA special-purpose registries).

    IPv6 addresses that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are judged by both.
    """
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            return is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if any(address is not None and not is_public(address) for address in inner):
            return False
        if ip.ipv4_mapped is not None:
            return True
        if ip in _NAT64_LOCAL or ip.is_site_local:
            return False
    if ip in _METADATA or ip in _PROTOCOL_ASSIGNMENTS:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP connections to checked addresses only. TLS still verifies the host name: httpcore passes it along."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve once, judge every address, connect to the first that answers."""
        self._guard.check_port(host, port)
        addresses = await _resolve(host, port, timeout)
        for address in addresses:
            self._guard.check_address(host, address)
        failure: Exception | None = None
        for address in addresses[:3]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002 - refused whatever it is
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[typing.Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no URL leads to a Unix socket."""
        raise DocumentError("capture", "blocked_address", "Unix sockets are not fetched.")

    async def sleep(self, seconds: float) -> None:
        """Wait; httpcore uses it between its own attempts."""
        await asyncio.sleep(seconds)


async def _resolve(host: str, port: int, seconds: float | None) -> list[str]:
    """Return the addresses of ``host``, each once, in the resolver's order. Raise httpcore's errors."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"no answer from the name server for {host}") from error
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} cannot be resolved: {error}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _HostTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, HTTP/1.1 and HTTP/2, over a `GuardedBackend`."""

    def __init__(self, backend: GuardedBackend, ssl_context: ssl.SSLContext) -> None:
        super().__init__(trust_env=False, verify=ssl_context)
        # httpx offers no way to give its pool a network backend; the pool itself is httpcore's public API.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context,
            max_connections=_CONNECTIONS,
            max_keepalive_connections=1,
            keepalive_expiry=30.0,
            http2=True,
            network_backend=backend,
        )


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests through the guard, with connections of its own for each host.

    A transport without a client: nothing that would have to be switched off (cookies, proxies from the environment,
    automatic redirects, credentials from URLs or ``.netrc``) is there. Hosts do not share a pool, because for every
    request httpcore looks at every connection of a pool.
    """

    def __init__(self, guard: Guard, *, ssl_context: ssl.SSLContext | None = None) -> None:
        self._backend = GuardedBackend(guard)
        self._ssl_context = ssl_context or httpx.create_ssl_context(trust_env=False)
        self._hosts: dict[str, _HostTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; see httpx."""
        host = request.url.host
        if host not in self._hosts:
            self._hosts[host] = _HostTransport(self._backend, self._ssl_context)
        return await self._hosts[host].handle_async_request(request)

    async def release(self, host: str) -> None:
        """Close the connections to a host; only while no request to it is under way."""
        if transport := self._hosts.pop(host, None):
            await transport.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        for host in list(self._hosts):
            await self.release(host)
