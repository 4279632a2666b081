"""factory_boy's classes, which are generic in their type stubs but not at run time."""

from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

import factory
from factory import alchemy, builder
from factory import declarations as declared

T = TypeVar("T")

if TYPE_CHECKING:
    BaseDeclaration: TypeAlias = declared.BaseDeclaration[Any, Any]
    SubFactory: TypeAlias = factory.SubFactory[Any, Any]
    Trait: TypeAlias = factory.Trait[Any]
    RelatedFactory: TypeAlias = factory.RelatedFactory[Any, Any]
    RelatedFactoryList: TypeAlias = factory.RelatedFactoryList[Any, Any]
    Options: TypeAlias = alchemy.SQLAlchemyOptions[Any]
    BuildStep: TypeAlias = builder.BuildStep[Any]
    StepBuilder: TypeAlias = builder.StepBuilder[Any]
    ModelFactory = alchemy.SQLAlchemyModelFactory
else:
    BaseDeclaration = declared.BaseDeclaration
    SubFactory = factory.SubFactory
    Trait = factory.Trait
    RelatedFactory = factory.RelatedFactory
    RelatedFactoryList = factory.RelatedFactoryList
    Options = alchemy.SQLAlchemyOptions
    BuildStep = builder.BuildStep
    StepBuilder = builder.StepBuilder

    class ModelFactory(alchemy.SQLAlchemyModelFactory, Generic[T]):
        class Meta:
            abstract = True


__all__ = [
    "BaseDeclaration",
    "BuildStep",
    "ModelFactory",
    "Options",
    "RelatedFactory",
    "RelatedFactoryList",
    "StepBuilder",
    "SubFactory",
    "Trait",
]
