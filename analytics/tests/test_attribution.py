"""The six models: golden weights from the definitions, and laws that hold for all journeys."""

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.attribution.catalogue import DEFAULT_MODEL, MODELS
from analytics.attribution.journey import Journey, Params, TouchPoint, journey_of

WON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
THIRD = ["0.33333333", "0.33333333", "0.33333334"]


def journey(*days_before, direct=()):
    touches = [TouchPoint(i, WON - days * DAY, i in direct) for i, days in enumerate(days_before)]
    return Journey(tuple(touches), WON)


def weights(key, *days_before, direct=(), **params):
    return MODELS[key].weigh(journey(*days_before, direct=direct), Params(**params))


@pytest.mark.parametrize(
    ("key", "days_before", "direct", "expected"),
    [
        pytest.param("first_touch", [9, 5, 1], [], ["1", "0", "0"], id="the first takes all"),
        pytest.param("last_touch", [9, 5, 1], [], ["0", "0", "1"], id="the last takes all"),
        pytest.param(
            "last_non_direct", [9, 5, 1], [2], ["0", "1", "0"], id="direct is passed over"
        ),
        pytest.param(
            "last_non_direct", [9, 5, 1], [1], ["0", "0", "1"], id="only a last direct is"
        ),
        pytest.param("last_non_direct", [9, 1], [0, 1], ["0", "1"], id="all direct: the last"),
        pytest.param("linear", [9, 5, 1], [], THIRD, id="thirds; the odd unit to the latest"),
        pytest.param("linear", [9, 1], [], ["0.5", "0.5"], id="halves"),
        pytest.param("position", [9], [], ["1"], id="position of one"),
        pytest.param("position", [9, 1], [], ["0.5", "0.5"], id="position of two"),
        pytest.param("position", [9, 5, 1], [], ["0.4", "0.2", "0.4"], id="40/20/40"),
        pytest.param("position", [9, 5, 3, 1], [], ["0.4", "0.1", "0.1", "0.4"], id="two middles"),
        pytest.param(
            "position",
            [9, 7, 5, 3, 1],
            [],
            ["0.4", "0.06666666", "0.06666667", "0.06666667", "0.4"],
            id="three middles share 20 % without loss",
        ),
    ],
)
def test_golden_weights(key, days_before, direct, expected):
    assert weights(key, *days_before, direct=direct) == [Decimal(weight) for weight in expected]


@pytest.mark.parametrize(
    ("days_before", "half_life", "expected"),
    [
        pytest.param(
            [14, 7, 0], 7, ["0.14285714", "0.28571429", "0.57142857"], id="14.29/28.57/57.14"
        ),
        pytest.param([14, 7, 0], 22.5, ["0.2646", "0.3282", "0.4072"], id="26.46/32.82/40.72"),
        pytest.param([3], 7, ["1"], id="a lone touch takes it all"),
        pytest.param([7, 0], 7, ["0.33333333", "0.66666667"], id="one half-life halves the weight"),
        pytest.param(
            [80, 73], 7, ["0.33333333", "0.66666667"], id="only the difference in age counts"
        ),
        pytest.param([4000, 0], 7, ["0.00000000", "1.00000000"], id="ancient history fades"),
        pytest.param(
            [4000, 3993], 7, ["0.33333333", "0.66666667"], id="all ancient is no zero sum"
        ),
    ],
)
def test_time_decay(days_before, half_life, expected):
    got = weights("time_decay", *days_before, half_life=timedelta(days=half_life))

    places = len(expected[0].partition(".")[2])
    assert [round(weight, places) for weight in got] == [Decimal(weight) for weight in expected]


def test_a_half_life_must_be_positive():
    with pytest.raises(ValueError, match="half_life"):
        weights("time_decay", 1, half_life=timedelta(0))


@pytest.mark.parametrize("key", MODELS)
def test_no_touches_no_weights(key):
    assert weights(key) == []


def test_the_catalogue_is_whole():
    assert list(MODELS) == [
        "first_touch",
        "last_touch",
        "last_non_direct",
        "linear",
        "time_decay",
        "position",
    ]
    assert DEFAULT_MODEL in MODELS
    assert all(model.sentence.endswith(".") and model.label for model in MODELS.values())


# --- who is eligible ------------------------------------------------------------------------


def eligible(*touches, lookback=90):
    params = Params(lookback=timedelta(days=lookback))
    return [touch.id for touch in journey_of(touches, WON, params).touches]


def test_a_touch_after_the_conversion_has_no_credit():
    before, at, after = (TouchPoint(i, WON + (i - 2) * timedelta(seconds=1)) for i in (1, 2, 3))

    assert eligible(before, at, after) == [1, 2]


def test_the_window_includes_its_edge_and_nothing_older():
    edge = TouchPoint(1, WON - 90 * DAY)
    older = TouchPoint(2, WON - 90 * DAY - timedelta(microseconds=1))

    assert eligible(edge, older) == [1]


def test_ties_go_by_id_whatever_the_order_given():
    touches = [TouchPoint(i, WON) for i in (3, 1, 2)]

    assert eligible(*touches) == [1, 2, 3]


def test_a_touch_given_twice_counts_once():
    touch = TouchPoint(1, WON)

    assert eligible(touch, touch) == [1]


def test_the_touch_itself_may_be_the_moment_of_conversion():
    assert eligible(TouchPoint(7, WON)) == [7]


# --- laws -----------------------------------------------------------------------------------

TOUCHES = st.lists(
    st.builds(
        TouchPoint,
        id=st.integers(1, 10_000),
        at=st.timedeltas(timedelta(days=-200), timedelta(days=5)).map(lambda age: WON + age),
        is_direct=st.booleans(),
    ),
    max_size=40,
)
KEYS = st.sampled_from(list(MODELS))


@given(touches=TOUCHES, key=KEYS)
def test_weights_sum_to_exactly_one_with_eight_decimals(touches, key):
    params = Params()
    made = journey_of(touches, WON, params)
    got = MODELS[key].weigh(made, params)

    assert len(got) == len(made.touches)
    assert sum(got) == (1 if made.touches else 0)
    assert all(weight >= 0 and weight == round(weight, 8) for weight in got)


@given(touches=TOUCHES, key=KEYS, seed=st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(touches, key, seed):
    params = Params()
    unique = list({touch.id: touch for touch in touches}.values())
    shuffled = list(unique)
    seed.shuffle(shuffled)

    one, other = journey_of(unique, WON, params), journey_of(shuffled, WON, params)

    assert one == other
    assert MODELS[key].weigh(one, params) == MODELS[key].weigh(other, params)


@given(touch=TOUCHES.filter(lambda touches: len(touches) == 1), key=KEYS)
def test_a_lone_touch_gets_everything_under_every_model(touch, key):
    params = Params(lookback=timedelta(days=400))
    made = journey_of(touch, WON + 10 * DAY, params)

    assert MODELS[key].weigh(made, params) == [Decimal(1)]


@given(touches=TOUCHES)
def test_time_decay_never_prefers_an_older_touch(touches):
    params = Params()
    got = MODELS["time_decay"].weigh(journey_of(touches, WON, params), params)

    # One unit of the eighth decimal is what sharing out the remainder may turn around.
    assert all(older <= newer + Decimal("1e-8") for older, newer in itertools.pairwise(got))


@given(touches=TOUCHES)
def test_no_touch_outside_the_window_is_ever_in_a_journey(touches):
    params = Params(lookback=timedelta(days=30))

    assert all(
        WON - 30 * DAY <= touch.at <= WON for touch in journey_of(touches, WON, params).touches
    )
