"""When a page is looked at again."""

from __future__ import annotations

from dataclasses import replace

from ingest.settings import WebSettings
from ingest.sources.session import Reply
from ingest.sources.visits import Page
from ingest.sources.warc_records import warc_date

FASTER, SLOWER = 0.5, 1.5


def after(reply: Reply, *, canonical: str | None, settings: WebSettings, now: float) -> Page:
    """Return what is known of the reply's page now, with the time of the next visit.

    The interval is halved when the page changed and grows by half when it did not, within the limits of the settings
    (after the adaptive fetch schedule of Apache Nutch). A new page is looked at again after the shortest interval.
    """
    known, exchange = reply.known or Page(reply.url), reply.exchange
    changed = reply.fresh and reply.known is not None and known.digest is not None
    interval = known.interval or settings.revisit_min
    interval *= FASTER if changed else 1.0 if reply.fresh else SLOWER
    interval = min(max(interval, settings.revisit_min), settings.revisit_max)
    where = reply.stored.location if reply.fresh else known.location
    return Page(
        url=reply.url,
        canonical=canonical or known.canonical,
        etag=exchange.header("etag") or (None if reply.fresh else known.etag),
        last_modified=exchange.header("last-modified") or (None if reply.fresh else known.last_modified),
        digest=reply.stored.digest,
        record_id=where.record_id if where else None,
        date=warc_date(exchange.date) if reply.fresh else known.date,
        file=where.file if where else None,
        offset=where.offset if where else None,
        visited=now,
        due=now + interval,
        interval=interval,
        visits=known.visits + 1,
        changes=known.changes + changed,
    )


def failed(known: Page | None, url: str, code: str, *, settings: WebSettings, now: float, soon: bool) -> Page:
    """Return what is known of a page that could not be had; one that may be had ``soon`` is due in the next run."""
    page = known or Page(url)
    interval = min(max(page.interval * 2, settings.revisit_min), settings.revisit_max)
    return replace(
        page,
        visited=now,
        due=now if soon else now + interval,
        interval=page.interval if soon else interval,
        visits=page.visits + 1,
        failure=code,
    )
