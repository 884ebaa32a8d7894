"""How sure a figure is: proportions, means and waiting times with their 95 % intervals."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from scipy.special import stdtrit

NORMAL_95 = 1.959963984540054  # the 97.5 % point of the normal distribution
TAIL_95 = 0.975
ROUNDING = 1e-9  # survival is a product of fractions: 0.5 may come out as 0.5000000000000001


@dataclass(frozen=True)
class Estimate:
    """A value and its 95 % interval; None where the data do not reach so far.

    `effect` is the size of a change beside its spread (d_z), None for what is no change.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    effect: float | None = None


def wilson(share: float, size: float) -> tuple[float, float]:
    """Return the 95 % interval of a proportion (0.0 to 1.0) seen in `size` > 0 independent trials.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    JASA 22 (1927), 209-212. `size` may be an effective, broken number.
    """
    squared = NORMAL_95**2
    centre = (share + squared / (2 * size)) / (1 + squared / size)
    reach = (
        NORMAL_95
        * sqrt(share * (1 - share) / size + squared / (4 * size**2))
        / (1 + squared / size)
    )
    return max(0.0, centre - reach), min(1.0, centre + reach)


def effective_size(clusters: Iterable[tuple[int, int]]) -> float:
    """Return how many independent trials clustered ones are worth; clusters are (yes, trials).

    Trials divided by the design effect (at least 1) of the ratio estimator. When all say the same,
    the effect cannot be measured and only the clusters are counted. Sources: W. G. Cochran,
    Sampling Techniques (1977), 6.3; J. N. K. Rao and A. J. Scott, A simple method for the analysis
    of clustered binary data, Biometrics 48 (1992), 577-585.
    """
    counted = [each for each in clusters if each[1] > 0]
    trials = sum(each[1] for each in counted)
    share = sum(each[0] for each in counted) / trials
    groups = len(counted)
    if groups < 2 or share in (0.0, 1.0):  # noqa: PLR2004 -- a variance needs two
        return float(groups)
    spread = sum((yes - share * size) ** 2 for yes, size in counted)
    clustered = groups / (groups - 1) * spread / trials**2
    independent = share * (1 - share) / (trials - 1)
    return trials / max(1.0, clustered / independent)


def proportion(answers: Iterable[tuple[Hashable, bool]]) -> Estimate:
    """Return the share of yes among (cluster, yes) answers, with Wilson's interval.

    Answers of the same cluster (a person, a pair) are not taken for independent ones.
    """
    clusters = clustered(answers)
    trials = sum(size for _, size in clusters.values())
    if not trials:
        return Estimate(None)
    share = sum(yes for yes, _ in clusters.values()) / trials
    return Estimate(share, *wilson(share, effective_size(clusters.values())))


def clustered(answers: Iterable[tuple[Hashable, bool]]) -> Mapping[Hashable, tuple[int, int]]:
    """Return (yes, trials) of each cluster."""
    found: dict[Hashable, tuple[int, int]] = {}
    for cluster, yes in answers:
        said, trials = found.get(cluster, (0, 0))
        found[cluster] = (said + yes, trials + 1)
    return found


def mean_of_people(
    answers: Iterable[tuple[Hashable, float]], lowest: float, highest: float
) -> Estimate:
    """Return the mean of the people's own means, with Student's t interval over people.

    Somebody who answers often counts once, and her answers are not taken for independent ones.
    The interval is cut to the scale and None for fewer than two people. Source: Student, The
    probable error of a mean, Biometrika 6 (1908), 1-25.
    """
    by_person: dict[Hashable, list[float]] = {}
    for person, answer in answers:
        by_person.setdefault(person, []).append(answer)
    means = [sum(given) / len(given) for given in by_person.values()]
    if not means:
        return Estimate(None)
    people = len(means)
    mean = sum(means) / people
    if people < 2:  # noqa: PLR2004 -- a variance needs two
        return Estimate(mean)
    variance = sum((each - mean) ** 2 for each in means) / (people - 1)
    reach = float(stdtrit(people - 1, TAIL_95)) * sqrt(variance / people)
    return Estimate(mean, max(lowest, mean - reach), min(highest, mean + reach))


def paired_change(differences: Iterable[float], widest: float) -> Estimate:
    """Return the mean of people's differences with Student's t interval, and d_z beside it.

    d_z is the mean difference over the standard deviation of the differences, None where all are
    the same; the interval is cut to `widest` either way. Source: J. Cohen, Statistical Power
    Analysis (1988), 2.3; D. Lakens, Frontiers in Psychology 4 (2013), 863.
    """
    steps = list(differences)
    found = mean_of_people(enumerate(steps), -widest, widest)
    if found.value is None or found.low is None or len(set(steps)) == 1:
        return found
    spread = sqrt(sum((each - found.value) ** 2 for each in steps) / (len(steps) - 1))
    return replace(found, effect=found.value / spread)


@dataclass(frozen=True)
class Step:
    """A day on which somebody's wait ended, the share still waiting after it, and its error."""

    day: int
    waiting: float
    error: float


def kaplan_meier(waits: Iterable[tuple[int, bool]]) -> Sequence[Step]:
    """Return the curve of those still waiting; waits are (days, ended), else censored that day.

    Who is censored on a day is taken to have waited through it. The error is Greenwood's. Source:
    E. L. Kaplan and P. Meier, Nonparametric estimation from incomplete observations, JASA 53
    (1958), 457-481.
    """
    ended, censored = Counter[int](), Counter[int]()
    for days, over in waits:
        (ended if over else censored)[days] += 1
    at_risk, waiting, greenwood = ended.total() + censored.total(), 1.0, 0.0
    steps: list[Step] = []
    for day in sorted(ended | censored):
        if ended[day]:
            waiting *= 1 - ended[day] / at_risk
            remaining = at_risk - ended[day]
            greenwood += ended[day] / (at_risk * remaining) if remaining else 0.0
            steps.append(Step(day, waiting, waiting * sqrt(greenwood)))
        at_risk -= ended[day] + censored[day]
    return steps


def waiting_time(waits: Iterable[tuple[int, bool]], share: float) -> Estimate:
    """Return after how many days `share` (0.5: the median) of all waits have ended.

    None where the curve does not fall so far. Source of the interval: R. Brookmeyer and
    J. Crowley, A confidence interval for the median survival time, Biometrics 38 (1982), 29-41.
    """
    curve = kaplan_meier(waits)
    left = 1 - share + ROUNDING

    def first_day(errors: float) -> int | None:
        fallen = (each.day for each in curve if each.waiting + errors * each.error <= left)
        return next(fallen, None)

    return Estimate(first_day(0), first_day(-NORMAL_95), first_day(NORMAL_95))
