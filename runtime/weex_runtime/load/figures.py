"""The figures of a load test: rows with counts and times, merged from several processes.

This file does not import Locust: the import would replace the blocking functions of the process
that shows the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

MESSAGES = ("WS sent", "WS recv")  # types of the rows that count WebSocket messages
_SHARES = {"median": 0.5, "p95": 0.95, "p99": 0.99}


@dataclass
class Row:
    """The requests of one type and name.

    Attributes:
        count: The number of requests, including failed requests.
        bytes: The sum of the sizes of all requests.
        times: {milliseconds, rounded as Locust does: number of requests that took this long};
            requests without a duration, like messages, are left out.
        milliseconds: The sum of the times of all requests.
    """

    type: str
    name: str
    count: int = 0
    failures: int = 0
    bytes: int = 0
    times: Counter[int] = field(default_factory=Counter)
    milliseconds: float = 0.0
    max: float = 0.0

    def add(self, other: Row) -> None:
        """Add the requests of another row."""
        self.count += other.count
        self.failures += other.failures
        self.bytes += other.bytes
        self.times.update(other.times)
        self.milliseconds += other.milliseconds
        self.max = max(self.max, other.max)

    @property
    def timed(self) -> int:
        """The number of requests with a duration."""
        return sum(self.times.values())

    @property
    def average(self) -> float:
        """The average time of a request in milliseconds; 0 if no request has a time."""
        return self.milliseconds / self.timed if self.times else 0.0

    def percentile(self, share: float) -> float:
        """Return a percentile of the requests' times in milliseconds; 0 without any times."""
        ordered = sorted(self.times)
        sums = accumulate(self.times[time] for time in ordered)
        wanted = share * self.timed
        return next((ms for ms, sum in zip(ordered, sums, strict=True) if sum >= wanted), 0)

    def facts(self, seconds: float) -> dict[str, Any]:
        """Return this row as an object for the document of --json.

        Args:
            seconds: The duration of the test.
        """
        facts: dict[str, Any] = {
            "type": self.type,
            "name": self.name,
            "count": self.count,
            "failures": self.failures,
            "per_second": round(self.count / seconds, 2) if seconds else 0.0,
            "bytes": self.bytes,
        }
        if self.times:
            facts["milliseconds"] = {
                "average": round(self.average, 2),
                **{name: self.percentile(share) for name, share in _SHARES.items()},
                "max": round(self.max, 2),
            }
        return facts


class Figures:
    """What one process of a load test has measured, or several processes together.

    Attributes:
        users: The number of running users.
        seconds: The duration of the test so far.
        rows: {type and name: row}.
        errors: {type, name and cause: occurrences}.
        used: For each process: the CPU time in seconds, and the peak memory in bytes.
    """

    def __init__(self) -> None:
        self.users = 0
        self.seconds = 0.0
        self.rows: dict[tuple[str, str], Row] = {}
        self.errors: Counter[tuple[str, str, str]] = Counter()
        self.used: list[dict[str, float]] = []

    @classmethod
    def merged(cls, parts: Iterable[Mapping[str, Any]]) -> Figures:
        """Read and merge the figures that processes have written.

        Args:
            parts: Objects like {"users": 1, "seconds": 2.5, "rows": [fields of Row], "errors":
                [[type, name, cause, occurrences]], "cpu": 0.9, "memory": 80_000_000}.
        """
        figures = cls()
        for part in parts:
            figures.users += part["users"]
            figures.used.append({"cpu": part["cpu"], "memory": part["memory"]})
            figures.seconds = max(figures.seconds, part["seconds"])
            for fields in part["rows"]:
                times = Counter({int(ms): count for ms, count in fields["times"].items()})
                row = Row(**{**fields, "times": times})
                figures.rows.setdefault((row.type, row.name), Row(row.type, row.name)).add(row)
            for kind, name, cause, count in part["errors"]:
                figures.errors[kind, name, cause] += count
        return figures

    @property
    def all(self) -> Row:
        """A row with the totals of all rows."""
        total = Row("", "all")
        for row in self.rows.values():
            total.add(row)
        return total

    @property
    def messages(self) -> int:
        """The number of WebSocket messages, sent and received."""
        return sum(row.count for row in self.rows.values() if row.type in MESSAGES)
