"""What a test suite imports, and what that costs."""

import subprocess
import sys
from pathlib import Path

import pytest

import factories
from factories.engine import declarations
from factories.engine.factory import HvacFactory
from hvac_models import Base

ROOT = Path(__file__).parents[2]


def run(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT), **environment},
    )
    return done.stdout


def test_the_names_are_those_of_the_factories() -> None:
    made = {n for n in factories.__all__ if n.endswith("Factory")} - {"HvacFactory"}
    assert made == {factory.__name__ for factory in factories.ALL.values()}
    errors = {"BadValue", "BulkError", "FactoryError", "UnknownName"}
    errors |= {"NoParent", "NoSession", "NotAwaited"}
    words = set(declarations.__all__) - {"Declaration", "Derived"} | {"NULL", "Coded", "Trait"}
    plain = {"ALL", "HvacFactory", "as_dict", "bind", "bound_session", "broken"}
    assert set(factories.__all__) - made == {*plain, *errors, *words}
    assert set(factories.__all__) <= set(dir(factories))
    assert all(issubclass(getattr(factories, name), HvacFactory) for name in made)


def test_all_is_in_the_order_of_the_guide() -> None:
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.info["guide_order"])
    assert list(factories.ALL) == [table.name for table in tables]
    assert all(name == factory._meta.table_name for name, factory in factories.ALL.items())


def test_a_name_that_is_none_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="module 'factories' has no attribute 'Customers'"):
        getattr(factories, "Customers")  # noqa: B009 - a type checker would see it


def test_importing_the_package_imports_nothing_else() -> None:
    """A command that needs no factory must not pay for any."""
    heavy = ("numpy", "sqlalchemy", "factory", "faker", "hvac_models", "factories.engine")
    told = run(f"import factories, sys; print([m for m in {heavy} if m in sys.modules])")
    assert told == "[]\n"


def test_one_factory_does_not_import_the_others() -> None:
    told = run(
        "from factories import CustomerFactory; import sys;"
        "print([m for m in ('factories.tables.quotes', 'factories.tables.billing',"
        " 'factories.plan', 'factories.populate', 'factories.audit') if m in sys.modules])"
    )
    assert told == "[]\n"


def test_all_names_can_be_imported_at_once() -> None:
    assert run("from factories import *; print(CustomerFactory.__name__)") == "CustomerFactory\n"
