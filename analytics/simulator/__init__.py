"""Invented worlds whose truth is known, so that a model can be asked whether it finds it.

PURE: numpy only; the same scenario always gives the same world. docs/demo.md tells how it works.
"""

from analytics.simulator.calibrate import calibrated
from analytics.simulator.scenario import ChannelSpec, Effects, Scenario
from analytics.simulator.simulate import simulate
from analytics.simulator.truth import Truth
from analytics.simulator.world import World

__all__ = ["ChannelSpec", "Effects", "Scenario", "Truth", "World", "calibrated", "simulate"]
