"""The advisory locks of the application, in one place so that no two are one.

The journal's chain takes 7301118 in `sql/journal.sql`.
"""

MIGRATING = 7_301_117
"""Held in the transaction that migrates."""

CHAINING = 7_301_118
"""Held in a transaction from its first journal line on (taken by a trigger)."""

LOADING = 7_301_119
"""Held in the transaction that loads a file."""

PREPARING = 7_301_120
"""Held by the process that brings a database up: migrates it, then fills it."""

NAME_FILES = 7_301
"""First half of the lock that is held while a table of names is checked; the second is its id."""

RESERVING = 7_302
"""First half of the lock that is held while names are held for a case; the second is the scope."""

CASE_WORKS = 7_303
"""First half of the lock that is held while a work on a case is done; the second is its id."""

PROGRAMME_AUDITS = 7_304
"""First half of the lock that is held while counties are audited; the second is the audit's id."""
