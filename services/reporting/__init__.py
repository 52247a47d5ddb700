"""What units owe the bureau, who is late with it, and what is done about that: calls, letters, slips, notices."""
