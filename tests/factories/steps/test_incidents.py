"""What becomes of emergencies once the technician has left."""

import numpy as np
import pytest

from tests.factories.steps.companies import company


@pytest.mark.parametrize("seed", [1, 42])
def test_no_incident_lies_for_months_and_a_critical_one_not_for_two_weeks(seed: int) -> None:
    incidents = company(seed).tables["incident_response"]
    took = (
        incidents["updated_at_utc"].astype("datetime64[m]")
        - incidents["reported_time"].astype("datetime64[m]")
    ) // np.timedelta64(1, "D")
    critical = incidents["severity_level"].is_("Critical")
    assert took.max() <= 61
    assert took[critical].max() <= 14
    assert np.median(took) <= 1
