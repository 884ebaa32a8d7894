"""A figure as one of Teams' own charts, drawn by the client from the same numbers.

Source: learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards
"""

from adapters.teams.limits import LABEL, cut
from bot.said import Figure, FigureKind, Series

Chart = dict[str, object]


def drawn(figure: Figure) -> Chart:
    """Return a figure as a chart; what is not known is left out."""
    look: Chart = {"title": cut(figure.title.plain, LABEL), "yAxisTitle": figure.unit}
    if figure.kind is FigureKind.LINES:
        return {"type": "Chart.Line", **look, "data": _several(figure)}
    if len(figure.series) > 1:
        return {"type": "Chart.VerticalBar.Grouped", **look, "data": _several(figure)}
    only = _points(figure, figure.series[0]) if figure.series else []
    return {"type": "Chart.VerticalBar", **look, "data": only, "showBarValues": True}


def _several(figure: Figure) -> list[Chart]:
    return [
        {"legend": cut(each.label.plain, LABEL), "values": _points(figure, each)}
        for each in figure.series
    ]


def _points(figure: Figure, series: Series) -> list[Chart]:
    return [
        {"x": cut(category.plain, LABEL), "y": value}
        for category, value in zip(figure.categories, series.values, strict=False)
        if value is not None
    ]
