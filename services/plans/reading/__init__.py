"""Turns a plan document into tasks with units and time limits. Pure functions; nothing is stored."""
