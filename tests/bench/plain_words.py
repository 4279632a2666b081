"""What the plain script picks from."""

# ruff: noqa: TID251 - the point is to draw as such scripts draw

import random

from faker import Faker

BRANDS = ["Carrier", "Trane", "Lennox", "Rheem", "Goodman", "Daikin", "York", "Bosch"]
KINDS = ["Central AC", "Heat Pump", "Furnace", "Boiler", "Air Handler", "Package Unit"]
LEVELS = ["junior", "senior", "lead", "specialist"]
LOCATIONS = ["Main Floor", "Basement", "Attic", "Garage", "Roof", "Utility Closet"]
METHODS = ["Credit Card", "Check", "Cash", "ACH Transfer", "Online Payment"]
PRIORITIES = ["Low", "Medium", "High", "Emergency"]
SERVICES = ["Maintenance", "Repair", "Installation", "Emergency", "Inspection"]
SKILLS = [
    "hvac_installation",
    "electrical",
    "refrigeration",
    "ductwork",
    "diagnostics",
    "customer_service",
    "safety_protocols",
]
SOURCES = ["Website", "Referral", "Cold Call", "Trade Show", "Social Media", "Advertisement"]
TERMS = ["Due on Receipt", "Net 15", "Net 30", "Net 45"]


def address(fake: Faker) -> str:
    return f"{fake.street_address()}, {fake.city()}, {fake.state_abbr()} {fake.postcode()}"


def money(low: float, high: float) -> float:
    return round(random.uniform(low, high), 2)


def text(fake: Faker, words: int = 10) -> str:
    return str(fake.sentence(nb_words=words))
