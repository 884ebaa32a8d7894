"""make bench-teams: proactive sends and loop lag, then the CPU of a command, each beside the SDK."""

from tests.benchmarks.teams import command, proactive


def main() -> None:
    """Measure both, and say what was promised."""
    ours, plain = proactive.measure()
    faster, calmer = ours.per_second / plain.per_second, plain.lag / max(ours.lag, 1e-9)
    print("proactive messages, token 50 ms, send 20 ms, 16 at once")  # noqa: T201
    print(f"  plain botbuilder  {plain.said()}")  # noqa: T201
    print(f"  Kehrwert          {ours.said()}")  # noqa: T201
    print(f"  {faster:.1f} x the sends (promised 10), lag / {calmer:.1f} (promised 10)")  # noqa: T201
    whole, bare = command.measure()
    print("a typed program, signed, over HTTP; CPU of the bot's process")  # noqa: T201
    print(f"  bare echo bot     {bare * 1000:.1f} ms")  # noqa: T201
    print(f"  Kehrwert          {whole * 1000:.1f} ms")  # noqa: T201
    print(f"  {whole / bare:.1f} x (promised at most 5)")  # noqa: T201


if __name__ == "__main__":
    main()
