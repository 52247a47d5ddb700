"""Work benches: lists worked out from the register, with what is to be done about each row."""
