"""指标总览: the register's shares on a day, what each is counted of, and the people behind it."""
