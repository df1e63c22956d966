"""Identity of a web page: one spelling for a URL, and one URL for an article.

`clean` gives the address that is fetched, `key` the address that names the document. Both are free of credentials.
courlan's normaliser is not used for identity: it drops every parameter whose name starts like a tracker's, and so makes
one document of ``?reference=A9-0123`` and ``?reference=A9-0124`` (docs/fetching.md).
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import idna
import tld

from ingest.errors import DocumentError

MAX_URL = 4_000
_REMEMBERED = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}

_TRACKING_PREFIXES = (
    *("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "_hs", "mc_", "oly_", "vero_", "itm_", "wt_", "ns_", "at_"),
    *("fb_", "ga_", "mkt_"),
)
_TRACKING_NAMES = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid igshid igsh twclid ttclid li_fat_id mkt_tok "
    "s_cid ncid cmpid xtor ref_src ref_url spm trk _ga _gl smid soc_src soc_trk sc_cid wtmc wtrid "
    "__twitter_impression phpsessid jsessionid aspsessionid cfid cftoken"
)
_TRACKING = frozenset(_TRACKING_NAMES.split())
# Words that these parameters carry when they say where a reader came from; with other values they may name a document.
_REFERRERS = frozenset({"ref", "source", "via", "from", "referrer", "share", "cmp", "rss"})
_REFERRING = re.compile(
    r"(?i)(?:rss|atom|feed|home|homepage|twitter|facebook|telegram|whatsapp|newsletter|email|amp|1)?"
)
_SECRETS_NAMES = (
    "access_token auth_token id_token refresh_token token api_key apikey api-key auth password passwd pwd "
    "secret client_secret x-amz-credential x-amz-signature x-amz-security-token"
)
_SECRETS = frozenset(_SECRETS_NAMES.split())
_AMP_PARAMETERS = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("amp_js_v", "0.1")})
_AMP_CACHE = re.compile(r"^/[a-z]/(s/)?([^/]+)(/.*)?$")
_SESSION_PATH = re.compile(r"(?i);(?:jsessionid|phpsessid|sid)=[^/;?]*")
_ESCAPES = re.compile(r"%[0-9a-fA-F]{2}")


def clean(url: str, base: str | None = None) -> str:
    """Return the absolute http(s) address to fetch: resolved, without credentials and fragment, in one spelling.

    Raise DocumentError ``blocked_scheme`` for other schemes and ``bad_url`` for what is no URL.
    """
    try:
        # WHATWG: white space around and line breaks inside a URL are dropped.
        url = re.sub(r"[\t\r\n]", "", url).strip()
        parts = urlsplit(urljoin(base, url) if base else url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise _bad(url) from error
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise DocumentError("capture", "blocked_scheme", f"Only http and https are fetched, not {redact(url)!r}.")
    if not host or len(url) > MAX_URL or re.search(r"[\s<>\\\x00-\x1f]", host):
        raise _bad(url)
    netloc = _host(host, url) + (f":{port}" if port not in (None, DEFAULT_PORTS[scheme]) else "")
    path = _quote(_SESSION_PATH.sub("", parts.path), "/") or "/"
    path = urlsplit(urljoin(f"{scheme}://{netloc}/", re.sub(r"^/{2,}", "/", path))).path or "/"
    query = "&".join(p for p in parts.query.split("&") if p and p.partition("=")[0].lower() not in _SECRETS)
    return urlunsplit((scheme, netloc, path, _quote(query, "/?"), ""))


def _host(host: str, url: str) -> str:
    try:
        return f"[{ipaddress.IPv6Address(host)}]"
    except ValueError:
        pass
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise _bad(url) from error


def _quote(part: str, safe: str) -> str:
    """Percent-encode what RFC 3986 does not allow; escapes that are there stay, in upper case."""
    return _ESCAPES.sub(lambda m: m.group().upper(), quote(part, safe=safe + "%:@!$&'()*+,;=~[]", errors="replace"))


def _bad(url: str) -> DocumentError:
    return DocumentError("capture", "bad_url", f"Not a web address: {redact(url)[:200]!r}.")


def redact(text: str) -> str:
    """Return ``text`` with the credentials of any URL in it removed; for messages, headers and logs."""
    text = re.sub(r"(?i)((?:[a-z][a-z0-9+.-]*:)?//)[^/?#\s@]*(?:@[^/?#\s@]*)*@", r"\1", text)
    names = "|".join(map(re.escape, sorted(_SECRETS)))
    return re.sub(rf"(?i)([?&])(?:{names})=[^&#\s]*&?", r"\1", text)


@lru_cache(_REMEMBERED)
def key(url: str) -> str:
    """Return the canonical spelling of a cleaned URL by its looks alone: no tracking, no AMP or mobile variant."""
    parts = urlsplit(clean(url))
    host, path, query = parts.netloc, parts.path, parts.query
    if host.endswith(".cdn.ampproject.org") and (cached := _AMP_CACHE.match(path)):
        secure, host, path = cached.groups()
        return key(f"{'https' if secure else 'http'}://{host}{path or '/'}{'?' + query if query else ''}")
    path = re.sub(r"(?<=.)/amp(/?)$", r"\1", path)
    path = re.sub(r"\.amp(\.html?)?$", lambda m: m.group(1) or "", path) or "/"
    host = re.sub(r"^(?:m|mobile|amp)\.(?=[^.]+\.[^.:]+)", "www.", host)
    host = re.sub(r"^([a-z-]{2,12})\.m\.(?=[^.]+\.[^.:]+$)", r"\1.", host)
    kept = "&".join(sorted(part for part in query.split("&") if part and not (_tracks(part) or _dresses(part))))
    return urlunsplit((parts.scheme, host, path, kept, ""))


def bare(url: str) -> str:
    """Return a cleaned URL without tracking parameters: the address that is asked for."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(p for p in parts.query.split("&") if p and not _tracks(p))))


def _tracks(parameter: str) -> bool:
    """Return whether ``name=value`` says only how a reader came here."""
    name, _, value = parameter.lower().partition("=")
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    return name in _REFERRERS and _REFERRING.fullmatch(value) is not None


def _dresses(parameter: str) -> bool:
    """Return whether ``name=value`` asks for the AMP variant."""
    name, _, value = parameter.lower().partition("=")
    return (name, value) in _AMP_PARAMETERS


def choose(url: str, declared: str | None) -> str:
    """Return the canonical URL of the page at ``url`` (after redirects) that declares ``declared`` as rel=canonical.

    RFC 6596. A declaration counts only on the same site, and not when an article declares the front page.
    """
    own = key(url)
    if not declared:
        return own
    try:
        other = key(clean(declared, url))
    except DocumentError:
        return own
    to, at = urlsplit(other), urlsplit(own)
    if site(other) != site(own) or (to.path == "/" and not to.query and (at.path != "/" or at.query)):
        return own
    if at.scheme == "https" and to.scheme == "http" and at.netloc == to.netloc:
        return urlunsplit(to._replace(scheme="https"))
    return other


def is_variant(url: str) -> bool:
    """Return whether ``url`` looks like an AMP, mobile or tracked spelling of another address."""
    return key(url) != clean(url)


def host_of(url: str) -> str:
    """Return the host name of a cleaned URL, without port."""
    return urlsplit(url).hostname or ""


@lru_cache(_REMEMBERED)
def site(url: str) -> str:
    """Return the registered domain (public suffix list) of a URL; the bare host where there is none."""
    host = host_of(url)
    domain = tld.get_fld(f"http://{host}/", fail_silently=True) if "." in host and ":" not in host else None
    return str(domain) if domain else host


def same_site(url: str, other: str) -> bool:
    """Return whether two URLs have one registered domain."""
    return site(url) == site(other)
