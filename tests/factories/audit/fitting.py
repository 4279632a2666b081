"""Mutations of the parts that calls used."""

from tests.factories.audit.change import Mutation, change, copy


def _swap(old: str, new: str, where: str = "1 = 1") -> str:
    """Another part instead, on the first line with one like ``old`` that fits."""
    return change(
        "parts_usage",
        f"part_id = (select min(part_id) from parts where part_name like '{new}')",
        "usage_id in (select usage_id from parts_usage join parts using (part_id)"
        " join service_calls using (service_call_id) join equipment_types using (equipment_id)"
        " join installed_devices using (installation_id)"
        f" where part_name like '{old}' and {where})",
    )


def _beside(old: str, new: str) -> tuple[str, ...]:
    """Another part as well."""
    return copy(
        "parts_usage",
        "usage_id",
        f"part_id = (select min(part_id) from parts where part_name like '{new}')",
        "usage_id in (select usage_id from parts_usage join parts using (part_id)"
        f" where part_name like '{old}')",
    )


def _sooner(part: str) -> str:
    """A unit's second tune-up of those that renewed such a part comes a month after the one
    before."""
    used = (
        "select {} from service_calls as o join parts_usage using (service_call_id)"
        " join parts using (part_id) where o.installation_id = service_calls.installation_id"
        f" and part_name like '{part}'"
    )
    return change(
        "service_calls",
        f"service_date = date(({used.format('min(o.service_date)')}), '+30 days')",
        "service_type <> 'Installation' and exists (select 1 from parts_usage"
        " join parts using (part_id) where service_call_id = service_calls.service_call_id"
        f" and part_name like '{part}')"
        f" and service_date > ({used.format('min(o.service_date)')})",
    )


_CHARGED = (
    "usage_id in (select usage_id from parts_usage join parts using (part_id)"
    " join service_calls using (service_call_id)"
    " where part_category = 'Refrigerant' and failed_component = '{}')"
)


_BESIDE_A_HOUSE = (
    "service_call_id in (select service_call_id from service_calls"
    " join installed_devices using (installation_id) join equipment_types as e"
    " on e.equipment_id = installed_devices.equipment_id"
    " where e.equipment_type = 'Package Unit' and installation_location <> 'Roof')"
)
_LEAK = (
    "service_call_id in (select service_call_id from service_calls join parts_usage"
    " using (service_call_id) where failed_component = 'Refrigerant Leak')"
    " and service_call_id {} (select service_call_id from parts_usage join parts using (part_id)"
    " where part_name like 'Filter drier %')"
)

MUTATIONS: dict[str, list[Mutation]] = {
    "part-used-once-a-call": [copy("parts_usage", "usage_id")],
    "part-of-the-size-of-its-unit": [
        _swap("Scroll compressor 3 ton%", "Scroll compressor 2.5 ton%"),
        _swap("Evaporator coil 2 ton%", "Evaporator coil 3 ton%"),
        _swap("Furnace heat exchanger%", "Furnace heat exchanger 60k", "btu_rating >= 80000"),
        _swap(
            "Thermostatic expansion valve%",
            "Thermostatic expansion valve 4 ton",
            "btu_rating < 40000",
        ),
    ],
    "charge-of-the-work": [
        change("parts_usage", f"quantity_used = {pounds}", _CHARGED.format(failed))
        for failed, pounds in (("Compressor", 1), ("Compressor", 400), ("Refrigerant Leak", 5))
    ],
    "leak-is-topped-up-or-opened": [
        change(
            "parts_usage",
            "quantity_used = 1",
            f"{_CHARGED.format('Refrigerant Leak')} and quantity_used > 4",
        ),
        change(
            "work_orders",
            "completion_notes = 'Stopped the leak and topped up the charge.'",
            _LEAK.format("in"),
        ),
        change(
            "work_orders",
            "completion_notes = 'Stopped the leak, held vacuum and charged by weight.'",
            _LEAK.format("not in"),
        ),
        change(
            "parts_usage",
            "part_id = (select min(part_id) from parts where part_name like 'Nitrogen %')",
            "usage_id in (select usage_id from parts_usage join parts using (part_id)"
            " where part_name like 'Service valve core%')",
        ),
    ],
    "no-roof-under-a-unit-on-the-ground": [
        *(
            change("work_orders", f"instructions = '{told}'", _BESIDE_A_HOUSE)
            for told in (
                "Confirm the crane time.",
                "Inspect cabinet, curb and coils.",
                "Check filters and belts.",
                "Clean coils and economizer.",
            )
        ),
        *(
            change(
                "parts_usage",
                f"part_id = (select min(part_id) from parts where part_name like '{part}')",
                _BESIDE_A_HOUSE,
            )
            for part in ("Roof curb%", "Blower belt%")
        ),
    ],
    "filter-of-its-device": [
        _swap(
            "%filter%",
            "Pleated air filter 20x25x1%",
            "part_category = 'Filter' and part_name not like '%20x25x1%' and installation_id in"
            " (select installation_id from service_calls join parts_usage using (service_call_id)"
            " join parts using (part_id) where part_category = 'Filter'"
            " group by 1 having count(*) > 1)",
        )
    ],
    "filter-of-its-house": [
        _swap(
            "Pleated%filter%",
            "Pleated air filter 20x25x1%",
            "part_name not like '%20x25x1%' and equipment_type in ('Central AC', 'Heat Pump')"
            " and service_calls.customer_id in (select customer_id from service_calls"
            " join parts_usage using (service_call_id) join parts using (part_id)"
            " join equipment_types using (equipment_id) where part_category = 'Filter'"
            " and equipment_type in ('Furnace', 'Air Handler'))",
        )
    ],
    "renewed-when-due": [
        _sooner("Pleated air filter%"),
        _sooner("Thermostat batteries%"),
    ],
    "capacitor-is-the-one-in-the-notes": [
        change(
            "service_calls",
            "technician_notes = 'Run capacitor measured 31.2 uF against a 99 uF rating.'",
            "failed_component = 'Capacitor'",
        )
    ],
    "installation-takes-one-size": [
        _beside("Equipment pad 36x36x3%", "Equipment pad 32x32x3%"),
        _beside("Copper line set 3/8 x 3/4%", "Copper line set 3/8 x 7/8%"),
    ],
    "vent-fits-burner": [
        change("equipment_types", f"energy_rating = {rating}", "rating_unit = 'AFUE'", 99)
        for rating in (80, 95)
    ],
    "unit-stands-on-what-it-took": [
        change("installed_devices", f"installation_location = '{place}'", "1 = 1", 99_999)
        for place in ("Outdoor Pad", "Roof")
    ],
    "thermostat-fits-equipment": [
        _swap("Thermostat %", "Heat pump thermostat%", "part_category = 'Thermostat'"),
        _swap("Heat pump thermostat%", "Thermostat Wi-Fi%"),
    ],
    "supplies-of-the-work": [
        _swap("Pleated%", "Nitrogen%", "service_type = 'Maintenance'"),
        _swap("Pleated%", "Leak detector%", "service_type = 'Maintenance'"),
        _swap("Pleated%", "Foil tape%", "service_type = 'Maintenance'"),
    ],
}
