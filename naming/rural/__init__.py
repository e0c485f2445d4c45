"""What the rural naming programme (乡村著名行动) counts as an issue of a name."""
