"""Load, validate and cite the survey and what the kit teaches: codes and figures, and their words.

Each is a Frictionless Data Package: ``datapackage.json`` in ``data/survey`` and ``data/teaching``
types every field and holds size and sha256 of every CSV. Loading checks all of it with the standard
library; the tests check it again with the `frictionless` library.
"""

from kit.data.descriptor import describe, folder, seal
from kit.data.package import Row, cite, estimates, load, records, table

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
