"""Refusals told to the caller: one table, RFC 9457 answers, Chinese words with a remedy."""
