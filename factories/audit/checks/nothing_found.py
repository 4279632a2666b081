"""Visits to a unit that broke down at which nothing was found that had failed."""

from factories.audit.check import Check

_NOTHING = "s.service_type in ('Repair', 'Emergency') and s.failed_component is null"

CHECKS = (
    Check(
        "nothing-failed-takes-no-part",
        "Where nothing was found that had failed no part is used, a filter at most",
        "service",
        f"""
        select u.usage_id
        from service_calls as s
        join parts_usage as u on u.service_call_id = s.service_call_id
        join parts as p on p.part_id = u.part_id
        where {_NOTHING} and p.part_category <> 'Filter'
        """,
        whole_books=True,
    ),
    Check(
        "nothing-failed-is-soon-over",
        "A visit that found nothing that had failed is over within three hours",
        "service",
        f"""
        select s.service_call_id
        from service_calls as s
        where {_NOTHING} and s.duration_hours > 3.005
        """,
        whole_books=True,
    ),
    Check(
        "nothing-failed-is-not-quoted",
        "No quote is for a repair at which nothing was found that had failed",
        "sales",
        f"""
        select q.quote_id
        from quotes as q
        join service_calls as s on s.service_call_id = q.service_call_id
        where q.quote_type = 'Repair' and {_NOTHING}
        """,
        whole_books=True,
    ),
    Check(
        "nothing-failed-says-so",
        "The notes of a visit that found nothing that had failed say so, and only theirs do",
        "words",
        """
        select s.service_call_id
        from service_calls as s
        where s.service_type in ('Repair', 'Emergency')
          and (s.failed_component is null) <> (
            s.technician_notes like '%nothing has failed%'
            or s.technician_notes like '%o failed component found%'
            or s.technician_notes like '%o fault found%'
            or s.technician_notes like '%not reproduce%'
            or s.technician_notes like '%no short and no ground found%'
            or s.technician_notes like '%safety test good%'
            or s.technician_notes like '%no leak found%')
        """,
        whole_books=True,
    ),
)
