"""示例县: invented units, people and matters, enough to fill every page; marked until they are cleared."""
