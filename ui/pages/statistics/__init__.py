"""统计分析: figures as charts, with their words, their print and the way to their rows."""
