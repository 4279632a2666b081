"""What customers and the crew tend to do: habits that show over a company's life."""

from tests.factories.support.default_companies import companies


def test_the_furious_come_back_less() -> None:
    sql = """SELECT avg(EXISTS (SELECT 1 FROM service_calls c WHERE c.customer_id = f.customer_id
    AND c.service_date > f.feedback_date)) FROM customer_feedback f
    WHERE feedback_date < '2025-12-31' AND overall_satisfaction """
    furious = [connection.execute(sql + "<= 3").fetchone()[0] for connection in companies()]
    content = [connection.execute(sql + ">= 8").fetchone()[0] for connection in companies()]
    assert sum(furious) < 0.85 * sum(content), (furious, content)


def test_most_who_missed_a_visit_have_it_soon_after() -> None:
    sql = """SELECT avg(EXISTS (SELECT 1 FROM appointments b WHERE b.customer_id = a.customer_id
    AND b.appointment_type = a.appointment_type AND b.created_date >= a.scheduled_time
    AND b.appointment_date < date(a.appointment_date, '+21 days')))
    FROM appointments a WHERE status = 'No-Show'"""
    for connection in companies():
        (share,) = connection.execute(sql).fetchone()
        assert 0.5 < share < 0.85


def test_no_minute_of_the_day_draws_the_bookings() -> None:
    sql = """SELECT max(n) FROM (SELECT count(*) AS n FROM appointments
    GROUP BY substr(created_date, 12, 5))"""
    assert all(connection.execute(sql).fetchone()[0] < 16 for connection in companies())


def test_who_looks_after_a_lead_mostly_prepares_its_quote() -> None:
    sql = """SELECT avg(created_by = assigned_to) FROM quotes JOIN leads USING (lead_id)"""
    for connection in companies():
        (share,) = connection.execute(sql).fetchone()
        assert 0.75 < share <= 1


def test_heat_is_asked_for_in_winter_and_cool_air_in_summer() -> None:
    sql = """SELECT service_interest, substr(created_date, 6, 2), count(*) FROM leads
    WHERE service_interest LIKE '%Repair' GROUP BY 1, 2"""
    asked: dict[tuple[str, str], int] = {}
    for connection in companies():
        for wish, month, count in connection.execute(sql):
            asked[wish, month] = asked.get((wish, month), 0) + count
    heat_in_summer = [asked.get(("Heating Repair", month), 0) for month in ("06", "07", "08")]
    cool_in_winter = [asked.get(("AC Repair", month), 0) for month in ("12", "01", "02")]
    assert sum(heat_in_summer) + sum(cool_in_winter) < 0.06 * sum(asked.values())


def test_an_installation_is_mostly_planned_as_it_was_sold() -> None:
    sql = """SELECT avg(abs(estimated_hours - labor_hours) < 0.01) FROM quotes
    JOIN service_calls USING (service_call_id) JOIN work_orders USING (service_call_id)
    WHERE service_type = 'Installation'"""
    for connection in companies():
        (share,) = connection.execute(sql).fetchone()
        assert share > 0.75


def test_the_order_of_a_first_visit_does_not_tell_what_has_failed() -> None:
    """Dispatch knows the complaint: gauges go along to what cools badly, whatever is found."""
    named: dict[tuple[bool, bool], list[int]] = {}
    sql = """SELECT failed_component IN ('Compressor', 'Evaporator Coil', 'Expansion Valve',
    'Refrigerant Leak'), EXISTS (SELECT 1 FROM service_calls AS b WHERE
    b.installation_id = a.installation_id AND b.failed_component = a.failed_component
    AND b.started_at < a.started_at AND b.service_date >= date(a.service_date, '-45 days')),
    safety_requirements = 'Refrigerant Handling' FROM service_calls AS a
    JOIN work_orders USING (service_call_id) JOIN equipment_types USING (equipment_id)
    WHERE service_type IN ('Repair', 'Emergency') AND failed_component IS NOT NULL
    AND equipment_type IN ('Central AC', 'Heat Pump', 'Package Unit', 'Ductless Mini-Split')"""
    for connection in companies():
        for circuit, again, says in connection.execute(sql):
            named.setdefault((bool(circuit), bool(again)), []).append(says)
    share = {key: sum(says) / len(says) for key, says in named.items()}
    assert 0.4 < share[True, False] < 0.75
    assert 0.1 < share[False, False] < 0.35
    assert share[True, True] > share[True, False]


def test_where_a_unit_stands_is_named_for_whatever_fails() -> None:
    sql = """SELECT count(*), coalesce(sum(safety_requirements = ?), 0) FROM service_calls
    JOIN work_orders USING (service_call_id) JOIN installed_devices USING (installation_id)
    WHERE failed_component {} ('Refrigerant Leak', 'Compressor', 'Evaporator Coil')
    AND installation_location = ?"""
    for rule, place in (("Height Work", "Roof"), ("Confined Space", "Attic")):
        for which in ("IN", "NOT IN"):
            told = [c.execute(sql.format(which), (rule, place)).fetchone() for c in companies()]
            rows, says = map(sum, zip(*told, strict=True))
            assert 0.2 < says / rows < 0.8, (place, which, told)


def test_a_large_part_comes_with_a_second_visit() -> None:
    """A compressor, a coil or a heat exchanger is on no van: the first visit finds out."""
    sql = """SELECT count(*), sum(EXISTS (SELECT 1 FROM parts_usage JOIN parts USING (part_id)
    WHERE service_call_id = a.service_call_id
    AND part_category IN ('Compressor', 'Coil', 'Heat Exchanger'))) FROM service_calls AS a
    WHERE failed_component IN ('Compressor', 'Evaporator Coil', 'Heat Exchanger')
    AND service_type IN ('Repair', 'Emergency') AND NOT EXISTS (SELECT 1 FROM service_calls AS b
    WHERE b.installation_id = a.installation_id AND b.failed_component = a.failed_component
    AND b.started_at < a.started_at AND b.service_date >= date(a.service_date, '-45 days'))"""
    found, at_once = map(sum, zip(*(c.execute(sql).fetchone() for c in companies()), strict=True))
    assert 0.03 < at_once / found < 0.2


_EMERGENCIES = """FROM incident_response JOIN service_calls USING (service_call_id)
    JOIN customers USING (customer_id)"""
_OFFICE_HOURS = """strftime('%w', reported_time) BETWEEN '1' AND '5'
    AND strftime('%H', reported_time) BETWEEN '08' AND '16'"""
_NIGHT = "(strftime('%H', reported_time) >= '21' OR strftime('%H', reported_time) < '06')"


def test_what_is_reported_in_office_hours_is_seen_to_before_night() -> None:
    sql = f"""SELECT count(*), sum(strftime('%H', started_at) NOT BETWEEN '08' AND '20'
    OR service_date <> date(reported_time)) {_EMERGENCIES} WHERE {_OFFICE_HOURS}"""
    every, late = map(sum, zip(*(c.execute(sql).fetchone() for c in companies()), strict=True))
    assert late < 0.1 * every


def test_nobody_calls_at_night_for_what_can_wait() -> None:
    sql = f"""SELECT sum({_NIGHT}), sum({_NIGHT} AND (severity_level IN ('Low', 'Medium')
    OR customer_name LIKE '%Law Offices' OR customer_name LIKE '%Self Storage')) {_EMERGENCIES}"""
    nights, patient = map(sum, zip(*(c.execute(sql).fetchone() for c in companies()), strict=True))
    assert nights > 10
    assert patient < 0.1 * nights
