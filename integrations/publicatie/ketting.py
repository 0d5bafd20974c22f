"""Chain ladder with its standard error, after Mack, on one triangle; pure arithmetic.

A triangle is an array of ``(months, delays)``: row *i* a month of care, column *k* all that was known of it *k* months
later (cumulative), NaN where that moment has not come yet. Money and variances are in one unit and its square.

Sources: T. Mack, "Distribution-free calculation of the standard error of chain ladder reserve estimates", ASTIN
Bulletin 23 (1993) 213-225, for ``fit`` and ``project``; T. Mack, "Credible claims reserves: the Benktander method",
ASTIN Bulletin 30 (2000) 333-347, for ``blend``.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Getallen = NDArray[np.float64]
Gehelen = NDArray[np.int64]


class Uitkomst(NamedTuple):
    """The expected end of each month with two variances: of chance, and of a pattern that was estimated."""

    uiteindelijk: Getallen
    toeval: Getallen
    patroon: Getallen


@dataclass(frozen=True)
class Ketting:
    """How months of care fill up: of each step from one delay to the next its factor, variance and weight.

    ``factoren`` and ``sigma2`` are Mack's f and sigma squared, ``gewicht`` the sum of the amounts from which the factor
    was taken; each of length delays - 1. All three hold for a part of the triangle as for the whole: in Mack's model
    the variance is proportional to the amount, so what a region teaches can be used for one of its municipalities.
    """

    factoren: Getallen
    sigma2: Getallen
    gewicht: Getallen

    @cached_property
    def aandeel(self) -> Getallen:
        """The share of the end that is known at each delay; 1 at the last."""
        shares = np.divide(1, self.factoren, out=np.zeros_like(self.factoren), where=self.factoren < np.inf)
        return np.append(np.cumprod(shares[::-1])[::-1], 1.0)

    @cached_property
    def _relatief(self) -> Getallen:
        """sigma squared over f squared: nought for a step from nothing to something."""
        known = self.factoren < np.inf
        return np.divide(self.sigma2, self.factoren**2, out=np.zeros_like(self.sigma2), where=known)

    @cached_property
    def toeval(self) -> Getallen:
        """At each delay the variance of chance of a month that ends at 1."""
        shares = self.aandeel[:-1]
        return _sum_from(np.divide(self._relatief, shares, out=np.zeros_like(shares), where=shares > 0))

    @cached_property
    def patroon(self) -> Getallen:
        """At each delay the variance of a month that ends at 1, for what the factors may be off."""
        return _sum_from(
            np.divide(self._relatief, self.gewicht, out=np.zeros_like(self.gewicht), where=self.gewicht > 0)
        )


def fit(driehoek: Getallen) -> Ketting:
    """The pattern of a triangle: factors weighted by amount, and the variance around them.

    A step without amounts stands still (factor 1); one from nothing to something has an infinite factor, hence a share
    of nought before it. The variance of a step seen only once follows from the two before it (Mack 1993, p. 219).
    """
    van, naar = driehoek[:, :-1], driehoek[:, 1:]
    paar = ~np.isnan(naar)
    gewicht = np.where(paar, van, 0).sum(axis=0)
    som = np.where(paar, naar, 0).sum(axis=0)
    factoren = np.ones_like(gewicht)
    np.divide(som, gewicht, out=factoren, where=(gewicht > 0) & (som > 0))
    factoren[(gewicht <= 0) & (som > 0)] = np.inf
    telt = paar & (van > 0) & (factoren < np.inf)
    afwijking = np.where(telt, naar, 0) - np.where(telt, van, 0) * np.where(factoren < np.inf, factoren, 0)
    kwadraten = np.divide(afwijking**2, van, out=np.zeros_like(van), where=telt).sum(axis=0)
    aantal = telt.sum(axis=0)
    sigma2 = np.divide(kwadraten, aantal - 1, out=np.zeros_like(kwadraten), where=aantal > 1)
    for k in np.flatnonzero(aantal == 1):
        if k >= 2:
            eerder, vorige = sigma2[k - 2], sigma2[k - 1]
            sigma2[k] = min(vorige**2 / eerder, vorige, eerder) if eerder > 0 else 0.0
    return Ketting(factoren, sigma2, np.maximum(gewicht, 0))


def project(ketting: Ketting, bekend: Getallen, leeftijd: Gehelen) -> Uitkomst:
    """Where months end of which ``bekend`` is known ``leeftijd`` delays after them; the share there is above nought."""
    uiteindelijk = bekend / ketting.aandeel[leeftijd]
    positief = np.maximum(uiteindelijk, 0)
    return Uitkomst(
        uiteindelijk, positief * ketting.toeval[leeftijd], uiteindelijk**2 * ketting.patroon[leeftijd]
    )


def blend(aandeel: Getallen, bekend: Getallen, niveau: float) -> Getallen:
    """What is known, moved towards what the usual level of a month lets expect: by the share known (Benktander)."""
    return aandeel * bekend + (1 - aandeel) * aandeel * niveau


def _sum_from(steps: Getallen) -> Getallen:
    """At each delay the sum of the steps still to come; nought at the last delay."""
    return np.append(np.cumsum(steps[::-1])[::-1], 0.0)
