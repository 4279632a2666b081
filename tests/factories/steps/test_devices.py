"""What is installed at the customers' when the history begins."""

from statistics import fmean

from tests.factories.support.default_companies import companies

PUT_IN = """SELECT count(*) FROM installed_devices, (SELECT min(weather_date) AS start
FROM weather_daily) WHERE installation_date >= date(start, '{} years')
AND installation_date < date(start, '{} years')"""


def put_in(year: int, by: str = "1") -> float:
    """Devices installed in a year, counted from the start of the history, in a company."""
    sql = PUT_IN.format(f"{year:+}", f"{year + 1:+}") + f" AND {by}"
    return fmean(c.execute(sql).fetchone()[0] for c in companies())


def test_the_company_put_in_devices_before_the_history_too() -> None:
    """About as many a customer then on file: three in four of today's customers were in the year
    before it, three in five in the one before that."""
    ours = "installed_by = 'Company'"
    within = (put_in(0, ours) + put_in(1, ours)) / 2
    assert 0.42 < put_in(-1, ours) / within < 0.8
    assert 0.3 < put_in(-2, ours) / within < 0.65
    assert put_in(-3, ours) < put_in(-2, ours)


def test_no_years_are_poor_in_devices() -> None:
    usual = sum(map(put_in, range(-8, -3))) / 5
    for year in (-3, -2, -1):
        assert put_in(year) > 0.85 * usual, year


PAIRS = """SELECT 1.0 * f.btu_rating / a.btu_rating FROM installed_devices AS d
JOIN equipment_types AS a ON a.equipment_id = d.equipment_id AND a.equipment_type = 'Central AC'
JOIN installed_devices AS g ON g.customer_id = d.customer_id
JOIN equipment_types AS f ON f.equipment_id = g.equipment_id AND f.equipment_type = 'Furnace'
WHERE d.status <> 'Replaced' AND g.status <> 'Replaced'"""


def test_furnace_and_air_conditioner_of_a_house_fit_each_other() -> None:
    """A furnace has 1.5 to 3.1 times the capacity of the air conditioner on the same blower."""
    fits = [
        fmean(1.5 <= ratio <= 3.1 for (ratio,) in company.execute(PAIRS)) for company in companies()
    ]
    assert fmean(fits) > 0.75
