"""Two versions of a plan: new, gone, changed; and what differs inside a task."""

from hypothesis import given
from hypothesis import strategies as st

from services.plans.compare import Difference, TaskWords, bare, compared, pieces

WORDS = st.text("县镇执法检查培训案卷评查公示年底前，。 ", min_size=1, max_size=40)
NAMES = st.lists(st.sampled_from(("县水务局", "县司法局", "县林业局")), unique=True, max_size=3)


def task(no, text, responsible=("县水务局",), limit="2026年7月底前", section=""):
    units = (("responsible", tuple(responsible)),) if responsible else ()
    return TaskWords(no, text, units, limit, section)


TASKS = st.builds(task, st.sampled_from(("1.", "2.", "（一）", "")), WORDS, NAMES, st.sampled_from(("", "长期")))
PLANS = st.lists(TASKS, max_size=7)
OLD = [
    task("1.", "公开办事指南。各窗口逐项公开办理条件，每季度更新一次。"),
    task("2.", "缩短排队时间。合理安排窗口，报送安排表。"),
    task("3.", "听取群众意见。每年至少召开两次座谈会。"),
]


def kinds(old, new):
    return [(pair.difference, pair.old, pair.new) for pair in compared(old, new)]


def test_a_plan_beside_itself_has_only_tasks_that_are_the_same():
    assert kinds(OLD, OLD) == [(Difference.SAME, n, n) for n in range(3)]


def test_new_gone_and_changed_tasks_are_told_apart():
    new = [
        task("1.", "公开办事指南。各窗口逐项公开办理条件和时限，每月更新一次。"),
        task("2.", "听取群众意见。每年至少召开两次座谈会。", ("县司法局",)),
        task("3.", "配备自助设备。在大厅设置自助终端并教会老年人使用。"),
    ]
    assert kinds(OLD, new) == [
        (Difference.CHANGED, 0, 0),
        (Difference.GONE, 1, None),
        (Difference.CHANGED, 2, 1),
        (Difference.NEW, None, 2),
    ]
    found = compared(OLD, new)
    assert [change.label for change in found[0].changes] == ["任务内容"]
    assert [(c.label, c.old, c.new) for c in found[2].changes] == [("责任单位", "县水务局", "县司法局")]


def test_blanks_widths_and_the_order_of_units_are_no_change():
    old = [task("1.", "公开办事指南，每季度更新。", ("县水务局", "县司法局"))]
    new = [task("1.", "公开 办事指南,每季度\n更新.", ("县司法局", "县水务局"))]
    assert kinds(old, new) == [(Difference.SAME, 0, 0)]


def test_the_same_words_twice_are_paired_by_their_numbers():
    old = [task("1.", "报送总结。"), task("2.", "报送总结。")]
    assert kinds(old, [task("2.", "报送总结。")]) == [(Difference.GONE, 0, None), (Difference.SAME, 1, 0)]


def test_a_moved_task_is_found_under_another_number():
    new = [OLD[2], OLD[0]]
    assert {(pair.old, pair.new) for pair in compared(OLD, new)} == {(2, 0), (0, 1), (1, None)}


@given(PLANS, PLANS)
def test_every_task_of_both_versions_stands_there_exactly_once(old, new):
    found = compared(old, new)
    assert sorted(pair.old for pair in found if pair.old is not None) == list(range(len(old)))
    assert [pair.new for pair in found if pair.new is not None] == list(range(len(new)))
    for pair in found:
        assert (pair.old is None) == (pair.difference is Difference.NEW)
        assert (pair.new is None) == (pair.difference is Difference.GONE)
        assert bool(pair.changes) == (pair.difference is Difference.CHANGED)


@given(PLANS)
def test_a_plan_is_never_different_from_itself(plan):
    assert {pair.difference for pair in compared(plan, plan)} <= {Difference.SAME}


@given(PLANS, PLANS)
def test_equal_words_are_never_reported_as_new_or_gone(old, new):
    found = compared(old, new)
    gone = [bare(old[p.old].text) for p in found if p.difference is Difference.GONE]
    fresh = [bare(new[p.new].text) for p in found if p.difference is Difference.NEW]
    assert not set(gone) & set(fresh)


@given(WORDS, WORDS)
def test_the_pieces_of_both_texts_join_to_the_texts_and_share_the_rest(old, new):
    before, after = pieces(old, new)
    assert "".join(piece.words for piece in before) == old
    assert "".join(piece.words for piece in after) == new
    assert "".join(p.words for p in before if not p.only) == "".join(p.words for p in after if not p.only)
