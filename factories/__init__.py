"""Rows of the 27 tables for the tests of an application, and whole companies for analytics.

    import factories
    from factories import InvoiceFactory

    factories.bind(session)
    invoice = InvoiceFactory(overdue=True)

Every factory makes one valid row with no argument and brings its own parents; ``ALL`` lists the
factories by table. The modules behind them are imported when a name is first used.
"""

from factories.lazy import lazily

# As `typing` has it, which takes a third of the time until a command hears a signal.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from factories import broken
    from factories.engine.context import NoSession, NotAwaited, bind, bound_session
    from factories.engine.declarations import (
        Between,
        Brings,
        BringsAsked,
        BringsList,
        Choice,
        Drawn,
        Flag,
        Parent,
        Pick,
        RowId,
        derived,
    )
    from factories.engine.factory import HvacFactory
    from factories.engine.payload import as_dict
    from factories.engine.rows import BulkError, NoParent
    from factories.engine.traits import Trait
    from factories.engine.usage_errors import BadValue, FactoryError, UnknownName
    from factories.engine.values import NULL, Coded
    from factories.tables.billing import InvoiceFactory, InvoiceLineFactory, PaymentFactory
    from factories.tables.campaigns import MarketingCampaignFactory
    from factories.tables.catalog import EquipmentTypeFactory, PartFactory, SupplierFactory
    from factories.tables.contracts import SubscriptionFactory
    from factories.tables.customers import CustomerFactory
    from factories.tables.devices import InstalledDeviceFactory
    from factories.tables.feedback import CustomerFeedbackFactory
    from factories.tables.fleet import VehicleFactory
    from factories.tables.incidents import IncidentResponseFactory
    from factories.tables.leads import LeadFactory
    from factories.tables.mailing import MailingListContactFactory
    from factories.tables.quotes import QuoteFactory
    from factories.tables.scheduling import AppointmentFactory
    from factories.tables.service import ServiceCallFactory
    from factories.tables.stock import InventoryItemFactory, PurchaseOrderFactory
    from factories.tables.usage import PartsUsageFactory, WarrantyClaimFactory
    from factories.tables.weather import WeatherDayFactory
    from factories.tables.work_orders import WorkOrderFactory
    from factories.tables.workforce import (
        BranchFactory,
        TechnicianCertificationFactory,
        TechnicianFactory,
    )

    ALL: Mapping[str, type[HvacFactory[Any]]]

__all__ = [
    "ALL",
    "NULL",
    "AppointmentFactory",
    "BadValue",
    "Between",
    "BranchFactory",
    "Brings",
    "BringsAsked",
    "BringsList",
    "BulkError",
    "Choice",
    "Coded",
    "CustomerFactory",
    "CustomerFeedbackFactory",
    "Drawn",
    "EquipmentTypeFactory",
    "FactoryError",
    "Flag",
    "HvacFactory",
    "IncidentResponseFactory",
    "InstalledDeviceFactory",
    "InventoryItemFactory",
    "InvoiceFactory",
    "InvoiceLineFactory",
    "LeadFactory",
    "MailingListContactFactory",
    "MarketingCampaignFactory",
    "NoParent",
    "NoSession",
    "NotAwaited",
    "Parent",
    "PartFactory",
    "PartsUsageFactory",
    "PaymentFactory",
    "Pick",
    "PurchaseOrderFactory",
    "QuoteFactory",
    "RowId",
    "ServiceCallFactory",
    "SubscriptionFactory",
    "SupplierFactory",
    "TechnicianCertificationFactory",
    "TechnicianFactory",
    "Trait",
    "UnknownName",
    "VehicleFactory",
    "WarrantyClaimFactory",
    "WeatherDayFactory",
    "WorkOrderFactory",
    "as_dict",
    "bind",
    "bound_session",
    "broken",
    "derived",
]

_FACTORIES = {
    "CustomerFactory": "tables.customers",
    "TechnicianFactory": "tables.workforce",
    "EquipmentTypeFactory": "tables.catalog",
    "PartFactory": "tables.catalog",
    "InstalledDeviceFactory": "tables.devices",
    "ServiceCallFactory": "tables.service",
    "PartsUsageFactory": "tables.usage",
    "IncidentResponseFactory": "tables.incidents",
    "VehicleFactory": "tables.fleet",
    "MailingListContactFactory": "tables.mailing",
    "SubscriptionFactory": "tables.contracts",
    "InvoiceFactory": "tables.billing",
    "PaymentFactory": "tables.billing",
    "InventoryItemFactory": "tables.stock",
    "AppointmentFactory": "tables.scheduling",
    "QuoteFactory": "tables.quotes",
    "WorkOrderFactory": "tables.work_orders",
    "CustomerFeedbackFactory": "tables.feedback",
    "LeadFactory": "tables.leads",
    "BranchFactory": "tables.workforce",
    "SupplierFactory": "tables.catalog",
    "TechnicianCertificationFactory": "tables.workforce",
    "MarketingCampaignFactory": "tables.campaigns",
    "WeatherDayFactory": "tables.weather",
    "PurchaseOrderFactory": "tables.stock",
    "WarrantyClaimFactory": "tables.usage",
    "InvoiceLineFactory": "tables.billing",
}
"""Each factory's module, in the guide's order of their tables, companions after them."""

_WORDS = (
    *("Between", "Brings", "BringsAsked", "BringsList", "Choice", "Drawn", "Flag", "Parent"),
    *("Pick", "RowId", "derived"),
)
"""What a factory is written in."""

_MODULES = {
    **_FACTORIES,
    "bind": "engine.context",
    "bound_session": "engine.context",
    "as_dict": "engine.payload",
    "FactoryError": "engine.usage_errors",
    "BadValue": "engine.usage_errors",
    "UnknownName": "engine.usage_errors",
    "NoParent": "engine.rows",
    "BulkError": "engine.rows",
    "HvacFactory": "engine.factory",
    "Trait": "engine.traits",
    "NULL": "engine.values",
    "Coded": "engine.values",
    **dict.fromkeys(_WORDS, "engine.declarations"),
    "NoSession": "engine.context",
    "NotAwaited": "engine.context",
    "broken": "broken",
}


if not TYPE_CHECKING:
    _named, __dir__ = lazily(globals(), _MODULES, public=["ALL"])

    def __getattr__(name: str) -> "Any":
        if name != "ALL":
            return _named(name)
        made = [_named(factory) for factory in _FACTORIES]
        value = globals()["ALL"] = {factory._meta.table_name: factory for factory in made}
        return value
