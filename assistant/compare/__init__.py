"""Old and new edition side by side (新旧対照): which sections and units changed between two documents."""

from assistant.compare.compare import compare
from assistant.compare.editions import find_edition
from assistant.compare.result import (
    ComparedEdition,
    Comparison,
    SectionChange,
    SectionPair,
    SectionPath,
    UnitChange,
    UnitPair,
)

__all__ = [
    "ComparedEdition",
    "Comparison",
    "SectionChange",
    "SectionPair",
    "SectionPath",
    "UnitChange",
    "UnitPair",
    "compare",
    "find_edition",
]
