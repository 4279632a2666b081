"""Technicians, their certificates and their vehicles."""

from factories.audit.check import Check
from factories.audit.checks.calendars import day_off

CHECKS = (
    Check(
        "technician-hired-before-call",
        "A technician is hired before the first visit",
        "workforce",
        """
        select s.service_call_id
        from service_calls as s
        join technicians as t on t.technician_id = s.technician_id
        where s.service_date < t.hire_date
        """,
    ),
    Check(
        "technician-hired-before-appointment",
        "No appointment lies before its technician's first day",
        "workforce",
        """
        select a.appointment_id
        from appointments as a
        join technicians as t on t.technician_id = a.technician_id
        where a.appointment_date < t.hire_date
        """,
    ),
    Check(
        "technician-gone-is-gone",
        "Who has left visits nobody, is not booked, stands by nobody, earns no card, drives no van",
        "workforce",
        """
        with gone as (
            select technician_id, left_date from technicians where left_date is not null)
        select 'service_call_id=' || s.service_call_id as example
        from gone join service_calls as s using (technician_id)
        where s.service_date > left_date
        union all
        select 'appointment_id=' || a.appointment_id
        from gone join appointments as a using (technician_id)
        where a.appointment_date > left_date and a.status in ('Scheduled', 'Confirmed', 'Completed')
        union all
        select 'incident_id=' || i.incident_id
        from gone join incident_response as i on i.backup_technician_id = gone.technician_id
        where i.reported_time >= date(left_date, '+1 day')
        union all
        select 'certification_id=' || c.certification_id
        from gone join technician_certifications as c using (technician_id)
        where c.issued_date > left_date
        union all
        select 'vehicle_id=' || v.vehicle_id
        from gone join vehicle_fleet as v on v.assigned_technician_id = gone.technician_id
        union all
        select 'technician_id=' || technician_id from gone where left_date > :as_of
        """,
    ),
    Check(
        "technician-serves-own-branch",
        "A technician visits customers of the own branch only",
        "workforce",
        """
        select s.service_call_id
        from service_calls as s
        join technicians as t on t.technician_id = s.technician_id
        join customers as c on c.customer_id = s.customer_id
        where t.branch_id <> c.branch_id
        """,
    ),
    Check(
        "technician-booked-in-own-branch",
        "A technician is booked with customers of the own branch only",
        "workforce",
        """
        select a.appointment_id
        from appointments as a
        join technicians as t on t.technician_id = a.technician_id
        join customers as c on c.customer_id = a.customer_id
        where t.branch_id <> c.branch_id
        """,
    ),
    Check(
        "technician-after-branch-opened",
        "A branch hires nobody before it opens",
        "workforce",
        """
        select t.technician_id
        from technicians as t
        join branches as b on b.branch_id = t.branch_id
        where t.hire_date < b.opened_date
        """,
    ),
    Check(
        "branch-opened-on-a-working-day",
        "No branch opens on a weekend or holiday",
        "workforce",
        f"""
        select branch_id from branches where {day_off("opened_date")}
        """,
    ),
    Check(
        "technician-hired-on-a-working-day",
        "Nobody begins to work for us on a weekend or holiday",
        "workforce",
        f"""
        select technician_id from technicians where {day_off("hire_date")}
        """,
    ),
    Check(
        "experience-covers-the-years-here",
        "A technician has at least the experience of the years with the company",
        "workforce",
        """
        select technician_id
        from technicians
        where date(hire_date, '+' || (years_experience + 1) || ' years', '+7 days')
              < min(coalesce(left_date, :as_of), :as_of)
        """,
    ),
    Check(
        "refrigerant-card-early-in-career",
        "EPA 608 was earned within two years of the beginning of a career, or when it was new",
        "workforce",
        """
        select c.certification_id
        from technician_certifications as c
        join technicians as t on t.technician_id = c.technician_id
        where c.certification_name like 'EPA 608%' and c.issued_date >= '1995-01-01'
          and c.issued_date > date(
              min(coalesce(t.left_date, :as_of), :as_of), '-' || t.years_experience || ' years',
              '+735 days')
        """,
    ),
    Check(
        "lifelong-certificate-once",
        "A certificate that never expires is held once",
        "workforce",
        """
        select technician_id, certification_name
        from technician_certifications
        where expires_date is null
        group by technician_id, certification_name having count(*) > 1
        """,
    ),
    Check(
        "certificate-issued-on-a-working-day",
        "No certificate is issued on a weekend or holiday",
        "workforce",
        f"""
        select certification_id from technician_certifications where {day_off("issued_date")}
        """,
    ),
    Check(
        "vehicle-serviced-on-a-working-day",
        "No vehicle is in the workshop on a weekend or holiday, nor bought on a Sunday",
        "workforce",
        f"""
        select vehicle_id
        from vehicle_fleet
        where {day_off("last_maintenance_date")} or strftime('%w', purchase_date) = '0'
        """,
    ),
    Check(
        "vehicle-serviced-once-a-year",
        "A vehicle in use was serviced, or bought, within the last year and two weeks",
        "workforce",
        """
        select vehicle_id
        from vehicle_fleet
        where status = 'Active'
          and max(purchase_date, last_maintenance_date) < date(:as_of, '-379 days')
        """,
    ),
    Check(
        "vehicle-driver-of-own-branch",
        "A vehicle is driven by a technician of its branch",
        "workforce",
        """
        select v.vehicle_id
        from vehicle_fleet as v
        join technicians as t on t.technician_id = v.assigned_technician_id
        where t.branch_id <> v.branch_id
        """,
    ),
    Check(
        "vehicle-one-a-technician",
        "A technician drives one vehicle at most",
        "workforce",
        """
        select assigned_technician_id as technician_id
        from vehicle_fleet
        where assigned_technician_id is not null
        group by assigned_technician_id having count(*) > 1
        """,
    ),
    Check(
        "vin-check-digit",
        "The ninth character of a VIN is the check digit of the others",
        "workforce",
        # 49 CFR 565.15: the place of a character in the list, modulo 10, is its value.
        """
        with weights(place, weight) as (
            values (1, 8), (2, 7), (3, 6), (4, 5), (5, 4), (6, 3), (7, 2), (8, 10), (9, 0),
                   (10, 9), (11, 8), (12, 7), (13, 6), (14, 5), (15, 4), (16, 3), (17, 2))
        select v.vehicle_id
        from vehicle_fleet as v
        cross join weights as w
        group by v.vehicle_id
        having substr(v.vin, 9, 1) <> substr(
            '0123456789X',
            sum(w.weight * ((instr('0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ',
                                   substr(v.vin, w.place, 1)) - 1) % 10)) % 11 + 1,
            1)
        """,
    ),
    Check(
        "vehicle-was-built",
        "A vehicle is of a model year in which its model was made, and with that fuel",
        "workforce",
        """
        with built (model, fuel, first_year, last_year) as (
            values ('Transit', '', 2015, 9999), ('ProMaster', '', 2014, 9999),
                   ('E-Series', '', 0, 2014), ('Transit', 'Diesel', 2015, 2019),
                   ('Transit', 'Electric', 2022, 9999), ('Express', 'Diesel', 0, 2022),
                   ('Savana', 'Diesel', 0, 2022), ('F-150', 'Hybrid', 2021, 9999),
                   ('Explorer', 'Hybrid', 2020, 9999))
        select v.vehicle_id
        from vehicle_fleet as v
        join built as b on b.model = v.model and b.fuel in ('', v.fuel_type)
        where v.year not between b.first_year and b.last_year
        """,
    ),
    Check(
        "vin-model-year",
        "The tenth character of a VIN is the code of the model year",
        "workforce",
        """
        select vehicle_id
        from vehicle_fleet
        where substr(vin, 10, 1)
              <> substr('ABCDEFGHJKLMNPRSTVWXY123456789', (year - 1980) % 30 + 1, 1)
        """,
    ),
    Check(
        "vehicle-mileage-was-driven",
        "No vehicle has more miles than could be driven since it was built",
        "workforce",
        """
        select vehicle_id
        from vehicle_fleet
        where current_mileage
              > 150 * (1 + julianday(:as_of) - julianday((year - 1) || '-07-01'))
        """,
    ),
    Check(
        "retired-vehicle-stands-still",
        "A retired vehicle was not driven or serviced within the last four weeks",
        "workforce",
        """
        select vehicle_id
        from vehicle_fleet
        where status = 'Retired' and purchase_date < date(:as_of, '-140 days')
          and max(coalesce(date(last_gps_at), ''), coalesce(last_maintenance_date, ''))
              > date(:as_of, '-28 days')
        """,
    ),
    Check(
        "vehicle-seen-in-territory",
        "A vehicle was last seen within two degrees of its branch, and not before its purchase",
        "workforce",
        """
        select v.vehicle_id
        from vehicle_fleet as v
        join branches as b on b.branch_id = v.branch_id
        where abs(v.last_latitude - b.latitude) > 2
           or abs(v.last_longitude - b.longitude) > 2
           or substr(v.last_gps_at, 1, 10) < v.purchase_date
        """,
    ),
    Check(
        "vehicle-seen-after-its-driver",
        "A vehicle in use was not seen last before its driver's last visit was over",
        "workforce",
        """
        select v.vehicle_id
        from vehicle_fleet as v
        where v.status = 'Active' and v.last_gps_at < (
            select max(s.completed_at)
            from service_calls as s
            where s.technician_id = v.assigned_technician_id
              and s.service_date >= date(:as_of, '-30 days') and s.service_date <= :as_of)
        """,
    ),
    Check(
        "vehicle-seen-on-the-way-from-the-last-visit",
        "A vehicle in use was seen as far from its driver's last customer as could be driven since",
        "workforce",
        # 40 miles an hour in a straight line, and half a mile.
        """
        with seen as (
            select v.vehicle_id, v.last_latitude, v.last_longitude, c.latitude, c.longitude,
                   0.5 + 40 * 24 * (julianday(v.last_gps_at) - julianday(max(s.completed_at)))
                       as miles
            from vehicle_fleet as v
            join service_calls as s on s.technician_id = v.assigned_technician_id
            join customers as c on c.customer_id = s.customer_id
            where v.status = 'Active' and v.last_gps_at is not null
              and s.service_date between date(:as_of, '-1 day') and :as_of
            group by v.vehicle_id)
        select vehicle_id
        from seen
        where 4761 * (last_latitude - latitude) * (last_latitude - latitude)
            + 3000 * (last_longitude - longitude) * (last_longitude - longitude) > miles * miles
        """,
        whole_books=True,
    ),
    Check(
        "large-part-put-in-by-no-junior",
        "No junior puts in a compressor, an indoor coil or a heat exchanger alone, where there are"
        " others",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        join technicians as t on t.technician_id = s.technician_id
        where t.technician_level = 'junior' and s.service_type in ('Repair', 'Emergency')
          and exists (
            select 1
            from parts_usage as u
            join parts as p on p.part_id = u.part_id
            where u.service_call_id = s.service_call_id
              and p.part_category in ('Compressor', 'Coil', 'Heat Exchanger'))
          and exists (
            select 1
            from technicians as o
            where o.branch_id = t.branch_id and o.technician_level <> 'junior'
              and o.hire_date <= s.service_date)
        """,
        whole_books=True,
    ),
)
