"""What code of one's own asks of the package: an audit of its rows, texts for dates and URLs."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from factories import InvoiceFactory, broken
from factories.audit import audit_rows
from factories.engine.context import current
from factories.errors import UserError
from factories.populate import populate
from factories.scenario import Scenario

SMALL = {"customers": 12}


def test_rows_of_ones_own_are_audited(session: Session) -> None:
    InvoiceFactory(paid=True)
    assert audit_rows(session) == {}
    twice = broken.invoice_paid_twice()
    assert audit_rows(session) == {"payments-within-total": [f"invoice_id={twice.invoice_id}"]}
    assert len(audit_rows(session, whole_books=True)) > 1


def test_a_date_may_be_a_text() -> None:
    assert Scenario.of(as_of="2026-06-30").as_of.isoformat() == "2026-06-30"
    with pytest.raises(UserError, match=r"'30\.6\.2026' is no date; write one as"):
        Scenario.of(as_of="30.6.2026")


def test_a_url_may_be_given_for_an_engine(tmp_path: Path) -> None:
    scenario = Scenario.of(as_of="2026-06-30", history_days=60, rows=SMALL, locale="de_DE")
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    report = populate(scenario, url)
    assert current.locale == "en_US"
    assert repr(report).startswith("<Report: ")
    assert len(repr(report)) < 300
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("select count(*) from customers")) == 12
    engine.dispose()


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "oracle+nothing://x"])
def test_a_url_that_leads_nowhere_is_one_line(url: str) -> None:
    with pytest.raises(UserError) as refused:
        populate(Scenario.of(as_of="2026-06-30", rows=SMALL), url)
    assert "\n" not in str(refused.value)
