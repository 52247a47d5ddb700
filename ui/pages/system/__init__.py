"""Pages of the group 系统: settings, accounts, backups, the check of the data, and the log of what was done."""
