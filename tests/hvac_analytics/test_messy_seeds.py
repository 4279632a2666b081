"""dbt on spoiled seeds does as `docs/mess.md` says: all is built, and tests say what is wrong."""

from factories.mess import KINDS, Mess
from factories.populate import populate
from tests.hvac_analytics.conftest import COMPANY
from tests.hvac_analytics.project import Project

FOUND = (
    "assert_phones_are_fictional",
    "assert_calls_take_the_time_they_say",
    "assert_kept_appointments_start_with_the_call",
    "assert_calls_are_on_devices_of_their_customer",
)


def test_marts_are_built_and_tests_fail(own: Project) -> None:
    kinds = ",".join(kind.name for kind in KINDS if kind.name != "renamed_column")
    home = own.folder.parent
    populate(
        COMPANY,
        database=home / "hvac.sqlite",
        seeds=own.folder / "seeds",
        mess=Mess.of("heavy", company_seed=COMPANY.seed, kinds=kinds),
        answer_key=home / "answer_key.csv",
    )
    own.dbt("seed").assert_clean()
    own.dbt("run").assert_clean()
    done = own.dbt("test", "--select", *FOUND)
    assert done.code == 1, done.printed
    for name in FOUND:
        assert f"Failure in test {name}" in done.printed, done.printed
