"""Standard-catalog spreadsheets as data: read what counties send in, write the official form. No ORM here."""

from catalog.spreadsheets.reading import read_catalog
from catalog.spreadsheets.rows import COLUMNS, CatalogRow, ReadResult, RowError, SheetRows
from catalog.spreadsheets.writing import write_csv, write_xlsx

__all__ = [
    "COLUMNS",
    "CatalogRow",
    "ReadResult",
    "RowError",
    "SheetRows",
    "read_catalog",
    "write_csv",
    "write_xlsx",
]
