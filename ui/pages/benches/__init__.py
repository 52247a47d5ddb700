"""Work benches: expiry forecast, clean-up, qualification review."""
