"""Whether the texts of a call are of one fault, and its amperes those of the unit's size."""

from factories.audit.check import Check
from factories.wording.repairs import WEAR

SIGNS: tuple[tuple[str, str, str], ...] = (
    ("Capacitor", "weak", "Capacitor measured at"),
    ("Capacitor", "weak", "Capacitor down to"),
    ("Capacitor", "weak", "against a"),
    ("Capacitor", "weak", "weak"),
    ("Capacitor", "open", "reads open"),
    ("Capacitor", "open", "swollen"),
    ("Contactor", "worn", "across the points"),
    ("Contactor", "worn", "points were burned"),
    ("Contactor", "worn", "pitted points"),
    ("Contactor", "coil", "coil open"),
    ("Contactor", "coil", "coil was open"),
    ("Contactor", "stuck", "jammed"),
    ("Contactor", "stuck", "stuck"),
    ("Contactor", "stuck", "welded"),
    *(
        (motor, fault, said)
        for motor in ("Blower Motor", "Condenser Fan Motor", "Inducer Motor", "Circulator Pump")
        for fault, said in (
            ("worn", " pulling "),
            ("worn", "bearings were gone"),
            ("worn", "over its rated amps"),
            ("worn", "overheating"),
            ("stuck", "seized"),
            ("stuck", "had locked up"),
            ("burned", "winding open"),
            ("burned", "reads open"),
            ("burned", "windings were open"),
            ("leaks", "at the flange"),
        )
    ),
    ("Blower Motor", "worn", "hardly any air"),
    ("Blower Motor", "worn", "much weaker"),
    ("Control Board", "dead", "no output"),
    ("Control Board", "dead", "dead on the output"),
    ("Control Board", "relay", "board relay"),
    ("Thermostat", "off", " F off"),
    ("Thermostat", "off", "off by "),
    ("Thermostat", "off", "reading wrong"),
    ("Thermostat", "off", "calibration"),
    ("Thermostat", "off", "shuts the burner off at"),
    ("Thermostat", "off", "does not match the room"),
    ("Thermostat", "leaks", "at its well"),
    ("Thermostat", "blank", "display"),
    ("Thermostat", "blank", "screen goes blank"),
    ("Thermostat", "no call", "does not close its contacts"),
    ("Thermostat", "no call", "did not pass the call"),
    ("Thermostat", "no call", "relay had failed"),
    ("Thermostat", "no call", "does not call with"),
    ("Thermostat", "no call", "did not call"),
    ("Thermostat", "no call", "never opened the burner"),
    ("Compressor", "locked", "Compressor locked"),
    ("Compressor", "locked", "locked up"),
    ("Compressor", "locked", "a locked compressor"),
    ("Compressor", "locked", "starting current"),
    ("Compressor", "grounded", "grounded"),
    ("Compressor", "grounded", "Breaker trips"),
    ("Compressor", "burned", "winding open"),
    ("Compressor", "burned", "winding was open"),
    ("Compressor", "burned", "windings had failed"),
    ("Compressor", "burned", "phases unbalanced"),
    ("Compressor", "burned", "phase reads open"),
    ("Compressor", "burned", "phase fault"),
    ("Igniter", "weak", " ohms, well out"),
    ("Igniter", "weak", "ohm test"),
    ("Igniter", "weak", "weak igniter"),
    ("Igniter", "open", "Igniter open"),
    ("Igniter", "open", "reads open"),
    ("Igniter", "open", "an open igniter"),
    ("Igniter", "cracked", "cracked"),
    ("Limit Switch", "early", "imit switch opens at"),
    ("Limit Switch", "early", "opening early"),
    ("Limit Switch", "early", "too soon"),
    ("Limit Switch", "slow", "minutes to reset"),
    ("Limit Switch", "slow", "slow to reset"),
    ("Limit Switch", "leaks", "at its well"),
    ("Limit Switch", "open", "stuck open"),
    ("Zone Valve", "stuck", "does not open"),
    ("Zone Valve", "stuck", "Zone valve stuck"),
    ("Zone Valve", "stuck", "would not open"),
    ("Zone Valve", "stuck", "stuck closed"),
    ("Zone Valve", "switch", "end switch"),
    ("Zone Valve", "leaks", "at the stem"),
    ("Zone Valve", "motor", "valve motor"),
    ("Heating Element", "open", "reads open"),
    ("Heating Element", "open", "was open"),
    ("Heating Element", "open", "burned"),
    ("Heating Element", "grounded", "grounded"),
    ("Heating Element", "grounded", "Breaker trips"),
)
"""Component, fault, and words that are said of this fault of it only."""


def _values() -> str:
    return ", ".join(f"('{component}', '{fault}', '{said}')" for component, fault, said in SIGNS)


_NOTED = f"""
        with worn (component, said) as (
            values {", ".join(f"('{name}', 'Noted {said}')" for name, said in WEAR.items())}),
        noted as (
            select s.installation_id, s.service_date, w.component, w.said
            from service_calls as s
            join worn as w on instr(s.technician_notes, w.said)
            where s.service_type in ('Maintenance', 'Inspection')
              and s.technician_notes like '%Noted %')"""
_UNMENDED = """not exists (
            select 1 from service_calls as f
            where f.installation_id = o.installation_id and f.failed_component = o.component
              and f.service_date between o.service_date and n.service_date)"""
_NOTED_AND_LATER = f"""{_NOTED}
        select n.service_call_id
        from noted as o
        join service_calls as n on n.installation_id = o.installation_id"""

CHECKS = (
    Check(
        "texts-of-a-call-tell-one-fault",
        "What the customer noticed, the technician found and was done about it are of one fault",
        "words",
        f"""
        with signs (component, fault, said) as (values {_values()})
        select s.service_call_id
        from service_calls as s
        join work_orders as w on w.service_call_id = s.service_call_id
        join signs as a on a.component = s.failed_component
        where s.service_type in ('Repair', 'Emergency')
          and instr(w.description || ' ' || s.technician_notes || ' ' || w.completion_notes, a.said)
        group by s.service_call_id having count(distinct a.fault) > 1
        """,
    ),
    Check(
        "sealed-work-takes-its-time",
        "Nobody evacuates and charges a system in less than an hour and a half",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        join work_orders as w on w.service_call_id = s.service_call_id
        where s.service_type in ('Repair', 'Emergency') and s.duration_hours < 1.5
          and (w.completion_notes like '%vacuum and%' or w.completion_notes like '%held vacuum%'
               or w.completion_notes like '%evacuated%' or w.completion_notes like '%recharged%'
               or w.completion_notes like '%weighed in%' or w.completion_notes like '%by weight%'
               or w.completion_notes like '%flushed the lines%')
        """,
    ),
    Check(
        "swap-takes-its-time",
        "Nobody puts in a compressor, a coil or a heat exchanger in less than four hours",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        where s.service_type in ('Repair', 'Emergency') and s.duration_hours < 3.99
          and s.failed_component in ('Compressor', 'Evaporator Coil', 'Heat Exchanger')
          and exists (
            select 1 from parts_usage as u join parts as p on p.part_id = u.part_id
            where u.service_call_id = s.service_call_id
              and p.part_category in ('Compressor', 'Coil', 'Heat Exchanger'))
        """,
    ),
    Check(
        "emergency-puts-in-no-large-part",
        "No emergency puts in a compressor, a coil or a heat exchanger: it is quoted, and fetched",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        where s.service_type = 'Emergency'
          and s.failed_component in ('Compressor', 'Evaporator Coil', 'Heat Exchanger')
          and exists (
            select 1 from parts_usage as u join parts as p on p.part_id = u.part_id
            where u.service_call_id = s.service_call_id
              and p.part_category in ('Compressor', 'Coil', 'Heat Exchanger'))
        """,
        whole_books=True,
    ),
    Check(
        "emergency-is-of-what-is-needed",
        "Nobody calls at night because of a unit that was only tried",
        "words",
        """
        select s.service_call_id
        from service_calls as s
        join work_orders as w on w.service_call_id = s.service_call_id
        where s.service_type = 'Emergency'
          and (w.description like '%on a test%' or w.description like '%was tried%')
        """,
    ),
    Check(
        "no-code-of-what-no-control-knows",
        "No unit with a thermostat on the wall locks out for that, a capacitor or a contactor",
        "words",
        """
        select s.service_call_id
        from service_calls as s
        join work_orders as w on w.service_call_id = s.service_call_id
        join equipment_types as e on e.equipment_id = s.equipment_id
        where s.failed_component in ('Thermostat', 'Capacitor', 'Contactor')
          and s.service_type in ('Repair', 'Emergency')
          and e.equipment_type <> 'Ductless Mini-Split'
          and (w.description like '%locked out%' or w.description like '%fault code%')
        """,
    ),
    Check(
        "starting-current-fits-size",
        "A locked compressor draws 20 to 35 A a ton, of 5 tons at most, and no inverter has any",
        "words",
        """
        with started as (
            select s.service_call_id, e.equipment_type, e.btu_rating / 12000.0 as tons,
                   cast(substr(s.technician_notes,
                               instr(s.technician_notes, 'starting current ') + 17) as real) as amps
            from service_calls as s
            join equipment_types as e on e.equipment_id = s.equipment_id
            where s.technician_notes like '%starting current %')
        select service_call_id
        from started
        where equipment_type = 'Ductless Mini-Split'
           or amps / min(tons, tons / max(round(tons / 5 + 0.499), 1)) not between 20 and 35
        """,
    ),
    Check(
        "blower-amperes-fit-size",
        "A blower that runs draws at most 2 A a ton, or 1 A for 10,000 BTU/h of a furnace",
        "words",
        """
        with running as (
            select s.service_call_id, e.equipment_type, e.btu_rating,
                   cast(substr(
                       s.technician_notes,
                       max(instr(s.technician_notes, 'blower drawing ') + 15,
                           instr(s.technician_notes, 'blower motor at ') + 16)) as real) as amps
            from service_calls as s
            join equipment_types as e on e.equipment_id = s.equipment_id
            where s.technician_notes like '%blower drawing %'
               or s.technician_notes like '%blower motor at %')
        select service_call_id
        from running
        where amps > case equipment_type when 'Furnace' then btu_rating / 10000.0
                     else btu_rating / 6000.0 end
        """,
    ),
    Check(
        "tank-thermostat-has-no-program",
        "The thermostat of a water heater has no display, program or stages",
        "words",
        """
        select s.service_call_id
        from service_calls as s
        join equipment_types as e on e.equipment_id = s.equipment_id
        join work_orders as w on w.service_call_id = s.service_call_id
        where e.equipment_type = 'Water Heater' and s.failed_component = 'Thermostat'
          and (w.completion_notes like '%program%' or w.completion_notes like '%display%'
               or w.completion_notes like '%stages%' or w.description like '%screen%'
               or w.description like '%batteries in the thermostat%')
        """,
    ),
    Check(
        "noted-until-mended",
        "What a tune-up or an inspection noted is noted at each later one until it is mended",
        "words",
        f"""
        {_NOTED_AND_LATER}
        where n.service_type in ('Maintenance', 'Inspection') and n.service_date > o.service_date
          and instr(n.technician_notes, o.said) = 0
          and {_UNMENDED}
        """,
        whole_books=True,
    ),
    Check(
        "season-is-still-to-come",
        "Nobody is told to have a unit mended before a season that has begun",
        "words",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join equipment_types as e on e.equipment_id = s.equipment_id
        where w.completion_notes like '%before the season%'
          and (e.equipment_type = 'Water Heater'
               or e.equipment_type <> 'Central AC'
                  and strftime('%m', s.service_date) in ('11', '12', '01', '02', '03')
               or e.equipment_type not in ('Furnace', 'Boiler')
                  and strftime('%m', s.service_date) in ('06', '07', '08', '09'))
        """,
    ),
    Check(
        "noted-capacitor-reads-no-better",
        "A capacitor that was noted reads no better until there is a new one",
        "words",
        f"""
        {_NOTED_AND_LATER}
        where o.component = 'Capacitor' and n.service_date >= o.service_date
          and n.technician_notes like '%capacitor at %'
          and {_UNMENDED}
        """,
        whole_books=True,
    ),
)
