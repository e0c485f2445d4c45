"""Cases about names (办件), one module for what belongs together of the office's verbs."""
