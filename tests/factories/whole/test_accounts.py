"""When accounts are opened: in the morning rather, some on Saturdays, on Sundays in need."""

from collections import Counter
from collections.abc import Iterator

from tests.factories.support.default_companies import companies

_OPENED = """
    select strftime('%w', c.created_at), cast(strftime('%H', c.created_at) as integer),
           exists (select 1 from service_calls as s where s.customer_id = c.customer_id
                   and s.service_type = 'Emergency'
                   and s.started_at < datetime(c.created_at, '+2 days'))
    from customers as c
    where c.created_at >= (select min(weather_date) from weather_daily)"""
_STRANGERS = """
    select strftime('%w', i.reported_time) in ('0', '6'),
           c.created_at > datetime(i.reported_time, '-1 day')
    from incident_response as i
    join service_calls as s on s.service_call_id = i.service_call_id
    join customers as c on c.customer_id = s.customer_id"""


def opened() -> Iterator[tuple[str, int, int]]:
    for company in companies():
        yield from company.execute(_OPENED)


def test_some_accounts_are_opened_on_saturdays_and_few_on_sundays() -> None:
    days = Counter(weekday for weekday, _, _ in opened())
    everyone = days.total()
    assert 0.04 < days["6"] / everyone < 0.14
    assert 0.005 < days["0"] / everyone < 0.07
    assert all(days[str(weekday)] > 0.1 * everyone for weekday in range(1, 6))


def test_nobody_calls_on_a_sunday_for_less_than_an_emergency() -> None:
    assert all(needy for weekday, _, needy in opened() if weekday == "0")


def test_more_call_in_the_morning() -> None:
    hours = Counter(hour for weekday, hour, _ in opened() if weekday in "12345")
    morning = sum(hours[hour] for hour in range(8, 12))
    afternoon = sum(hours[hour] for hour in range(13, 17))
    assert 1.2 < morning / afternoon < 2.2


def test_weekends_bring_strangers_in_need() -> None:
    found = Counter(row for company in companies() for row in company.execute(_STRANGERS))
    new = {end: found[end, 1] / (found[end, 0] + found[end, 1]) for end in (0, 1)}
    assert new[1] > 0.06
    assert new[1] > 0.7 * new[0]
