"""Quotes: what holds in every company, and what is usual."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from factories.engine.values import NULL, coded, texts
from factories.rules.appointments.scheduling import COMING
from factories.rules.calls.service import INSTALLATION
from factories.rules.crm import quotes as rules
from factories.rules.crm.offers import DECLINED, SILENT
from factories.steps import occasions
from factories.steps.billing import guaranteed
from factories.steps.offers import Offers, booked_on, consultations
from factories.steps.quoted_prices import due
from factories.steps.world import World
from tests.factories.support.finished_worlds import SEEDS, company, small_branch

DAY = np.timedelta64(1, "D")
WORLDS = [
    *(pytest.param(company, seed, id=f"default {seed}") for seed in SEEDS),
    *(pytest.param(small_branch, seed, id=f"small {seed}") for seed in SEEDS),
]
Mask = NDArray[np.bool_]


def today(world: World) -> np.datetime64:
    return np.datetime64(world.scenario.as_of, "D")


def of_type(world: World, *types: str) -> Mask:
    return coded(world.tables["quotes"]["quote_type"]).is_(*types)


def in_state(world: World, *states: str) -> Mask:
    return coded(world.tables["quotes"]["status"]).is_(*states)


def test_who_leaves_while_a_quote_is_good_has_declined_it() -> None:
    """On its last day, too: nothing is on the table of somebody who is gone."""
    left = 100
    written = left - rules.VALID_DAYS + np.array((-1, 0, 1))
    one, none = np.zeros(1, np.int64), np.zeros(3, np.int64)
    devices = SimpleNamespace(customer=one, served_until=one + left - 1)
    world: Any = SimpleNamespace(rows=lambda _table: 1, devices=devices, today=left)
    offers = occasions._until_they_left(world, Offers.of(none, none, none, written))
    assert offers.answer.tolist() == [SILENT, DECLINED, DECLINED]
    assert (offers.day + offers.answered_after).tolist()[1:] == [left, left]


@pytest.mark.parametrize(("make", "seed"), WORLDS)
class TestTruths:
    def test_the_quota_is_exact_and_in_order(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes = world.tables["quotes"]
        assert len(quotes) == world.rows("quotes")
        assert (np.diff(quotes["quote_date"]) >= 0 * DAY).all()

    def test_numbers_are_unique_and_bear_the_year(self, make: Any, seed: int) -> None:
        quotes = make(seed).tables["quotes"]
        numbers = texts(quotes["quote_number"])
        assert len(set(numbers)) == len(numbers)
        for number, date in zip(numbers, quotes["quote_date"].tolist(), strict=True):
            assert number.startswith(f"QUO-{date.year}-")

    def test_no_quote_before_the_customer_or_after_today(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes = world.tables["quotes"]
        opened = world.tables["customers"].at("created_at", quotes["customer_id"])
        assert (quotes["quote_date"] >= opened.astype("datetime64[D]")).all()
        assert (quotes["quote_date"] <= today(world)).all()
        # Of earlier ones the refused are not known.
        assert quotes["quote_date"].min() >= np.datetime64(world.scenario.start, "D")

    def test_expired_ones_are_past_their_date_and_open_ones_not(self, make: Any, seed: int) -> None:
        world = make(seed)
        past = world.tables["quotes"]["valid_until"] < today(world)
        assert past[in_state(world, "Expired")].all()
        assert not past[in_state(world, "Pending")].any()

    def test_open_ones_are_followed_up_later(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes = world.tables["quotes"]
        pending = in_state(world, "Pending")
        assert (quotes["follow_up_date"][pending] >= today(world)).all()
        planned = ~np.isnat(quotes["follow_up_date"])
        assert (quotes["follow_up_date"][planned] > quotes["quote_date"][planned]).all()
        assert not planned[in_state(world, "Accepted", "Revised")].any()

    def test_the_total_is_the_sum(self, make: Any, seed: int) -> None:
        quotes = make(seed).tables["quotes"]
        assert (quotes["labor_cost"] == quotes["labor_hours"] * quotes["labor_rate"]).all()
        parts = quotes["labor_cost"] + quotes["equipment_cost"] + quotes["parts_cost"]
        assert (quotes["total_amount"] == parts).all()
        assert (parts > 0).all()
        assert (quotes["parts_cost"] >= 0).all()

    def test_equipment_is_charged_where_it_is_offered(self, make: Any, seed: int) -> None:
        world = make(seed)
        offered = world.tables["quotes"]["equipment_cost"] > 0
        assert (offered == of_type(world, *rules.WITH_EQUIPMENT)).all()

    def test_quotes_follow_the_call_they_became(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes, calls = world.tables["quotes"], world.tables["service_calls"]
        became = np.flatnonzero(quotes["service_call_id"] != NULL)
        ids = quotes["service_call_id"][became]
        assert len(np.unique(ids)) == len(ids)
        assert in_state(world, "Accepted")[became].all()
        assert (calls.at("customer_id", ids) == quotes["customer_id"][became]).all()
        assert (calls.at("equipment_id", ids) == quotes["equipment_id"][became]).all()
        assert (calls.at("service_date", ids) >= quotes["quote_date"][became]).all()
        booked = booked_on(world)[ids - world.first_id("service_calls")]
        quoted = quotes["quote_date"][became].astype(np.int64)
        on_the_spot = (quotes["quote_date"][became] == calls.at("service_date", ids)) & coded(
            quotes["quote_type"]
        ).is_("Repair")[became]
        assert (quoted <= booked)[(booked >= 0) & ~on_the_spot].all()
        to_the_cent = (
            quotes["total_amount"][became] == due(world)[ids - world.first_id("service_calls")]
        )
        said = [quotes["notes"][row] or "" for row in became.tolist()]
        changed = np.array([note.startswith("Change order") for note in said], np.bool_)
        assert (to_the_cent != changed).all()
        kinds = coded(calls.at("service_type", ids)).tolist()
        types = coded(quotes["quote_type"]).take(became).tolist()
        for kind, type_ in zip(kinds, types, strict=True):
            assert kind == ("Repair" if type_ == "Repair" else "Installation")

    def test_accepted_quotes_for_work_became_a_call_or_lie_ahead(
        self, make: Any, seed: int
    ) -> None:
        world = make(seed)
        quotes, book = world.tables["quotes"], world.appointments
        accepted = in_state(world, "Accepted") & ~of_type(world, "Maintenance Contract")
        waits = accepted & (quotes["service_call_id"] == NULL)
        assert of_type(world, *rules.WITH_EQUIPMENT)[waits].all()
        ahead = (book.fate == COMING) & (book.kind == INSTALLATION)
        customer = quotes["customer_id"][waits] - world.first_id("customers")
        assert sorted(customer.tolist()) == sorted(book.customer[ahead].tolist())
        booked = dict(zip(book.customer[ahead].tolist(), book.booked[ahead] // 1440, strict=True))
        day = quotes["quote_date"][waits].astype(np.int64)
        agreed = zip(customer.tolist(), day.tolist(), strict=True)
        assert all(quoted <= booked[who] for who, quoted in agreed)

    def test_replacements_replaced(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes = world.tables["quotes"]
        became = quotes["service_call_id"] != NULL
        call = quotes["service_call_id"] - world.first_id("service_calls")
        for types, replaced in (
            (("Replacement", "System Upgrade"), True),
            (("Installation",), False),
        ):
            rows = np.flatnonzero(became & of_type(world, *types))
            device = world.calls.device[call[rows]]
            assert ((world.devices.replaces[device] >= 0) == replaced).all()

    def test_nobody_pays_for_what_we_guarantee(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes = world.tables["quotes"]
        rows = (quotes["service_call_id"] != NULL) & of_type(world, "Repair")
        call = quotes["service_call_id"][rows] - world.first_id("service_calls")
        assert not guaranteed(world)[call].any()

    def test_accepted_contracts_were_signed(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes, terms = world.tables["quotes"], world.contracts
        rows = np.flatnonzero(in_state(world, "Accepted") & of_type(world, "Maintenance Contract"))
        plans = world.tables["subscriptions"]["annual_cost"]
        for row in rows.tolist():
            customer = quotes["customer_id"][row] - world.first_id("customers")
            term = int(np.flatnonzero(terms.customer == customer)[0])
            assert quotes["quote_date"][row].astype(np.int64) <= terms.start[term]
            assert quotes["total_amount"][row] == plans[term] * 100

    def test_revised_ones_have_a_later_quote(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes = world.tables["quotes"]
        rows = np.flatnonzero(in_state(world, "Revised"))
        assert len(rows)
        for row in rows.tolist():
            same = quotes["customer_id"] == quotes["customer_id"][row]
            assert (quotes["quote_date"][same] > quotes["quote_date"][row]).any()

    def test_leads_are_answered_within_their_time(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes, leads = world.tables["quotes"], world.tables["leads"]
        answers = np.flatnonzero(quotes["lead_id"] != NULL)
        ids = quotes["lead_id"][answers]
        assert (leads.at("customer_id", ids) == quotes["customer_id"][answers]).all()
        customers, asked = world.tables["customers"], leads.at("created_date", ids)
        opened = customers.at("created_at", quotes["customer_id"][answers]).astype("datetime64[D]")
        # Who said "later" asked again when the account was opened.
        again = np.where((opened - asked) / DAY > 60, opened, asked)
        after = (quotes["quote_date"][answers] - again) / DAY
        assert ((after >= 0) & (after <= 60)).all()

    def test_refused_work_is_on_the_customer_s_own_equipment(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes, devices = world.tables["quotes"], world.devices
        customer = quotes["customer_id"] - world.first_id("customers")
        owned = {*zip(devices.customer.tolist(), (devices.equipment + 1).tolist(), strict=True)}
        rows = np.flatnonzero(of_type(world, "Repair", "Maintenance Contract"))
        for row in rows.tolist():
            assert (int(customer[row]), int(quotes["equipment_id"][row])) in owned

    def test_models_offered_were_for_sale(self, make: Any, seed: int) -> None:
        world = make(seed)
        quotes, models = world.tables["quotes"], world.tables["equipment_types"]
        rows = np.flatnonzero(of_type(world, *rules.WITH_EQUIPMENT) & ~in_state(world, "Accepted"))
        ids = quotes["equipment_id"][rows]
        latest = quotes["quote_date"][rows].astype("datetime64[Y]").astype(np.int64)
        assert (models.at("introduced_year", ids) <= latest + 1970).all()


class TestUsual:
    """Averages over several seeds."""

    @staticmethod
    def over(measure: Any) -> float:
        return float(np.mean([measure(company(seed)) for seed in SEEDS]))

    def test_a_third_closes_and_more_of_the_replacements(self) -> None:
        assert 0.30 <= self.over(lambda w: in_state(w, "Accepted").mean()) <= 0.40
        replacement = self.over(lambda w: in_state(w, "Accepted")[of_type(w, "Replacement")].mean())
        assert replacement == pytest.approx(0.43, abs=0.02)

    def test_nineteen_in_twenty_are_billed_as_they_were_accepted(self) -> None:
        def changed(world: World) -> float:
            quotes = world.tables["quotes"]
            rows = np.flatnonzero(quotes["service_call_id"] != NULL).tolist()
            notes = [quotes["notes"][row] or "" for row in rows]
            return float(np.mean([note.startswith("Change order") for note in notes]))

        assert self.over(changed) == pytest.approx(rules.CHANGE_ORDERS, abs=0.03)

    def test_more_say_no_than_say_nothing(self) -> None:
        declined = self.over(
            lambda w: in_state(w, "Declined")[in_state(w, "Declined", "Expired")].mean()
        )
        assert 0.52 <= declined <= 0.66

    def test_as_many_are_accepted_in_the_last_weeks(self) -> None:
        """What has been sold and not put in yet is on file, though many still think it over."""

        def rate(world: World, since: int, until: int) -> float:
            date = world.tables["quotes"]["quote_date"]
            ago = (today(world) - date) // DAY
            return float(in_state(world, "Accepted")[(ago >= until) & (ago < since)].sum())

        recent = self.over(lambda w: rate(w, 30, 0))
        usual = self.over(lambda w: rate(w, 210, 30) / 6)
        assert 0.5 * usual < recent < 1.2 * usual

    def test_nearly_all_installations_were_quoted(self) -> None:
        def quoted(world: World) -> float:
            became = world.tables["quotes"]["service_call_id"][
                of_type(world, *rules.WITH_EQUIPMENT)
            ]
            return float((became != NULL).sum() / (world.calls.kind == INSTALLATION).sum())

        # A few of the first weeks were quoted before the history: these quotes are not on file.
        assert self.over(quoted) == pytest.approx(0.94, abs=0.03)

    def test_the_visit_is_booked_upon_the_yes(self) -> None:
        """Same day 40 %, 1-7 days 30 %, 8-30 days 20 %, later 10 %."""

        def gaps(world: World) -> list[float]:
            quotes, first = world.tables["quotes"], world.first_id("service_calls")
            rows = (quotes["service_call_id"] != NULL) & of_type(world, *rules.WITH_EQUIPMENT)
            booked = booked_on(world)[quotes["service_call_id"][rows] - first]
            assert (booked >= 0).all()
            gap = booked - quotes["quote_date"][rows].astype(np.int64)
            ends = ((0, 0), (1, 7), (8, 30), (31, 99))
            return [float(((gap >= low) & (gap <= high)).mean()) for low, high in ends]

        # A company has 150 of them: the mean of five strays by 0.02. Ten companies have 0.33, 0.33,
        # 0.25 and 0.09: a little slower than the source.
        found = np.mean([gaps(company(seed)) for seed in (*SEEDS, 3, 5)], axis=0)
        assert found == pytest.approx([0.40, 0.30, 0.20, 0.10], abs=0.09)

    def test_installations_are_seldom_done_on_the_day_of_the_quote(self) -> None:
        def at_once(world: World) -> float:
            quotes, calls = world.tables["quotes"], world.tables["service_calls"]
            rows = (quotes["service_call_id"] != NULL) & of_type(world, *rules.WITH_EQUIPMENT)
            done = calls.at("service_date", quotes["service_call_id"][rows])
            return float((done == quotes["quote_date"][rows]).mean())

        assert self.over(at_once) < 0.03

    def test_replacements_are_offered_for_old_devices(self) -> None:
        def age(world: World, kind: str) -> float:
            quotes, devices = world.tables["quotes"], world.devices
            rows = of_type(world, kind) & in_state(world, "Declined", "Expired")
            oldest = np.zeros(world.rows("customers"), np.int64)
            np.maximum.at(oldest, devices.customer, world.today - devices.installed)
            customer = quotes["customer_id"][rows] - world.first_id("customers")
            return float(oldest[customer].mean() / 365)

        replacement = self.over(lambda w: age(w, "Replacement"))
        assert replacement > 12
        assert replacement > self.over(lambda w: age(w, "Maintenance Contract")) + 2

    def test_offers_made_and_offers_refused_cost_about_the_same(self) -> None:
        def compared(world: World, kind: str) -> float:
            total, accepted = world.tables["quotes"]["total_amount"], in_state(world, "Accepted")
            rows = of_type(world, kind)
            return float(np.median(total[rows & accepted]) / np.median(total[rows & ~accepted]))

        # Repairs are few, and their prices far apart.
        for kind, most in {"Replacement": 1.35, "Installation": 1.35, "Repair": 1.5}.items():
            assert 0.75 <= self.over(lambda w, k=kind: compared(w, k)) <= most

    def test_superseded_quotes_were_dearer(self) -> None:
        def dearer(world: World) -> float:
            quotes = world.tables["quotes"]
            found = []
            for row in np.flatnonzero(in_state(world, "Revised")).tolist():
                later = (quotes["customer_id"] == quotes["customer_id"][row]) & (
                    quotes["quote_date"] > quotes["quote_date"][row]
                )
                first = int(np.flatnonzero(later)[0])
                found.append(quotes["total_amount"][row] >= quotes["total_amount"][first])
            return float(np.mean(found))

        assert self.over(dearer) > 0.6

    def test_a_salesmans_visit_leads_to_a_quote_within_days(self) -> None:
        def followed(world: World) -> float:
            customer, day = consultations(world)
            ripe = day <= world.today - 14
            quoted = np.sort(offered(world))
            visit = (customer * 100_000 + day)[ripe]
            return float(
                (np.searchsorted(quoted, visit + 15) > np.searchsorted(quoted, visit)).mean()
            )

        def offered(world: World) -> Any:
            quotes, equipped = world.tables["quotes"], of_type(world, *rules.WITH_EQUIPMENT)
            customer = quotes["customer_id"][equipped] - world.first_id("customers")
            return customer * 100_000 + quotes["quote_date"][equipped].astype(np.int64)

        assert self.over(followed) > 0.8

    def test_a_salesmans_visit_closes_about_as_often_as_a_replacement(self) -> None:
        def sold(world: World) -> float:
            customer, day = consultations(world)
            calls = world.calls
            installs = calls.kind == INSTALLATION
            return float(
                np.mean(
                    [
                        ((calls.customer == who) & installs & (calls.day > when)).any()
                        for who, when in zip(customer.tolist(), day.tolist(), strict=True)
                    ]
                )
            )

        assert 0.3 <= self.over(sold) <= 0.6

    def test_the_same_is_seldom_offered_again_within_weeks(self) -> None:
        def again(world: World) -> float:
            quotes, standing = world.tables["quotes"], ~in_state(world, "Revised")
            kind = coded(quotes["quote_type"]).codes[standing]
            day = quotes["quote_date"][standing].astype(np.int64)
            key = np.sort((quotes["customer_id"][standing] * 10 + kind) * 100_000 + day)
            return float((np.diff(key) < 30).mean())

        assert self.over(again) < 0.03

    def test_some_quotes_answer_leads(self) -> None:
        for seed in SEEDS:
            assert (company(seed).tables["quotes"]["lead_id"] != NULL).sum() >= 20

    def test_every_state_and_type_occurs(self) -> None:
        for seed in SEEDS:
            quotes = company(seed).tables["quotes"]
            assert len(set(texts(quotes["status"]))) == 5
            assert set(texts(quotes["quote_type"])) == set(rules.QUOTE_TYPES)

    def test_descriptions_name_the_equipment(self) -> None:
        world = company(1)
        brands = coded(world.tables["equipment_types"]["brand"]).tolist()
        quotes = world.tables["quotes"]
        rows = zip(texts(quotes["description"]), quotes["equipment_id"].tolist(), strict=True)
        assert all(brands[equipment - 1] in description for description, equipment in rows)


def test_any_count_can_be_wanted() -> None:
    wanted = {"marketing_campaigns": 1, "leads": 1, "quotes": 1, "mailing_list": 1}
    for factor in (1, 900):
        rows = tuple((table, count * factor) for table, count in wanted.items())
        world = company(3, rows=rows)
        for table, count in rows:
            assert len(world.tables[table]) == count
