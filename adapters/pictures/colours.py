"""The colours of pictures, and of the reports that hold some."""

PAPER, INK, SOFT, RULE = "#ffffff", "#142b2a", "#4d605e", "#e3dccf"
# Told apart by colour-blind people too: they differ in lightness, and lines in dashes and marks.
COLOURS = ("#0d7f78", "#e08142", "#40549f", "#a14a8c", "#a98a1c", "#6b7b79")
