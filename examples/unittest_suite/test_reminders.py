"""The script's tests, with unittest and the factories and nothing else."""

import unittest
from datetime import date, timedelta

from reminders import reminders

from factories import CustomerFactory, InvoiceFactory, PaymentFactory
from factories.populate import populate
from factories.scenario import Scenario
from factories.testing import bound, disposed, engine_for, rolled_back, seed_of
from hvac_models import Invoice, InvoiceStatus

TODAY = date(2026, 1, 2)


class DatabaseTestCase(unittest.TestCase):
    """One engine a class, one transaction a test, taken back after it."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cls.enterClassContext(disposed(engine_for()))

    def setUp(self) -> None:
        make_session = self.enterContext(rolled_back(self.engine))
        self.session = self.enterContext(make_session())
        self.enterContext(bound(self.session, seed_of(self.id())))


class RemindersTest(DatabaseTestCase):
    def test_who_is_late_is_reminded(self) -> None:
        invoice = InvoiceFactory(overdue=True, customer__customer_name="Ada Park")
        (text,) = reminders(self.session, TODAY)
        days = (TODAY - invoice.due_date).days
        self.assertIn(f"to Ada Park: {invoice.invoice_number}, ", text)
        self.assertIn(f"${invoice.total_amount}, {days} days late", text)

    def test_who_has_paid_or_has_time_is_not(self) -> None:
        InvoiceFactory(paid=True)
        InvoiceFactory(cancelled=True)
        InvoiceFactory()
        self.session.commit()
        self.assertEqual(reminders(self.session, TODAY), [])

    def test_a_part_of_it_is_not_all_of_it(self) -> None:
        invoice = InvoiceFactory(overdue=True)
        PaymentFactory(invoice=invoice, partial=True)
        self.assertEqual(len(reminders(self.session, TODAY)), 1)

    def test_the_longest_overdue_first(self) -> None:
        customer = CustomerFactory(with_devices=1)
        InvoiceFactory.create_batch(3, overdue=True, customer=customer)
        late = reminders(self.session, TODAY + timedelta(days=30))
        days = [int(text.rsplit(", ", 1)[1].split()[0]) for text in late]
        self.assertEqual(days, sorted(days, reverse=True))
        self.assertTrue(all(text.startswith("Second notice") for text in late))

    def test_tests_do_not_see_each_other(self) -> None:
        self.assertEqual(self.session.query(Invoice).count(), 0)


class WholeCompanyTest(DatabaseTestCase):
    def test_every_overdue_invoice_of_a_company(self) -> None:
        scenario = Scenario.of(as_of=TODAY, history_days=90, rows={"customers": 60})
        report = populate(scenario, self.session.connection())
        self.assertEqual(report.violations, 0)
        late = self.session.query(Invoice).filter_by(status=InvoiceStatus.OVERDUE).count()
        self.assertEqual(len(reminders(self.session, TODAY)), late)


if __name__ == "__main__":
    unittest.main()
