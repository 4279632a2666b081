"""The truths about heat pumps whose air handler is on file: what is whose, and who is tuned."""

from factories.audit.check import Check

_HANDLERS = """
            select 1
            from installed_devices as o
            join equipment_types as k on k.equipment_id = o.equipment_id
            where o.customer_id = s.customer_id and k.equipment_type = 'Air Handler'"""

CHECKS: tuple[Check, ...] = (
    Check(
        "indoor-parts-of-the-air-handler",
        "The blower, the indoor coil and the drain line of a heat pump that has its air handler on"
        " file fail on the air handler",
        "service",
        f"""
        select s.service_call_id, s.failed_component
        from service_calls as s
        join equipment_types as e on e.equipment_id = s.equipment_id
        where e.equipment_type = 'Heat Pump'
          and s.failed_component in ('Blower Motor', 'Evaporator Coil', 'Drain Line')
          and exists ({_HANDLERS}
              and o.installation_date <= s.service_date)
        """,
        whole_books=True,
    ),
    Check(
        "air-handler-tuned-with-its-heat-pump",
        "Nobody has an air handler tuned without its heat pump, which is done on the same day",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        join equipment_types as e on e.equipment_id = s.equipment_id
        where s.service_type = 'Maintenance' and e.equipment_type = 'Air Handler'
          and not exists (
            select 1
            from service_calls as o
            join equipment_types as k on k.equipment_id = o.equipment_id
            where o.customer_id = s.customer_id and o.service_date = s.service_date
              and o.service_type = 'Maintenance' and k.equipment_type = 'Heat Pump')
        """,
        whole_books=True,
    ),
)
