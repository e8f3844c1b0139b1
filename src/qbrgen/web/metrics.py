"""Numbers of the running service for Prometheus: requests, documents and what waits; no name of any account."""

from __future__ import annotations

from typing import Any


class Metrics:
    """One registry for each service, so that two in one process do not mix."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.registry: Any = CollectorRegistry()
        self._requests = Counter(
            "qbrgen_requests", "Answers by route and status.", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "qbrgen_request_seconds", "Seconds until the answer.", ["route"], registry=self.registry
        )
        self._open = Gauge("qbrgen_requests_under_way", "Requests being answered.", registry=self.registry)
        self._documents = Counter(
            "qbrgen_documents", "Documents by kind and how they ended.", ["document", "format", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.waiting = Gauge("qbrgen_documents_under_way", "Documents being made or waiting.", registry=self.registry)

    def begun(self) -> None:
        """A request came."""
        self._open.inc()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is the pattern."""
        self._open.dec()
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def document(self, name: str, form: str, outcome: str) -> None:
        """A document was made, refused, or could not be made."""
        self._documents.labels(name, form, outcome).inc()

    def text(self) -> tuple[bytes, str]:
        """All of it in Prometheus's text format, and its media type."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return generate_latest(self.registry), CONTENT_TYPE_LATEST


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
