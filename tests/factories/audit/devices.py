"""Mutations of the devices that customers have."""

from tests.factories.audit.change import Mutation, change

_PUMP_BESIDE_HANDLER = (
    "installation_id in (select installation_id from installed_devices"
    " join equipment_types using (equipment_id) where equipment_type = 'Heat Pump')"
    " and customer_id in (select customer_id from installed_devices"
    " join equipment_types using (equipment_id) where equipment_type = 'Air Handler')"
)
MUTATIONS: dict[str, list[Mutation]] = {
    "home-sized-package-unit": [
        change(
            "equipment_types",
            "btu_rating = 90000",
            "equipment_type = 'Package Unit' and btu_rating <= 60000 and exists (select 1"
            " from installed_devices as d join customers using (customer_id)"
            " where d.equipment_id = equipment_types.equipment_id"
            " and customer_type = 'residential')",
        )
    ],
    "device-warranty-ends-by-its-months": [
        change("installed_devices", "warranty_end_date = date(warranty_end_date, '-1 day')"),
        change("installed_devices", "warranty_end_date = date(warranty_end_date, '+1 month')"),
    ],
    "device-last-maintenance-is-last-call": [
        change("installed_devices", "last_maintenance_date = null", "last_maintenance_date > ''"),
        change(
            "installed_devices",
            "last_maintenance_date = date(last_maintenance_date, '+1 day')",
            "last_maintenance_date is not null",
        ),
        change(
            "installed_devices",
            "last_maintenance_date = installation_date",
            "last_maintenance_date is null",
        ),
    ],
    "device-made-when-installed": [
        change(
            "installed_devices",
            "installation_date = (select introduced_year - 1 from equipment_types as e"
            " where e.equipment_id = installed_devices.equipment_id) || '-12-31'",
        ),
        change(
            "installed_devices",
            "installation_date = (select discontinued_year + 1 from equipment_types as e"
            " where e.equipment_id = installed_devices.equipment_id) || '-01-01'",
            "equipment_id in (select equipment_id from equipment_types"
            " where discontinued_year is not null)",
        ),
    ],
    "device-built-before-it-was-put-in": [
        change("installed_devices", "installation_date = date(installation_date, '-24 months')"),
        (
            "update equipment_types set discontinued_year = null",
            "update equipment_types set introduced_year = introduced_year + 3",
        ),
        change("installed_devices", "serial_number = 'G0013U' || (100000 + installation_id)"),
    ],
    "device-stands-where-it-can": [
        change(
            "installed_devices",
            f"installation_location = '{place}'",
            "equipment_id in (select equipment_id from equipment_types"
            f" where equipment_type = '{kind}')",
        )
        for kind, place in (("Central AC", "Attic"), ("Furnace", "Outdoor Pad"))
    ],
    "split-unit-of-a-home-stands-on-the-ground": [
        change(
            "installed_devices",
            "installation_location = 'Roof'",
            "equipment_id in (select equipment_id from equipment_types"
            f" where equipment_type = '{kind}') and customer_id in"
            " (select customer_id from customers where customer_type = 'residential')",
        )
        for kind in ("Central AC", "Heat Pump")
    ],
    "device-put-in-on-a-working-day": [
        change("installed_devices", f"installation_date = '{day}'", "installed_by = 'Company'")
        for day in ("2023-12-25", "2023-07-04", "2023-04-02")
    ],
    "device-replaced-by-another": [
        change(
            "installed_devices",
            "status = 'Replaced', installation_date = :as_of",
            "status = 'Active'",
        ),
        # Nothing does a boiler's work, and no AC that of a heat pump.
        *(
            change(
                "installed_devices",
                "equipment_id = (select min(equipment_id) from equipment_types"
                f" where equipment_type = '{kind}')",
                "status = 'Replaced' and customer_id not in (select d.customer_id"
                " from installed_devices as d join equipment_types as e"
                f" on e.equipment_id = d.equipment_id where e.equipment_type = '{kind}')",
            )
            for kind in ("Boiler", "Heat Pump")
        ),
    ],
    "device-replaced-once": [
        (
            "update installed_devices set status = 'Replaced' where customer_id ="
            " (select customer_id from installed_devices group by customer_id having count(*) > 1)"
        )
    ],
    "device-replaced-gets-no-call": [
        change(
            "service_calls",
            "service_date = '2098-01-01'",
            "installation_id in (select installation_id from installed_devices"
            " where status = 'Replaced')",
        )
    ],
    "device-of-ours-has-installation-call": [
        change("service_calls", "service_type = 'Inspection'", "service_type = 'Installation'"),
        change("service_calls", "service_date = '2001-01-01'", "service_type = 'Installation'"),
    ],
    "device-of-others-has-no-installation-call": [
        change(
            "installed_devices",
            "installed_by = 'Builder'",
            "installation_id in (select installation_id from service_calls"
            " where service_type = 'Installation')",
        )
    ],
    "device-installed-by-us-after-account": [
        change(
            "installed_devices",
            "installed_by = 'Company'",
            "installation_date < (select min(created_at) from customers)",
        )
    ],
    "zone-keeps-its-size": [
        (
            change(
                "equipment_types",
                "btu_rating = 60000",
                "equipment_type = 'Ductless Mini-Split' and discontinued_year is null",
            ),
            change(
                "quotes",
                "equipment_id = (select max(equipment_id) from equipment_types"
                " where equipment_type = 'Ductless Mini-Split' and discontinued_year is null)",
                "quote_type = 'Replacement' and customer_id in (select customer_id"
                " from installed_devices join equipment_types using (equipment_id)"
                " where equipment_type = 'Ductless Mini-Split' and discontinued_year < 2011)",
            ),
        )
    ],
    "indoor-parts-of-the-air-handler": [
        change(
            "service_calls",
            f"failed_component = '{part}'",
            f"failed_component is not null and {_PUMP_BESIDE_HANDLER}",
        )
        for part in ("Blower Motor", "Evaporator Coil", "Drain Line")
    ],
    "air-handler-tuned-with-its-heat-pump": [
        change("service_calls", "service_type = 'Inspection'", _PUMP_BESIDE_HANDLER),
        change(
            "service_calls",
            "service_date = date(service_date, '-1 day')",
            f"service_type = 'Maintenance' and {_PUMP_BESIDE_HANDLER}",
        ),
    ],
}
