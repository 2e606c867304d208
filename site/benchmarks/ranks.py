"""Mann-Whitney's U test: do two lists of measured times come from one distribution?

H. B. Mann, D. R. Whitney (1947); normal approximation with the correction for ties and for continuity.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence


def p_value(first: Sequence[float], second: Sequence[float]) -> float:
    """Two-sided probability of ranks at least this uneven, if both lists come from one distribution.

    Parameters:
        first, second: at least 20 values each, or the approximation is too coarse.

    Raises:
        ValueError: a list is too short.
    """
    sizes = len(first), len(second)
    if min(sizes) < 20:
        raise ValueError("The normal approximation needs 20 values a list.")
    ranks = _mid_ranks([*first, *second])
    rank_sum = sum(ranks[value] for value in first)
    u = rank_sum - sizes[0] * (sizes[0] + 1) / 2
    mean, total = sizes[0] * sizes[1] / 2, sum(sizes)
    ties = sum(count**3 - count for count in Counter([*first, *second]).values())
    variance = mean / 6 * ((total + 1) - ties / (total * (total - 1)))
    if variance == 0:
        return 1.0
    z = max(0.0, abs(u - mean) - 0.5) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2))


def _mid_ranks(values: Sequence[float]) -> dict[float, float]:
    """Value -> the mean of the ranks (from 1) of all equal values."""
    ranks, before = {}, 0
    for value, count in sorted(Counter(values).items()):
        ranks[value] = before + (count + 1) / 2
        before += count
    return ranks
