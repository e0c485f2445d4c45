"""Words and characters the law of names is read with: tables with their sources."""
