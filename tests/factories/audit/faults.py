"""Mutations of what the texts of a call say of its fault."""

from tests.factories.audit.change import Mutation, change

_REPAIR = "service_type = 'Repair' and failed_component = '{}'"
_ITS_CALL = f"service_call_id = (select min(service_call_id) from service_calls where {_REPAIR})"
_EMERGENCY = (
    "service_call_id = (select min(service_call_id) from service_calls"
    " where service_type = 'Emergency')"
)


def _told(component: str, noted: str, done: str, noticed: str = "It quit.") -> tuple[str, ...]:
    order = f"description = '{noticed}', completion_notes = '{done}'"
    return (
        change("service_calls", f"technician_notes = '{noted}'", _REPAIR.format(component)),
        change("work_orders", order, _ITS_CALL.format(component)),
    )


_OF_KIND = (
    "equipment_id = (select min(equipment_id) from equipment_types"
    " where equipment_type = '{}' and btu_rating >= 36000)"
)


def _reads(said: str, kind: str) -> str:
    return change("service_calls", f"technician_notes = '{said}', {_OF_KIND.format(kind)}")


_STILL = "technician_notes like '%Noted %, still not repaired.%'"

MUTATIONS: dict[str, list[Mutation]] = {
    "texts-of-a-call-tell-one-fault": [
        _told("Blower Motor", "Blower motor pulling 8.8 A.", "Blower motor windings were open."),
        _told("Blower Motor", "Blower motor seized.", "New motor.", "Airflow is much weaker."),
        _told("Contactor", "Contactor dropping 3 V across the points.", "Contactor coil was open."),
        _told("Thermostat", "Thermostat reads 7 F off.", "Thermostat had lost its display."),
        _told("Igniter", "Igniter reads 440 ohms, well out of range.", "Replaced an open igniter."),
        _told("Compressor", "Compressor locked, starting current 84 A.", "It was grounded."),
        _told("Compressor", "Measured.", "Compressor was locked up.", "Breaker trips."),
        _told("Condenser Fan Motor", "Fan motor pulling 2.2 A.", "Fan motor was seized."),
        _told("Limit Switch", "Limit switch opens at 120 F.", "Limit switch was stuck open."),
    ],
    "sealed-work-takes-its-time": [
        (
            change("service_calls", "duration_hours = 0.5", _REPAIR.format("Refrigerant Leak")),
            change(
                "work_orders", f"completion_notes = '{said}.'", _ITS_CALL.format("Refrigerant Leak")
            ),
        )
        for said in (
            "Repaired the refrigerant leak, pulled a vacuum and recharged",
            "Sealed the refrigerant leak and weighed in the charge",
        )
    ],
    "swap-takes-its-time": [
        change(
            "service_calls",
            "duration_hours = 2.5",
            f"failed_component = '{component}' and service_type = 'Repair' and service_call_id in"
            " (select u.service_call_id from parts_usage as u"
            " join parts as p on p.part_id = u.part_id"
            f" where p.part_category = '{category}')",
        )
        for component, category in (
            ("Compressor", "Compressor"),
            ("Evaporator Coil", "Coil"),
            ("Heat Exchanger", "Heat Exchanger"),
        )
    ],
    "emergency-puts-in-no-large-part": [
        change(
            "service_calls",
            "service_type = 'Emergency'",
            f"failed_component = '{component}' and service_type = 'Repair' and service_call_id in"
            " (select u.service_call_id from parts_usage as u"
            " join parts as p on p.part_id = u.part_id"
            f" where p.part_category = '{category}')",
        )
        for component, category in (
            ("Compressor", "Compressor"),
            ("Evaporator Coil", "Coil"),
            ("Heat Exchanger", "Heat Exchanger"),
        )
    ],
    "no-code-of-what-no-control-knows": [
        (
            change("service_calls", _OF_KIND.format("Central AC"), _REPAIR.format(component)),
            change(
                "work_orders",
                f"description = 'Customer says the AC {said}.'",
                _ITS_CALL.format(component),
            ),
        )
        for component in ("Thermostat", "Capacitor", "Contactor")
        for said in ("locked out and will not reset", "went down with a fault code")
    ],
    "emergency-is-of-what-is-needed": [
        change("work_orders", f"description = 'Emergency, the furnace {said}.'", _EMERGENCY)
        for said in ("did not come on when it was tried", "does not start on a test run")
    ],
    "starting-current-fits-size": [
        _reads("Compressor locked, starting current 58 A.", "Central AC"),
        _reads("Compressor locked, starting current 240 A.", "Package Unit"),
        change(
            "service_calls",
            "technician_notes = 'Compressor locked, starting current 28 A.', equipment_id = (select"
            " min(equipment_id) from equipment_types"
            " where equipment_type = 'Ductless Mini-Split')",
        ),
    ],
    "blower-amperes-fit-size": [
        _reads("Recorded blower drawing 14.2 A.", "Heat Pump"),
        _reads("After repair: blower motor at 13.5 A.", "Furnace"),
    ],
    "tank-thermostat-has-no-program": [
        (
            change(
                "service_calls",
                "failed_component = 'Thermostat', equipment_id = (select min(equipment_id)"
                " from equipment_types where equipment_type = 'Water Heater')",
            ),
            change(
                "work_orders",
                said,
                "service_call_id in (select min(service_call_id) from service_calls)",
            ),
        )
        for said in (
            "completion_notes = 'Replaced and programmed it.'",
            "completion_notes = 'Thermostat had lost its display.'",
            "description = 'Thermostat screen goes blank.'",
        )
    ],
    "noted-until-mended": [
        change("service_calls", "technician_notes = 'No defects found.'", _STILL),
        change(
            "service_calls",
            "technician_notes = replace(technician_notes, 'Noted ', 'Noted rust and ')",
            _STILL,
        ),
    ],
    "season-is-still-to-come": [
        change(
            "work_orders",
            "completion_notes = 'Advised the customer to have it fixed before the season.'",
            "service_call_id in (select service_call_id from service_calls join equipment_types"
            f" using (equipment_id) where {where})",
        )
        for where in (
            "equipment_type = 'Water Heater'",
            "equipment_type = 'Furnace' and strftime('%m', service_date) = '12'",
            "equipment_type = 'Heat Pump' and strftime('%m', service_date) in ('01', '07')",
            "equipment_type = 'Central AC' and strftime('%m', service_date) = '08'",
        )
    ],
    "noted-capacitor-reads-no-better": [
        change(
            "service_calls",
            "technician_notes = technician_notes || ' Recorded capacitor at 99 percent.'",
            "technician_notes like '%Noted the capacitor%'",
        ),
    ],
}
