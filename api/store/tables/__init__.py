"""The tables, one module per aggregate; `everything` has them all."""
