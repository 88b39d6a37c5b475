"""The simulator: the same world for the same seed, and a truth that experiments confirm."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analytics.attribution.catalogue import MODELS
from analytics.attribution.journey import Params
from analytics.simulator import ChannelSpec, Effects, Scenario, World, calibrated, simulate

CHANNELS = (
    ChannelSpec("direct", share=0.25, effect=0.0, returning=1.5, intent_pull=0.6),
    ChannelSpec("paid_search", share=0.2, effect=0.05, cost_per_click=3.0),
    ChannelSpec("organic_search", share=0.2, effect=0.01, intent_pull=0.2),
    ChannelSpec("email", share=0.15, effect=0.08, cost_per_click=0.1, returning=2.0),
    ChannelSpec("display", share=0.2, effect=0.0, cost_per_click=0.9, intent_pull=0.8),
)
KEYS = [channel.key for channel in CHANNELS]


def make_scenario(**changes) -> Scenario:
    usual = {"channels": CHANNELS, "n_visitors": 40_000, "start": date(2025, 11, 22), "seed": 3}
    return Scenario(**(usual | changes))


@pytest.fixture(scope="module")
def world() -> World:
    return simulate(make_scenario())


def distance(found: dict[str, float], true: dict[str, float]) -> float:
    """L1 distance of two sharings of one whole: 0 is equal, 2 is nothing in common."""
    return sum(abs(found[key] - true[key]) for key in KEYS)


def credited_shares(world: World, model: str) -> dict[str, float]:
    params = Params()
    credit = dict.fromkeys(KEYS, 0.0)
    for visitor in np.flatnonzero(world.converted):
        journey = world.journey(visitor, params)
        weights = MODELS[model].weigh(journey, params)
        for touch, weight in zip(journey.touches, weights, strict=True):
            credit[KEYS[world.visit_channel[touch.id]]] += float(weight)
    total = sum(credit.values())
    return {key: value / total for key, value in credit.items()}


def regression_shares(world: World) -> dict[str, float]:
    """Linear-probability regression on presence, over converting and other journeys."""
    met = world.met().astype(float)
    design = np.column_stack((np.ones(len(met)), met))
    effect = np.linalg.lstsq(design, world.converted.astype(float))[0][1:]
    lift = dict(zip(KEYS, np.maximum(effect, 0) * met.sum(axis=0), strict=True))
    return {key: value / sum(lift.values()) for key, value in lift.items()}


def test_the_same_seed_gives_the_same_world(world):
    again = simulate(make_scenario())

    for name in ("visit_visitor", "visit_at", "visit_channel", "converted", "converted_at"):
        assert np.array_equal(getattr(world, name), getattr(again, name)), name
    assert world.truth == again.truth


def test_another_seed_gives_another_world(world):
    other = simulate(make_scenario(seed=4))

    assert not np.array_equal(world.converted, other.converted)


def test_visits_are_in_order_and_inside_the_year(world):
    same = world.visit_visitor[1:] == world.visit_visitor[:-1]

    assert (np.diff(world.visit_visitor) >= 0).all()
    assert (np.diff(world.visit_at)[same] > 0).all()
    assert world.visit_at.min() >= 0
    assert world.visit_at.max() < 365 * 86_400
    assert np.diff(world.first_visit).max() <= world.scenario.max_visits
    assert np.diff(world.first_visit).min() >= 1


def test_who_converts_does_so_within_minutes_of_the_last_visit(world):
    last = world.visit_at[world.first_visit[1:] - 1]
    wait = (world.converted_at - last)[world.converted]

    assert wait.min() >= 40
    assert wait.max() < 600
    assert (world.converted_at[~world.converted] == -1).all()


def test_weekends_and_nights_are_quiet(world):
    weekday = (world.visit_at // 86_400 + world.scenario.start.weekday()) % 7
    hour = world.visit_at % 86_400 // 3600

    # Later visits come any day, hence not as few as WEEKDAYS says.
    assert (weekday >= 5).mean() < 0.21
    assert (hour < 6).mean() < 0.04


@pytest.mark.parametrize("effects", Effects)
@pytest.mark.parametrize("key", KEYS)
def test_removing_an_effect_costs_the_conversions_the_truth_says(key, effects):
    strength = 12 if effects is Effects.LOGISTIC else 1
    scenario = make_scenario(
        effects=effects,
        channels=tuple(replace(one, effect=one.effect * strength) for one in CHANNELS),
    )
    whole, without = simulate(scenario), simulate(scenario.without_effect(key))
    lost = int(whole.converted.sum() - without.converted.sum())
    true = whole.truth.contribution[key]

    assert np.array_equal(whole.visit_channel, without.visit_channel)
    assert abs(lost - true) <= 4 * max(true, 1) ** 0.5
    assert without.truth.contribution[key] == 0


def test_conversions_are_as_many_as_expected(world):
    expected = world.truth.expected

    assert abs(world.converted.sum() - expected) <= 4 * expected**0.5


def test_additive_contributions_and_baseline_are_all_there_is(world):
    truth = world.truth

    assert truth.baseline + sum(truth.contribution.values()) == pytest.approx(truth.expected)
    assert sum(truth.shares().values()) == pytest.approx(1)


def test_logistic_contributions_overlap():
    channels = tuple(replace(one, effect=one.effect * 40) for one in CHANNELS)
    truth = simulate(make_scenario(effects=Effects.LOGISTIC, channels=channels)).truth

    total = truth.baseline + sum(truth.contribution.values())
    assert abs(total / truth.expected - 1) > 0.02


def test_a_world_without_effects_has_no_shares():
    idle = tuple(replace(one, effect=0.0) for one in CHANNELS)

    with pytest.raises(ValueError, match="contributes"):
        simulate(make_scenario(channels=idle, n_visitors=500)).truth.shares()


@pytest.mark.parametrize("model", MODELS)
def test_credit_sharing_is_far_from_the_truth(world, model):
    """Journeys of buyers only cannot tell influence from presence (docs/attribution.md)."""
    credited = credited_shares(world, model)

    assert sum(credited.values()) == pytest.approx(1)
    assert distance(credited, world.truth.shares()) > 0.3
    assert credited["display"] > 0.05 > world.truth.shares()["display"]


def test_comparing_with_those_who_did_not_convert_comes_close(world):
    assert distance(regression_shares(world), world.truth.shares()) < 0.12


def test_confounding_flatters_channels_that_meet_the_willing():
    confounded = simulate(make_scenario(confounding=1.0, baseline=0.03))
    plain = simulate(make_scenario(confounding=0.0, baseline=0.03))

    assert confounded.truth.contribution["display"] == 0
    assert regression_shares(confounded)["display"] > regression_shares(plain)["display"] + 0.05


def test_costs_follow_from_visits(world):
    assert sum(world.clicks.values()) == world.n_visits
    assert world.costs["paid_search"] == pytest.approx(3.0 * world.clicks["paid_search"])
    assert world.costs["direct"] == 0


def test_a_channel_has_no_visits_on_days_it_is_idle():
    half = tuple(float(day >= 180) for day in range(365))
    channels = (*CHANNELS[:-1], replace(CHANNELS[-1], activity=half))
    made = simulate(make_scenario(channels=channels, n_visitors=5_000))
    days = made.visit_at[made.visit_channel == KEYS.index("display")] // 86_400

    assert days.min() >= 180


def test_calibration_keeps_the_ratios_and_hits_the_number():
    made = calibrated(make_scenario(), conversions=900)

    assert simulate(made).truth.expected == pytest.approx(900)
    ratio = made.channels[3].effect / made.channels[1].effect
    assert ratio == pytest.approx(0.08 / 0.05)


def test_logistic_worlds_are_not_calibrated():
    with pytest.raises(ValueError, match="additive"):
        calibrated(make_scenario(effects=Effects.LOGISTIC), conversions=900)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"channels": ()}, id="no channel"),
        pytest.param({"n_visitors": 0}, id="nobody"),
        pytest.param({"months": 0}, id="no time"),
        pytest.param({"baseline": 0.0}, id="baseline of zero"),
        pytest.param({"more_visits": 1.0}, id="endless visits"),
        pytest.param({"gap_days": 0.5}, id="twice a day"),
        pytest.param({"channels": (ChannelSpec("x", share=-1.0),)}, id="negative share"),
        pytest.param(
            {"channels": (ChannelSpec("x", share=1.0, activity=(1.0, 1.0)),)}, id="two days"
        ),
    ],
)
def test_an_impossible_scenario_is_refused(wrong):
    with pytest.raises(ValueError):
        make_scenario(**wrong)


def test_an_unknown_channel_cannot_be_removed():
    with pytest.raises(KeyError):
        make_scenario().without_effect("carrier_pigeon")


def test_only_buyers_have_a_journey(world):
    stranger = int(np.flatnonzero(~world.converted)[0])

    with pytest.raises(ValueError, match="convert"):
        world.journey(stranger, Params())
