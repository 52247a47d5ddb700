"""Photos that an agency sent: whose they are, whether they fit, and the fitting ones into the register."""
