"""The forms of services.printing.forms, filled from the registers (certificates note §2.7, §3.3)."""
