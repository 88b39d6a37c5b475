"""What truly caused the conversions of a simulated world."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.simulator.scenario import Effects, Scenario

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Truth:
    """True incremental contributions, in expected conversions.

    contribution  Per channel: expected conversions minus those expected if meeting it
                  changed nothing, all else equal. This is what a holdout test measures.
    baseline      Conversions expected with no effect of any channel. No rule-based model
                  can show these: it gives them to channels all the same.
    expected      Conversions expected in this world. ADDITIVE effects (while no chance is
                  cut off at 1): baseline + sum of contributions. LOGISTIC effects
                  overlap, so the contributions do not add up.
    """

    contribution: dict[str, float]
    baseline: float
    expected: float

    def shares(self) -> dict[str, float]:
        """Contributions as fractions of all that channels contributed; they sum to 1."""
        total = sum(self.contribution.values())
        if total <= 0:
            raise ValueError("no channel of this world contributes anything")
        return {key: value / total for key, value in self.contribution.items()}


def chances(
    scenario: Scenario, met: NDArray[np.bool_], intent: FloatArray, *, ignore: int | None = None
) -> FloatArray:
    """Each visitor's chance to convert.

    Shapes  met: visitors x channels, intent: visitors. Returns visitors.
    Ignore  The index of a channel that is to change nothing; -1: none of them does.
    Intent  Multiplies the baseline by exp(intent), scaled so that its mean stays. Without
            confounding intent changes nothing.
    """
    effect = np.array([channel.effect for channel in scenario.channels])
    if ignore == -1:
        effect[:] = 0.0
    elif ignore is not None:
        effect[ignore] = 0.0
    lift = met @ effect
    pull = scenario.confounding * intent
    if scenario.effects is Effects.LOGISTIC:
        log_odds = np.log(scenario.baseline / (1 - scenario.baseline))
        return 1 / (1 + np.exp(-(log_odds + pull + lift)))
    base = scenario.baseline * np.exp(pull - scenario.confounding**2 / 2)
    return np.clip(base + lift, 0.0, 1.0)


def find_truth(scenario: Scenario, met: NDArray[np.bool_], intent: FloatArray) -> Truth:
    """Counterfactuals, one per channel: the same visitors, this channel without effect."""
    expected = float(chances(scenario, met, intent).sum())
    return Truth(
        contribution={
            channel.key: expected - float(chances(scenario, met, intent, ignore=i).sum())
            for i, channel in enumerate(scenario.channels)
        },
        baseline=float(chances(scenario, met, intent, ignore=-1).sum()),
        expected=expected,
    )
