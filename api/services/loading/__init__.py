"""Loading (入库): files of divisions, boundaries, names and lists into the register."""
