"""Load, validate and cite the data package: codes and figures, no words.

The package is a Frictionless Data Package: ``data/datapackage.json`` types every field and holds
size and sha256 of every CSV. Loading checks all of it with the standard library; the tests check it
again with the `frictionless` library.
"""

from kit.data.package import Row, cite, describe, estimates, folder, load, records, seal, table

__all__ = [
    "Row",
    "cite",
    "describe",
    "estimates",
    "folder",
    "load",
    "records",
    "seal",
    "table",
]
