"""The same 27 tables as people usually write them: Faker a cell, pandas to CSV.

The yardstick for the default run, so it is written as such scripts are: a dictionary a row, Faker
for people, places, dates and texts, `random` for numbers and choices, keys picked at random. Its
tables have our columns and our row counts, and none of our truths across rows.

    python -m tests.bench.plain_script FOLDER
"""

# ruff: noqa: TID251 - the point is to draw as such scripts draw

import random
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from faker import Faker

from factories.sizes import DEFAULT_ROWS
from tests.bench.plain_operation import OPERATION
from tests.bench.plain_words import (
    BRANDS,
    KINDS,
    LEVELS,
    LOCATIONS,
    SKILLS,
    TERMS,
    address,
    money,
)

Rows = Mapping[str, int]
Records = Iterator[dict[str, Any]]


def branches(fake: Faker, rows: Rows) -> Records:
    for branch_id in range(1, rows["branches"] + 1):
        yield {
            "branch_id": branch_id,
            "branch_name": f"{fake.last_name()} Heating & Air {branch_id}",
            "street": fake.street_address(),
            "city": fake.city(),
            "state": fake.state_abbr(),
            "postal_code": fake.postcode(),
            "phone": fake.phone_number(),
            "time_zone": random.choice(["America/Chicago", "America/New_York"]),
            "climate": random.choice(["hot_humid", "mixed_humid", "cold"]),
            "latitude": float(fake.latitude()),
            "longitude": float(fake.longitude()),
            "opened_date": fake.date_between("-20y", "-15y"),
        }


def suppliers(fake: Faker, rows: Rows) -> Records:
    for supplier_id in range(1, rows["suppliers"] + 1):
        yield {
            "supplier_id": supplier_id,
            "supplier_name": f"{fake.company()} {supplier_id}",
            "phone": fake.phone_number(),
            "city": fake.city(),
            "state": fake.state_abbr(),
            "lead_time_days": random.randint(1, 14),
            "payment_terms": random.choice(TERMS[1:]),
        }


def equipment_types(fake: Faker, rows: Rows) -> Records:
    for equipment_id in range(1, rows["equipment_types"] + 1):
        yield {
            "equipment_id": equipment_id,
            "brand": random.choice(BRANDS),
            "model": fake.bothify("??##-####").upper(),
            "equipment_type": random.choice(KINDS),
            "btu_rating": random.randrange(12_000, 120_000, 6_000),
            "energy_rating": round(random.uniform(13, 24), 2),
            "rating_unit": random.choice(["SEER", "SEER2", "AFUE"]),
            "refrigerant": random.choice(["R-410A", "R-32", None]),
            "list_price": money(900, 9_000),
            "expected_life_years": random.randint(12, 20),
            "warranty_months": random.choice([60, 120]),
            "introduced_year": random.randint(2000, 2020),
            "discontinued_year": random.choice([None, 2021, 2023]),
        }


def parts(fake: Faker, rows: Rows) -> Records:
    for part_id in range(1, rows["parts"] + 1):
        category = random.choice(["Filter", "Compressor", "Coil", "Fan Motor", "Thermostat"])
        yield {
            "part_id": part_id,
            "part_name": f"{category} {fake.bothify('??-###').upper()}",
            "part_category": category,
            "unit_cost": money(5, 600),
            "supplier": fake.company(),
            "part_number": fake.unique.bothify("P-#####"),
            "supplier_id": random.randint(1, rows["suppliers"]),
            "unit_of_measure": random.choice(["each", "lb", "ft", "box"]),
        }


def technicians(fake: Faker, rows: Rows) -> Records:
    for technician_id in range(1, rows["technicians"] + 1):
        wage = random.randint(22, 48)
        yield {
            "technician_id": technician_id,
            "technician_name": fake.name(),
            "phone": fake.phone_number(),
            "technician_level": random.choice(LEVELS),
            "hourly_rate": wage,
            "hire_date": fake.date_between("-10y", "-2y"),
            "years_experience": random.randint(1, 25),
            "certification_level": random.choice(["Basic", "Intermediate", "Advanced", "Master"]),
            **{f"{skill}_skill": random.randint(1, 10) for skill in SKILLS},
            "branch_id": random.randint(1, rows["branches"]),
            "bill_rate": wage * 3,
            "left_date": None,
        }


def technician_certifications(fake: Faker, rows: Rows) -> Records:
    for certification_id in range(1, rows["technician_certifications"] + 1):
        yield {
            "certification_id": certification_id,
            "technician_id": random.randint(1, rows["technicians"]),
            "certification_name": random.choice(["EPA 608 Universal", "NATE", "OSHA 10"]),
            "certificate_number": fake.unique.bothify("??-######"),
            "issued_date": fake.date_between("-5y", "-1y"),
            "expires_date": fake.date_between("today", "+3y"),
        }


def vehicle_fleet(fake: Faker, rows: Rows) -> Records:
    for vehicle_id in range(1, rows["vehicle_fleet"] + 1):
        mileage = random.randint(5_000, 150_000)
        yield {
            "vehicle_id": vehicle_id,
            "vehicle_number": f"V-{vehicle_id:03d}",
            "make": random.choice(["Ford", "Chevrolet", "Ram"]),
            "model": random.choice(["Transit", "Express", "ProMaster"]),
            "year": random.randint(2015, 2025),
            "vehicle_type": random.choice(["Van", "Truck", "SUV"]),
            "license_plate": fake.license_plate(),
            "vin": fake.vin(),
            "assigned_technician_id": random.randint(1, rows["technicians"]),
            "purchase_date": fake.date_between("-8y", "-1y"),
            "current_mileage": mileage,
            "last_maintenance_date": fake.date_between("-6m", "today"),
            "next_maintenance_mileage": mileage + random.randint(500, 5_000),
            "status": random.choice(["Active", "Maintenance", "Retired"]),
            "fuel_type": random.choice(["Gasoline", "Diesel", "Hybrid"]),
            "gps_enabled": random.random() < 0.8,
            "branch_id": random.randint(1, rows["branches"]),
            "last_latitude": float(fake.latitude()),
            "last_longitude": float(fake.longitude()),
            "last_gps_at": fake.date_time_between("-1d", "now"),
        }


def weather_daily(fake: Faker, rows: Rows) -> Records:
    for weather_id in range(1, rows["weather_daily"] + 1):
        mean = round(random.uniform(20, 95), 1)
        yield {
            "weather_id": weather_id,
            "branch_id": random.randint(1, rows["branches"]),
            "weather_date": fake.date_between("-2y", "today"),
            "low_temperature_f": int(mean) - 10,
            "mean_temperature_f": mean,
            "high_temperature_f": int(mean) + 10,
            "heating_degree_days": max(0, round(65 - mean, 1)),
            "cooling_degree_days": max(0, round(mean - 65, 1)),
        }


def customers(fake: Faker, rows: Rows) -> Records:
    for customer_id in range(1, rows["customers"] + 1):
        commercial = random.random() < 0.15
        street, city = fake.street_address(), fake.city()
        state, code = fake.state_abbr(), fake.postcode()
        yield {
            "customer_id": customer_id,
            "customer_name": fake.company() if commercial else fake.name(),
            "address": f"{street}, {city}, {state} {code}",
            "phone": fake.phone_number(),
            "customer_type": "commercial" if commercial else "residential",
            "created_at": fake.date_time_between("-5y", "-2y"),
            "street": street,
            "city": city,
            "state": state,
            "postal_code": code,
            "latitude": float(fake.latitude()),
            "longitude": float(fake.longitude()),
            "email": fake.email(),
            "branch_id": random.randint(1, rows["branches"]),
        }


def installed_devices(fake: Faker, rows: Rows) -> Records:
    for installation_id in range(1, rows["installed_devices"] + 1):
        yield {
            "installation_id": installation_id,
            "customer_id": random.randint(1, rows["customers"]),
            "equipment_id": random.randint(1, rows["equipment_types"]),
            "installation_date": fake.date_between("-12y", "-2y"),
            "warranty_end_date": fake.date_between("-2y", "+5y"),
            "serial_number": fake.unique.bothify("??########").upper(),
            "installation_location": random.choice(LOCATIONS),
            "status": random.choice(["Active", "Inactive", "Under Maintenance", "Replaced"]),
            "last_maintenance_date": fake.date_between("-1y", "today"),
            "installed_by": random.choice(["Company", "Builder", "Other Contractor"]),
        }


def mailing_list(fake: Faker, rows: Rows) -> Records:
    for contact_id in range(1, rows["mailing_list"] + 1):
        first, last = fake.first_name(), fake.last_name()
        yield {
            "contact_id": contact_id,
            "customer_id": random.randint(1, rows["customers"]),
            "email": f"{first}.{last}{contact_id}@{fake.safe_domain_name()}".lower(),
            "first_name": first,
            "last_name": last,
            "phone": fake.phone_number(),
            "address": address(fake),
            "contact_source": random.choice(["Existing Customer", "Website", "Referral"]),
            "subscription_status": random.choice(["Subscribed", "Unsubscribed"]),
            "subscription_date": fake.date_between("-2y", "today"),
            "preferred_contact_method": random.choice(["Email", "Phone", "Mail"]),
            "interests": random.choice(["Maintenance Tips", "Seasonal Offers", "New Products"]),
            "unsubscribed_date": fake.date_between("-1y", "today"),
        }


TABLES = {
    "branches": branches,
    "suppliers": suppliers,
    "equipment_types": equipment_types,
    "parts": parts,
    "technicians": technicians,
    "technician_certifications": technician_certifications,
    "vehicle_fleet": vehicle_fleet,
    "weather_daily": weather_daily,
    "customers": customers,
    "installed_devices": installed_devices,
    "mailing_list": mailing_list,
    **OPERATION,
}


def write(folder: Path, rows: Rows) -> None:
    """One CSV file a table."""
    Faker.seed(42)
    random.seed(42)
    fake = Faker("en_US")
    for name, records in TABLES.items():
        recorded = ({**record, **_recorded(fake)} for record in records(fake, rows))
        pd.DataFrame(recorded).to_csv(folder / f"{name}.csv", index=False)


def _recorded(fake: Faker) -> dict[str, Any]:
    created = fake.date_time_between("-2y", "now")
    return {"created_at_utc": created, "updated_at_utc": created + timedelta(days=3)}


if __name__ == "__main__":
    write(Path(sys.argv[1]), DEFAULT_ROWS)
