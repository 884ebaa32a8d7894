"""What Slack takes at most, and how words are cut to fit. Source: docs.slack.dev/reference/block-kit."""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100  # of a modal or an App Home
HEADER = 150  # characters, as all lengths below
SECTION = 3000
FIELD = 2000
FIELDS = 10
CONTEXT = 2000  # a text object takes 3000; clients show no more of a small print
BUTTON_LABEL = 75
BUTTON_VALUE = 2000
BUTTONS_IN_A_ROW = 25
OPTION = 75
OPTION_VALUE = 150
RADIOS = 10  # radio buttons and checkboxes
SELECT = 100  # options of a menu
MODAL_TITLE = 24  # also of its submit and close buttons
LABEL = 2000  # of an input, and of its hint
PLACEHOLDER = 150
INPUT = 3000  # characters that a person may type
ALT_TEXT = 2000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
METADATA = 3000
PROBLEM = 150  # characters of a problem at a field; longer ones are shown above it
FALLBACK = 4000  # docs.slack.dev/reference/methods/chat.postMessage


def cut(words: str, most: int) -> str:
    """Return the words, shortened to `most` characters with an ellipsis where they are longer."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def cut_marked(marked: str, most: int) -> str:
    """Return mrkdwn shortened to `most` characters, never inside an entity or a <link>."""
    if len(marked) <= most:
        return marked
    short = marked[: most - 2]
    for opening, closing in (("<", ">"), ("&", ";")):
        last = short.rfind(opening)
        if last > short.rfind(closing) and last > most - 300:
            short = short[:last]
    # An odd star would make the rest of the message bold.
    return short.rstrip() + ("*…" if short.count("*") % 2 else "…")
