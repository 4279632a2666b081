"""Customers over the API."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from factories import BranchFactory, CustomerFactory, as_dict
from hvac_models import Customer

pytestmark = pytest.mark.usefixtures("hvac_factories")


def payload(**said: Any) -> dict[str, Any]:
    """What a client posts: a customer as the factory would make it, whom nobody knows yet."""
    row = CustomerFactory.build(**said)
    return as_dict(row, keys=False, without=["address", "created_at"])


def test_a_customer_is_found(client: TestClient, hvac_session: Session) -> None:
    ada = CustomerFactory(customer_name="Ada Park")
    hvac_session.flush()
    found = client.get(f"/customers/{ada.customer_id}").json()
    assert found["customer_name"] == "Ada Park"
    assert found["address"] == ada.address


def test_a_customer_who_is_not_there(client: TestClient) -> None:
    assert client.get("/customers/1").status_code == 404


def test_a_customer_is_registered_once(client: TestClient, hvac_session: Session) -> None:
    branch = BranchFactory()
    hvac_session.flush()
    asked = payload(commercial=True)
    answer = client.post(f"/branches/{branch.branch_id}/customers", json=asked)
    assert answer.status_code == 201, answer.text
    made = hvac_session.get_one(Customer, answer.json()["customer_id"])
    assert made.address == f"{made.street}, {made.city}, {made.state} {made.postal_code}"
    again = client.post(f"/branches/{branch.branch_id}/customers", json=asked)
    assert (again.status_code, again.json()["detail"]) == (
        409,
        f"{made.customer_name} is recorded already",
    )


@pytest.mark.parametrize(
    "wrong", [{"customer_type": "alien"}, {"phone": "none"}, {"postal_code": "1234"}]
)
def test_what_is_wrong_is_refused(client: TestClient, wrong: dict[str, str]) -> None:
    answer = client.post("/branches/1/customers", json=payload() | wrong)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][-1] in wrong


def test_the_app_and_the_factories_write_in_turns(
    client: TestClient, hvac_session: Session
) -> None:
    first = CustomerFactory()
    hvac_session.flush()
    answer = client.post(f"/branches/{first.branch_id}/customers", json=payload())
    third = CustomerFactory()
    hvac_session.flush()
    assert len({first.customer_id, answer.json()["customer_id"], third.customer_id}) == 3
