"""The rules about boundaries, one a file, and their catalogues by hand."""
