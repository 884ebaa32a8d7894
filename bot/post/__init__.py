"""The one way out unasked: claim what is due, look where in doubt, stand in line, send, tick off."""

from bot.post.beside import Beside
from bot.post.delivering import BATCH, Post
from bot.post.tally import Tally
from bot.post.terms import LEASE, Terms
from bot.post.verdicts import key_of

__all__ = ["BATCH", "LEASE", "Beside", "Post", "Tally", "Terms", "key_of"]
