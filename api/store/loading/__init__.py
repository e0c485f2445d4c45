"""The write side of the store: staging by COPY, set-based merges, dated facts."""
