"""Signs of place names (地名标志): what may stand on them, by GB 17733 and the decree."""
