"""What bars one person from a seat altogether, whoever the others are."""

from bot.matching.entrant import Entrant, Seat, Terms
from bot.matching.reasons import Reason
from bot.matching.rules import plain, rank, spoken_by


def unfit(entrant: Entrant, seat: Seat, terms: Terms) -> tuple[Reason, Reason] | None:
    """Reason and advice for somebody whom nobody could be paired with; None for all others."""
    if entrant.paused:
        return Reason("unmatched.paused"), Reason("advice.resume")
    if seat is Seat.MENTOR and entrant.capacity < 1:
        return Reason("unmatched.no_places"), Reason("advice.add_places")
    named, part = (entrant.offers, "offers") if seat is Seat.MENTOR else (entrant.wants, "wants")
    if not named:
        return Reason(f"unmatched.no_{part}"), Reason(f"advice.add_{part}")
    missing = "level" if entrant.level is None else "" if plain(entrant.team) else "team"
    if missing:
        return Reason(f"unmatched.{missing}_missing"), Reason("advice.ask_hr_for_data")
    if all(place < rank(terms.language_level) for _, place in spoken_by(entrant)):
        level = {"level": terms.language_level}
        return Reason("unmatched.no_language", level), Reason("advice.add_language", level)
    return None
