"""A synthetic world with a known truth: messages, product books and CBS figures that come from one story."""

from integrations.wereld.storingen import Storingen
from integrations.wereld.wereld import Wereld, generate

__all__ = ["Storingen", "Wereld", "generate"]
