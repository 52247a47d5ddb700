"""Ctrl+K finds what the desk has to do with: tasks, what units owe of them, reports to be sent in, meetings."""

import pytest


@pytest.mark.parametrize(
    ("words", "ledger"),
    [("统计表", "report_duties"), ("会商会议", "meetings"), ("市场监督管理局", "obligations"), ("方案", "plans")],
)
def test_the_search_leads_to(sample_desk, words, ledger):
    assert ledger in {hit.page_key for hit in sample_desk.search_everywhere(words)}
