"""The kinds of files in which counties send their plans, each turned into text with tabs between cells."""
