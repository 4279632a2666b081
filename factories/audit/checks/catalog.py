"""Equipment models, parts and their suppliers."""

from factories.audit.check import Check

CHECKS = (
    Check(
        "part-names-its-supplier",
        "The supplier named on a part is the one its key points to",
        "catalog",
        """
        select p.part_id
        from parts as p
        join suppliers as s on s.supplier_id = p.supplier_id
        where p.supplier <> s.supplier_name
        """,
    ),
    Check(
        "part-name-fits-category",
        "A part's name says what its category says",
        "catalog",
        """
        select part_id
        from parts
        where part_category in ('Filter', 'Compressor', 'Coil', 'Thermostat', 'Capacitor',
                                'Contactor', 'Refrigerant', 'Control Board', 'Igniter',
                                'Flame Sensor', 'Gas Valve', 'Heat Exchanger')
              and instr(lower(part_name), lower(part_category)) = 0
           or part_category = 'Fan Motor' and instr(lower(part_name), 'motor') = 0
        """,
    ),
    Check(
        "refrigerant-of-its-era",
        "R-22 left new equipment by 2010, R-410A by 2025, its successors came after 2015",
        "catalog",
        """
        select equipment_id
        from equipment_types
        where refrigerant = 'R-22' and coalesce(discontinued_year, 9999) > 2010
           or refrigerant = 'R-410A' and (introduced_year < 1996 or discontinued_year > 2025
                                          or discontinued_year is null and :as_of > '2025')
           or refrigerant in ('R-454B', 'R-32') and introduced_year < 2016
        """,
    ),
    Check(
        "model-announced-before-it-is-listed",
        "A model is listed half a year before its first year at the earliest",
        "catalog",
        # Offices in the Pacific's time zone are eight hours behind at most.
        """
        select equipment_id
        from equipment_types
        where created_at_utc < (introduced_year - 1) || '-07-01'
           or :as_of < (introduced_year - 1) || '-07-01'
        """,
    ),
    Check(
        "model-ends-when-its-last-year-comes",
        "A model's last year is told of once it has come, and not while it is still ahead",
        "catalog",
        """
        select equipment_id
        from equipment_types
        where discontinued_year > substr(:as_of, 1, 4)
           or updated_at_utc < discontinued_year || '-01-01'
        """,
    ),
    Check(
        "rating-unit-of-its-era",
        "Models are rated in SEER2 from 2023 on, in UEF from 2017 on, and in SEER and EF before",
        "catalog",
        """
        select equipment_id
        from equipment_types
        where rating_unit = 'SEER2' and coalesce(discontinued_year, 9999) < 2023
           or rating_unit = 'SEER' and introduced_year >= 2023
           or rating_unit = 'UEF' and coalesce(discontinued_year, 9999) < 2017
           or rating_unit = 'EF' and introduced_year >= 2017
        """,
    ),
    Check(
        "efficiency-is-legal",
        "No model made since 2023 falls below the federal minimum efficiency",
        "catalog",
        """
        select equipment_id
        from equipment_types
        where coalesce(discontinued_year, 9999) >= 2023
          and (rating_unit = 'SEER2' and energy_rating < 13.4
               or rating_unit = 'AFUE' and energy_rating < 80)
        """,
    ),
    Check(
        "efficiency-is-possible",
        "No model cools at a SEER or SEER2 above 45",
        "catalog",
        """
        select equipment_id
        from equipment_types
        where rating_unit in ('SEER', 'SEER2') and energy_rating > 45
        """,
    ),
)
