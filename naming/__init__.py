"""The law of names: words in, findings out."""
