from .item import CatalogItem, Evidence, ItemKind, Origin
from .obligation import Obligation

__all__ = ["CatalogItem", "Evidence", "ItemKind", "Obligation", "Origin"]
