"""No circle anywhere; every platform has the same four doors, and knows no other platform."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

import grimp
import pytest

from bot.model import Platform
from tests.house.tree import PRODUCT, ROOT

DOORS = ("read", "render", "app", "messenger")
# What only one platform has is a room of its own; a new one is named here, with what it is for.
OWN_ROOMS: Mapping[Platform, Mapping[str, str]] = {
    Platform.SLACK: {
        "answering": "one turn, against the clock of a trigger",
        "api": "the Web API as this folder sees it: methods, scopes, failures",
        "asks": "questions as input blocks, and their ids",
        "catching_up": "what was missed while nobody listened",
        "checkup": "what kehrwert doctor asks Slack",
        "connected": "all of Slack opened and closed with the process",
        "home": "App Home",
        "install": "which workspaces the bot is in, and their tokens",
        "limits": "what Slack takes at most",
        "manifest": "the app's manifest, made from the grammar and the methods called",
        "mrkdwn": "texts as Slack's markup",
        "oauth": "the pages on which a workspace installs the bot",
        "parts": "parts of a message as blocks",
        "people": "who somebody on Slack is",
        "showing": "where an answer belongs",
        "staff": "what Slack tells of its people by itself",
        "steps": "steps for Workflow Builder",
        "words": "Slack's own words around the chat",
    },
    Platform.TEAMS: {
        "answering": "one turn: what the presser sees at once, and what everybody sees after",
        "api": "the connector as this folder sees it: what it is asked, how it fails",
        "asks": "questions as inputs of a card, and their ids",
        "chart": "a figure as one of Teams' own charts",
        "checkup": "what kehrwert doctor asks Microsoft",
        "connected": "all of Teams opened and closed with the process",
        "files": "documents offered, and laid into the reader's OneDrive",
        "keys": "with which keys the Bot Framework signs",
        "limits": "what Teams takes at most",
        "markup": "texts as a card's Markdown",
        "package": "the app package, made from the grammar",
        "parts": "parts of a message as elements of a card",
        "people": "who somebody on Teams is",
        "references": "where the bot may write to somebody",
        "sdk": "the Bot Framework's SDK with our repairs",
        "tokens": "the token with which the bot writes",
        "words": "Teams' own words around the chat",
    },
    Platform.WEB: {
        "chart": "a figure drawn as SVG, because a page can",
        "chat": "what the page needs from outside to keep its conversations",
        "company": "what the page needs from outside to play a company",
        "conversation": "what one visitor does in one pane",
        "guard": "a page without a login answers this machine only",
        "live": "changes reach the page while it is open",
        "words": "the page's own words around the chat",
    },
}


def graph_of_the_house() -> grimp.ImportGraph:
    """Return who imports whom in the product's rooms."""
    first, *others = PRODUCT
    return grimp.build_graph(first, *others, cache_dir=None)


# The platforms that have a folder.
BUILT = [each for each in Platform if (ROOT / "adapters" / each).is_dir()]


@pytest.fixture(scope="module")
def house() -> grimp.ImportGraph:
    return graph_of_the_house()


def circles(graph: grimp.ImportGraph) -> list[str]:
    """Return the imports that would have to go, so that no two siblings in any package need each
    other; none means that no modules at all import each other in a circle."""
    return sorted(
        f"{importer} -> {imported}"
        for package in graph.modules
        if graph.find_children(package)
        for importer, imported in graph.nominate_cycle_breakers(package)
    )


def strangers(rooms: Collection[str], platform: Platform) -> list[str]:
    """Return what is wrong with a platform's folder: missing doors, rooms that nobody named."""
    own = OWN_ROOMS.get(platform, {})
    missing = [f"{platform} has no door {door}.py" for door in DOORS if door not in rooms]
    unnamed = [
        f"adapters/{platform}/{room} is no door and not named in OWN_ROOMS"
        for room in sorted(rooms)
        if room not in DOORS and room not in own
    ]
    gone = [f"adapters/{platform}/{room} is named but not there" for room in own.keys() - rooms]
    return [*missing, *unnamed, *gone]


def rooms_in(folder: Path) -> set[str]:
    """Return the modules and packages in a platform's folder."""
    modules = {each.stem for each in folder.glob("*.py")} - {"__init__"}
    return modules | {each.parent.name for each in folder.glob("*/__init__.py")}


def acquaintances(graph: grimp.ImportGraph, platforms: Collection[str]) -> list[str]:
    """Return the imports from one platform's folder into another's."""
    return [
        f"{importer} -> {imported}"
        for one in platforms
        for other in platforms
        if one != other
        for importer in {one, *graph.find_descendants(one)}
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported == other or imported.startswith(f"{other}.")
    ]


def contract(name: str) -> set[str]:
    """Return the source modules of one of the import contracts."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return set(next(each for each in contracts if each["name"] == name)["source_modules"])


def test_no_modules_import_each_other_in_a_circle(house: grimp.ImportGraph) -> None:
    assert circles(house) == []


def test_a_circle_is_noticed() -> None:
    graph = grimp.ImportGraph()
    for module in ("bot", "bot.flows", "bot.flows.a", "bot.turn"):
        graph.add_module(module)
    graph.add_import(importer="bot.flows.a", imported="bot.turn")
    assert circles(graph) == []
    graph.add_import(importer="bot.turn", imported="bot.flows.a")
    assert len(circles(graph)) == 1


@pytest.mark.parametrize("platform", BUILT)
def test_every_platform_has_the_same_four_doors(platform: Platform) -> None:
    assert strangers(rooms_in(ROOT / "adapters" / platform), platform) == []


def test_the_web_page_is_a_platform_like_the_others() -> None:
    assert Platform.WEB in BUILT


def test_a_missing_door_and_an_unnamed_room_are_noticed() -> None:
    rooms = {"read", "render", "app", *OWN_ROOMS[Platform.WEB], "extras"}
    assert strangers(rooms, Platform.WEB) == [
        "web has no door messenger.py",
        "adapters/web/extras is no door and not named in OWN_ROOMS",
    ]


def test_no_platform_knows_another(house: grimp.ImportGraph) -> None:
    assert acquaintances(house, [f"adapters.{each}" for each in BUILT]) == []


def test_a_platform_that_knows_another_is_noticed() -> None:
    graph = grimp.ImportGraph()
    for module in ("adapters", "adapters.slack", "adapters.slack.read", "adapters.web"):
        graph.add_module(module)
    graph.add_import(importer="adapters.slack.read", imported="adapters.web")
    found = acquaintances(graph, ["adapters.slack", "adapters.web"])
    assert found == ["adapters.slack.read -> adapters.web"]


@pytest.mark.parametrize("platform", BUILT)
def test_no_platform_escapes_the_import_contracts(platform: Platform) -> None:
    pure = contract("Reading and rendering are pure")
    assert {f"adapters.{platform}.read", f"adapters.{platform}.render"} <= pure
    assert f"adapters.{platform}" in contract("Adapters know no conversation")
