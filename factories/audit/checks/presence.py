"""Who was there, and what could be known or sent: what is said in free text of people."""

from factories.audit.check import Check
from factories.audit.checks.calendars import day_off

_TO_MAIL = "(w.description like '%by email%' or a.special_instructions like '%email the report%')"

_MET = " or ".join(
    f"{column} like '%{said}%'"
    for column, said in (
        ("w.completion_notes", "with the customer"),
        ("w.completion_notes", "showed the customer"),
        ("w.description", "will be present"),
        ("w.description", "waiting on site"),
        ("w.instructions", "customer will open"),
        ("s.technician_notes", "discussed"),
        ("a.special_instructions", "wants to watch"),
        ("a.special_instructions", "with the customer"),
        ("a.special_instructions", "will be there"),
        ("a.special_instructions", "is waiting"),
        ("a.special_instructions", "will be present"),
        *(
            ("f.comments", said)
            for said in (
                *("explain", "question", "polite", "courteous", "friendly", "patient"),
                *("showed me", "on time", "early in", "minutes late", "our dog", "barely said"),
            )
        ),
    )
)

_INSIDE = (
    "description like '%temperature indoors is {0} to %' or description like '%{1} and it is %'"
)
_HEATLESS = _INSIDE.format("down", "no heat")
_HOT = _INSIDE.format("up", "not cooling")
_SAID = """cast(substr(description, case
            when instr(description, ' and it is ') then instr(description, ' and it is ') + 11
            else instr(description, 'temperature indoors is ') + 31
               - (description like '%indoors is up to%') * 2 end, 3) as integer)"""

CHECKS = (
    Check(
        "said-in-person-at-a-visit",
        "What a customer says in person is said on the day of a visit",
        "words",
        """
        select f.feedback_id
        from customer_feedback as f
        where f.source = 'In Person'
          and not exists (select 1 from service_calls as s where s.customer_id = f.customer_id
                          and f.feedback_date between s.service_date and date(s.completed_at))
        """,
    ),
    Check(
        "asked-by-phone-on-a-working-day",
        "The office calls nobody on a weekend or holiday to ask for an opinion",
        "words",
        f"""
        select feedback_id from customer_feedback
        where source = 'Phone Call' and {day_off("feedback_date")}
        """,
    ),
    Check(
        "report-goes-where-it-was-asked-for",
        "A report goes by e-mail to customers with an address, and is not handed over then",
        "words",
        f"""
        select 'appointment_id=' || a.appointment_id as example
        from appointments as a
        join customers as c on c.customer_id = a.customer_id
        where a.special_instructions like '%email the report%' and c.email is null
        union all
        select 'work_order_id=' || w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join customers as c on c.customer_id = s.customer_id
        where w.description like '%by email%' and c.email is null
        union all
        select 'work_order_id=' || w.work_order_id
        from work_orders as w
        left join appointments as a on a.service_call_id = w.service_call_id
        where w.completion_notes like '%report%left with the customer%' and {_TO_MAIL}
        """,
    ),
    Check(
        "annual-visit-comes-after-a-year",
        "A maintenance visit called annual is nine months after the unit's last one, or more",
        "words",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join installed_devices as d on d.installation_id = s.installation_id
        where w.description like 'Annual %'
          and (d.installation_date > date(s.service_date, '-270 days')
               or exists (select 1 from service_calls as l
                          where l.installation_id = s.installation_id
                            and l.service_type = 'Maintenance' and l.started_at < s.started_at
                            and l.service_date > date(s.service_date, '-270 days')))
        """,
    ),
    Check(
        "nobody-met-where-the-key-is-in-a-lockbox",
        "Where a visit's instructions are to take the key from the lockbox, nobody is met",
        "words",
        f"""
        select 'appointment_id=' || a.appointment_id as example
        from appointments as a
        left join service_calls as s on s.service_call_id = a.service_call_id
        left join work_orders as w on w.service_call_id = a.service_call_id
        left join customer_feedback as f on f.service_call_id = a.service_call_id
        where a.special_instructions like '%lockbox%'
          and (w.customer_signature_required or f.source = 'In Person' or {_MET})
        """,
    ),
    Check(
        "second-opinion-is-on-the-work-of-others",
        "Nobody asks for a second opinion on a unit that the company put in, or has been to before",
        "words",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join installed_devices as d on d.installation_id = s.installation_id
        where w.description like 'Second opinion%'
          and (d.installed_by = 'Company'
               or exists (select 1 from service_calls as e
                          where e.installation_id = s.installation_id
                            and e.started_at < s.started_at))
        """,
    ),
    Check(
        "indoors-follow-the-weather",
        "The colder or hotter the day, the colder or hotter it is told to be inside",
        "words",
        f"""
        with said as (
            select w.work_order_id, w.service_call_id, {_SAID} as inside, {_HEATLESS} as heatless
            from work_orders as w where {_HEATLESS} or {_HOT})
        select t.work_order_id
        from said as t
        join service_calls as s on s.service_call_id = t.service_call_id
        join customers as c on c.customer_id = s.customer_id
        join weather_daily as d on d.branch_id = c.branch_id and d.weather_date = s.service_date
        where t.heatless
              and (3 * t.inside - (d.low_temperature_f + d.high_temperature_f) / 2)
                  not between 3 * 43 and 3 * 55
           or not t.heatless and (2 * t.inside - d.high_temperature_f) not between 71 and 81
        """,
    ),
)
