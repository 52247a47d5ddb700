from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from ui.kit.charts import Bar, ChartCard, Columns, Rate, Rates

counts = st.integers(0, 100_000)


@given(counts, counts, st.integers(0, 100))
def test_a_rate_below_its_target_never_reads_as_reaching_it(done, due, target):
    rate = Rate("县水务局", done, due)
    if due == 0:
        assert rate.words() == "无"
        assert not rate.below(target)
        return
    shown = float(rate.words().rstrip("%"))
    assert (shown < target) == rate.below(target)


@given(counts, st.integers(1, 100_000))
def test_hundredths_are_rounded_half_up(done, due):
    assert abs(Rate("", done, due).hundredths() - done * 10_000 / due) <= 0.5


def test_charts_say_every_number_to_a_screen_reader(app_theme, qtbot):
    columns = Columns("证件到期预测", [Bar("6月", 23), Bar("12月", 1087, missed=True)])
    rates = Rates("按时办结率", [Rate("县林业局", 28, 28), Rate("县水务局", 13, 19), Rate("样板乡", 0, 0)], 90)
    for chart in (columns, rates):
        qtbot.addWidget(chart)
        chart.resize(600, 300)
        assert not chart.grab().isNull()
    assert columns.accessibleDescription() == "6月23；12月1,087"
    assert rates.accessibleDescription() == "县林业局100.0%，28/28；县水务局68.4%，13/19；样板乡无，0/0"
    columns.show_bars([])
    assert not columns.grab().isNull()


def test_a_missed_bar_is_hatched_so_that_black_and_white_shows_it(app_theme, qtbot):
    def inks(missed):
        chart = Columns("样图", [Bar("一", 10, missed)])
        qtbot.addWidget(chart)
        chart.resize(200, 200)
        image = chart.grab().toImage()
        return {image.pixelColor(x, 120).name() for x in range(60, 140)}

    assert len(inks(False)) == 1
    assert "#ffffff" in inks(True)


def test_a_chart_card_copies_its_picture(app_theme, qtbot):
    card = ChartCard("证件到期预测", "6月到期最多，23人。", Columns("证件到期预测", [Bar("6月", 23)]), "当前有效证件。")
    qtbot.addWidget(card)
    card.resize(400, 300)
    card.copy.click()
    assert not QGuiApplication.clipboard().image().isNull()
    assert [tool.accessibleName() for tool in card.tools] == [
        "看证件到期预测的明细",
        "打印证件到期预测",
        "复制证件到期预测为图片",
    ]
