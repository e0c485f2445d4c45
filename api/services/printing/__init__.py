"""Printing documents (公文): the same blocks as DOCX and as PDF."""
