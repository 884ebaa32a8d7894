"""An expected failure of a command: one sentence that says what is wrong and what to do."""


class Refusal(Exception):
    """Shown at the terminal as it is; `code` is the exit code, 2 for wrong input, 1 for the rest."""

    def __init__(self, sentence: str, *, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code
