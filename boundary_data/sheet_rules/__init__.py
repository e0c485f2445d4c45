"""Rules about the register sheet of a marker (界桩登记表), one file each."""
