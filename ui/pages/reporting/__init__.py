"""报送与催办: who has reported, who owes what, and the papers that press for it."""
