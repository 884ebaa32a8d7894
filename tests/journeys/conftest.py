"""A fresh company for every story."""

from tests.flows.conftest import company

__all__ = ["company"]
