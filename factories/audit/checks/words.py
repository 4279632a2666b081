"""Words: names, addresses, phone numbers, e-mail addresses and free text."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Enum, String, Table

from factories.audit.check import Check
from factories.engine.foreign_key_paths import key_of
from factories.rules.region.territory import postal_cities
from hvac_models import SCHEMA

PHONES = ("branches", "customers", "leads", "mailing_list", "suppliers", "technicians")
EMAILS = ("customers", "leads", "mailing_list")
ADDRESSES = ("customers", "leads", "mailing_list")
SHORT_STREETS = ("Court", "Circle", "Place", "Square", "Terrace")


@lru_cache(maxsize=1)
def checks() -> tuple[Check, ...]:
    """In the order of the document of the audit."""
    return (
        *_contacts(),
        *_email_owners(),
        *_names(),
        *_addresses(),
        *_streets(),
        *_territory(),
        *_free_text(),
    )


def _contacts() -> tuple[Check, ...]:
    return (
        Check(
            "phone-is-fictional",
            "Every phone number reads (704) 555-0123: a real form in the range kept for fiction",
            "words",
            _each(PHONES, "phone not glob '([2-9][0-9][0-9]) 555-01[0-9][0-9]'"),
        ),
        Check(
            "e-mail-is-reserved",
            "Every e-mail address has a domain that is reserved for examples",
            "words",
            _each(
                EMAILS,
                "email not like '%@example.com' and email not like '%.example.com'"
                " and email not like '%@example.net' and email not like '%.example.net'"
                " and email not like '%@example.org' and email not like '%.example'",
            ),
        ),
    )


def _email_owners() -> tuple[Check, ...]:
    return (
        Check(
            "e-mail-fits-name",
            "A person's e-mail address begins with the first letter of the first name",
            "words",
            """
            select 'customer_id=' || customer_id as example
            from customers
            where customer_type = 'residential' and customer_name glob '[A-Za-z]*'
              and lower(substr(email, 1, 1)) <> lower(substr(customer_name, 1, 1))
            union all
            select 'lead_id=' || l.lead_id
            from leads as l
            left join customers as c on c.customer_id = l.customer_id
            where c.customer_type is not 'commercial' and l.company_name is null
              and l.first_name glob '[A-Za-z]*'
              and lower(substr(l.email, 1, 1)) <> lower(substr(l.first_name, 1, 1))
            union all
            select 'contact_id=' || m.contact_id
            from mailing_list as m
            left join customers as c on c.customer_id = m.customer_id
            where c.customer_type is not 'commercial' and m.email not like '%.example'
              and m.first_name glob '[A-Za-z]*'
              and lower(substr(m.email, 1, 1)) <> lower(substr(m.first_name, 1, 1))
            """,
            whole_books=True,
        ),
        Check(
            "business-writes-from-its-office",
            "The e-mail address of a business is at a domain of its own, and no household's is",
            "words",
            """
            select 'customer_id=' || customer_id as example
            from customers
            where (customer_type = 'commercial') <> (email like '%.example')
            union all
            select 'lead_id=' || l.lead_id
            from leads as l
            left join customers as c on c.customer_id = l.customer_id
            where (l.company_name is not null) <> (l.email like '%.example')
              and (c.customer_id is null or c.email is not null)
            """,
            whole_books=True,
        ),
    )


def _names() -> tuple[Check, ...]:
    return (
        Check(
            "person-has-a-persons-name",
            "Households and technicians have first and last names, and none of a business",
            "words",
            f"""
            select 'customer_id=' || customer_id as example
            from customers
            where customer_type = 'residential' and ({_no_person("customer_name")})
            union all
            select 'technician_id=' || technician_id
            from technicians
            where {_no_person("technician_name")}
            """,
            # A test may call its customer Bob.
            whole_books=True,
        ),
    )


def _addresses() -> tuple[Check, ...]:
    tables = SCHEMA.tables
    return (
        Check(
            "address-is-complete",
            "Every address reads street, city, ST 12345",
            "words",
            _each(
                ADDRESSES,
                "address not glob '[0-9]* *, [A-Z]*, [A-Z][A-Z] [0-9][0-9][0-9][0-9][0-9]'",
            ),
        ),
        Check(
            "zip-fits-state",
            "ZIP codes begin with the digits of their state",
            "words",
            _each(ADDRESSES, _wrong_state("substr(address, -8, 2)", "substr(address, -5)"))
            + "\nunion all\n"
            + _each(("branches",), _wrong_state("state", "postal_code")),
        ),
        Check(
            "town-fits-zip",
            "The town of an address is the one of its ZIP code",
            "words",
            f"with places(zip, town) as (values {_places()})\n"
            + "\nunion all\n".join(
                f"select '{key_of(tables[name])}=' || t.{key_of(tables[name])} as example\n"
                f"from {name} as t join places as p on p.zip = substr(t.address, -5)\n"
                f"where substr(t.address, -length(p.town)) <> p.town"
                for name in ADDRESSES
            ),
        ),
    )


def _streets() -> tuple[Check, ...]:
    return (
        Check(
            "short-street-has-low-numbers",
            "No house on a court, circle, place, square or terrace has a number of 2000 or more",
            "words",
            _each(
                ADDRESSES,
                "cast(address as integer) >= 2000 and ("
                + " or ".join(f"address like '% {kind}, %, %'" for kind in SHORT_STREETS)
                + ")",
            ),
        ),
        Check(
            "neighbors-live-near",
            "Numbers that differ by 200 at most on a street of a ZIP code are within a mile",
            "words",
            # A degree is 69 miles; of longitude at most 60 from 29 degrees north on.
            """
            with sites as materialized (
                select customer_id, latitude, longitude, postal_code,
                       cast(street as integer) as number,
                       substr(street, instr(street, ' ')) as road
                from customers)
            select n.customer_id
            from (select *, lag(number) over along as before, lag(latitude) over along as south,
                         lag(longitude) over along as west
                  from sites
                  window along as (partition by postal_code, road order by number, customer_id))
                as n
            where number - before <= 200
              and (latitude - south) * (latitude - south) * 4761
                  + (longitude - west) * (longitude - west) * 3600 > 1
            """,
        ),
    )


def _territory() -> tuple[Check, ...]:
    return (
        Check(
            "customer-in-state-of-branch",
            "A customer lives within two degrees of the branch, in its state",
            "words",
            """
            select c.customer_id
            from customers as c
            join branches as b on b.branch_id = c.branch_id
            where c.state <> b.state
               or abs(c.latitude - b.latitude) > 2 or abs(c.longitude - b.longitude) > 2
            """,
        ),
    )


def _free_text() -> tuple[Check, ...]:
    return (
        Check(
            "text-is-meant",
            "No text is blank, a placeholder, lorem ipsum, or a formula to a spreadsheet",
            "words",
            "\nunion all\n".join(
                _meaningless(table, names)
                for table in SCHEMA.sorted_tables
                if (names := list(text_columns(table)))
            ),
        ),
    )


def _each(tables: tuple[str, ...], wrong: str) -> str:
    return "\nunion all\n".join(
        f"select '{key}=' || {key} as example from {name} where {wrong}"
        for name in tables
        for key in [key_of(SCHEMA.tables[name])]
    )


def _no_person(name: str) -> str:
    return (
        f"{name} not like '_% _%' or {name} glob '*[0-9&]*'"
        f" or {name} like '% LLC' or {name} like '% Inc%' or {name} like '% Co.'"
    )


def _wrong_state(state: str, postal_code: str) -> str:
    digits = f"substr({postal_code}, 1, 2)"
    return (
        f"case {state} when 'NC' then {digits} not between '27' and '28'"
        f" when 'NY' then {digits} not between '10' and '14'"
        f" when 'TX' then {digits} not between '75' and '79' end"
    )


def _places() -> str:
    return ", ".join(
        f"('{code}', ', {city}, {state} {code}')" for code, (city, state) in postal_cities().items()
    )


def text_columns(table: Table) -> Iterator[str]:
    """Names of the columns that hold words rather than codes."""
    for column in table.columns:
        if isinstance(column.type, String) and not isinstance(column.type, Enum):
            yield column.name


def _meaningless(table: Table, names: list[str]) -> str:
    key = key_of(table)
    cases = "\n".join(f"when {_is_meaningless(name)} then '{name}'" for name in names)
    return (
        f"select '{table.name}.' || bad || ' {key}=' || {key} as example\n"
        f"from (select {key}, case\n{cases}\nend as bad from {table.name})\n"
        f"where bad is not null"
    )


def _is_meaningless(name: str) -> str:
    """Spreadsheets run what begins with = + - @; braces and %s are templates nobody filled in."""
    return (
        f"{name} not glob '[^=+@ -]*' or rtrim({name}) <> {name} or {name} glob '*{{*'"
        f" or {name} glob '*%s*' or {name} glob '*  *' or {name} like '%lorem ipsum%'"
        f" or length({name}) < 10 and lower({name}) in"
        " ('null', 'none', 'nan', 'nat', 'n/a', 'na', 'nil', 'undefined', 'unknown', 'tbd', 'test')"
    )
