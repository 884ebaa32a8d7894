"""What an operator's monitoring reads: counts and instants in Prometheus' text format, no names."""

from datetime import datetime

from bot.ports import Backlog
from bot.post import Tally


def exposed(tally: Tally, backlog: Backlog, now: datetime) -> str:
    """Return the metrics of this process and of the backlog that all processes share.

    Source: prometheus.io/docs/instrumenting/exposition_formats
    """
    waited = (now - backlog.oldest).total_seconds() if backlog.oldest else 0.0
    metrics = (
        ("due", "gauge", "Notices that are due and not yet sent", backlog.due),
        ("sending", "gauge", "Notices that a process holds", backlog.sending),
        ("lag_seconds", "gauge", "How long the oldest due notice has waited", waited),
        ("sent_total", "counter", "Messages sent by this process", tally.sent),
        ("late_total", "counter", "Of these, sent over a minute late", tally.late),
        ("retries_total", "counter", "Refused for now and tried again", tally.retries),
        ("throttled_total", "counter", "Sent too fast for the platform", tally.throttled),
        ("doubts_total", "counter", "Sent without an answer, and looked for", tally.doubts),
        ("undeliverable_total", "counter", "Refused for good", tally.undeliverable),
        ("expired_total", "counter", "No longer worth sending", tally.expired),
        ("defects_total", "counter", "Deliveries that ended in an error of ours", tally.defects),
    )
    lines = []
    for name, kind, words, value in metrics:
        lines.append(f"# HELP kehrwert_notices_{name} {words}")
        lines.append(f"# TYPE kehrwert_notices_{name} {kind}")
        lines.append(f"kehrwert_notices_{name} {value}")
    return "\n".join(lines) + "\n"
