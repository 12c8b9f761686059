"""A reader who works out hidden figures: shares no code with what hides them."""

from decimal import Decimal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from performance.rules.suppression import HIDDEN

#: More than any count of the tests could be.
MOST = 100_000


class Attacker:
    """Knows sums and ratios, what is printed, the threshold, that zero is shown. Not the truth."""

    def __init__(self, tables, published, policy):
        self.policy = policy
        self.names = {}
        self.rows, self.low, self.high = [], [], []
        self.bounds = {}
        #: What is left of totals beside the parts that are listed: figures too.
        self.left = {}
        for table in tables:
            for key in table.counts:
                self._seen(key, published.counts.get(key, "unprinted"))
        for table in tables:
            for one in table.sums:
                self._sum(one, table.counts)
            for key, ratio in table.ratios.items():
                self._ratio(published.ratios[key], ratio)

    def _index(self, key):
        if key not in self.names:
            self.names[key] = len(self.names)
            self.bounds[key] = (0, MOST)
        return self.names[key]

    def _seen(self, key, value):
        self._index(key)
        if value is HIDDEN:
            self.bounds[key] = (1, MOST)
        elif value == 0:
            self.bounds[key] = (0, 0)
        elif isinstance(value, int):
            base = self.policy.rounding
            low, high = value - base // 2, value + base - base // 2 - 1
            self.bounds[key] = (max(low, self.policy.threshold + 1), high)

    def _row(self, factors, low, high):
        row = {}
        for key, factor in factors:
            index = self._index(key)
            row[index] = row.get(index, 0) + factor
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def _sum(self, one, counts):
        """Printed or not, the parts add up to the total; what is not listed is the rest of it."""
        addends = [(key, 1) for key in one.parts] + [(key, -1) for key in one.less]
        known = [(key, sign) for key, sign in addends if counts.get(key) is not None]
        total = counts.get(one.total)
        if total is None and len(known) < len(addends):
            return
        factors = [(one.total, -1), *known]
        if total is not None:
            left = total - sum(sign * counts[key] for key, sign in known)
            if left < 0 or (left and one.less):
                return  # the figures contradict the sum
            if left:
                self.left["left", one] = left
                factors.append((("left", one), 1))
        self._row(factors, 0, 0)

    def _ratio(self, value, ratio):
        """A printed share of printed or unprinted counts, true to its last decimal."""
        if not isinstance(value, Decimal) or self.policy.rounding > 1:
            return
        half = Decimal(5).scaleb(-ratio.decimals - 1)
        low, high = float(value - half), float(value + half)
        numerator, base = ratio.numerator, ratio.denominator
        self._row([(numerator, ratio.per), (base, -low)], 0, np.inf)
        self._row([(numerator, ratio.per), (base, -high)], -np.inf, 0)

    def range_of(self, key):
        """Return the least and greatest number that a count could be."""
        return self._extreme(key, 1), self._extreme(key, -1)

    def _extreme(self, key, sign, bounds=None):
        count = len(self.names)
        matrix = np.zeros((len(self.rows) or 1, count))
        for at, row in enumerate(self.rows):
            for index, factor in row.items():
                matrix[at, index] = factor
        aim = np.zeros(count)
        aim[self.names[key]] = sign
        limits = np.array([(bounds or self.bounds)[name] for name in self.names], dtype=float)
        found = milp(
            aim, integrality=np.ones(count), bounds=Bounds(limits[:, 0], limits[:, 1]),
            constraints=LinearConstraint(matrix, self.low or [0], self.high or [0]),
        )  # fmt: skip
        return None if found.x is None else round(found.x[self.names[key]])

    def other_small(self, key, truth):
        """Return whether a count known to be small could be another small number than the truth."""
        for low, high in ((1, truth - 1), (truth + 1, self.policy.threshold)):
            if low <= high and self._extreme(key, 1, self.bounds | {key: (low, high)}) is not None:
                return True
        return False
