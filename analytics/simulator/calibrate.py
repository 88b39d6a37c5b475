"""calibrated: the same scenario, its chances scaled until it has the conversions one wants."""

from dataclasses import replace

from analytics.simulator.scenario import Effects, Scenario
from analytics.simulator.simulate import simulate


def calibrated(scenario: Scenario, conversions: float) -> Scenario:
    """`scenario` with baseline and effects scaled so that `conversions` are expected.

    Only for ADDITIVE effects, where expectation is linear in them as long as no chance is
    cut off at 1; the ratios between baseline and effects stay. ValueError otherwise.
    """
    if scenario.effects is not Effects.ADDITIVE:
        raise ValueError("only additive effects can be scaled")
    factor = conversions / simulate(scenario).truth.expected
    return replace(
        scenario,
        baseline=scenario.baseline * factor,
        channels=tuple(
            replace(channel, effect=channel.effect * factor) for channel in scenario.channels
        ),
    )
