"""What one item of the sheet earned: rules that deduct, criteria that are lost, items that are left out or absent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from services.reviews.mark_log import MarkLog
from services.reviews.sheet import Finding, ItemMarks
from services.reviews.standard import Criterion, Item, Mode, NaPolicy, Rule, RuleKind, Standard, plain

ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """`max` is what counted, `raw` the deductions after the caps of rules and before the item's own."""

    id: str
    max: Decimal
    raw: Decimal
    deducted: Decimal
    earned: Decimal
    left_out: bool = False


@dataclass(slots=True)
class ItemScorer:
    """Scores the items of one sheet in the order of the standard, so that a defect is counted at its first item."""

    standard: Standard
    vetoes: frozenset[str]
    log: MarkLog
    _defects: set[str] = field(default_factory=set)

    def score(self, item: Item, marks: ItemMarks) -> ItemResult:
        """The result of one item; what cannot be used goes to the log and counts nothing."""
        left_out = self._may_be_left_out(item, marks)
        absent = self._is_absent(item, marks, left_out)
        if self.standard.mode.by_criteria:
            return self._by_criteria(item, marks, left_out, absent)
        return self._by_rules(item, marks, left_out, absent)

    def _may_be_left_out(self, item: Item, marks: ItemMarks) -> bool:
        if not marks.not_applicable:
            return False
        if not item.na:
            self.log.error("RV03", item.id, f"项目{item.id}不能标为不适用。")
        elif not marks.reason:
            self.log.error("RV04", item.id, f"项目{item.id}标了不适用，没有写理由。请写明理由。")
        return item.na and bool(marks.reason)

    def _is_absent(self, item: Item, marks: ItemMarks, left_out: bool) -> bool:
        if not marks.absent:
            return False
        if not item.absent_zero:
            self.log.error("RV05", item.id, f"项目{item.id}不能按缺失记零分，请选用扣分规则。")
        elif left_out:
            self.log.error("RV06", item.id, f"项目{item.id}同时标了不适用和缺失，请改正其中一个。")
        return item.absent_zero and not left_out

    # ---- items with rules

    def _by_rules(self, item: Item, marks: ItemMarks, left_out: bool, absent: bool) -> ItemResult:
        for found in (*marks.lost, *(left.id for left in marks.na_criteria)):
            self.log.error("RV02", item.id, f"项目{item.id}没有编号为“{found}”的评查要点。", found)
        rules = {rule.id: rule for rule in item.rules}
        findings = self._known(item, marks, rules)
        full = item.max if item.max is not None else ZERO
        if left_out:
            self._moot(findings, f"项目{item.id}不适用，这一处没有扣分。")
            return self._left_out(item, full)
        if absent:
            self._moot(findings, f"项目{item.id}已按缺失记零分，这一处不再另扣。")
            return ItemResult(item.id, full, full, full, ZERO)
        raw = self._deductions(item, findings, rules)
        raw = full if raw is None else raw
        deducted = raw if self.standard.mode is Mode.FROM_TOTAL else min(full, raw)
        return ItemResult(item.id, full, raw, deducted, max(ZERO, full - deducted))

    def _known(self, item: Item, marks: ItemMarks, rules: dict[str, Rule]) -> list[Finding]:
        """The findings whose rule the item has, rules that take the whole item first, then as in the standard."""
        for finding in marks.findings:
            if finding.id not in rules:
                message = f"项目{item.id}没有编号为“{finding.id}”的扣分规则。"
                self.log.error("RV02", finding.id, message, finding.id)
        order = {rule_id: place for place, rule_id in enumerate(rules)}
        known = [finding for finding in marks.findings if finding.id in rules]
        return sorted(
            known,
            key=lambda f: (rules[f.id].kind is not RuleKind.ZERO_ITEM, order[f.id], -(f.points or f.count or ONE)),
        )

    def _moot(self, findings: Iterable[Finding], message: str) -> None:
        for finding in findings:
            self.log.doubt("RV20", finding.id, message)

    def _deductions(self, item: Item, findings: list[Finding], rules: dict[str, Rule]) -> Decimal | None:
        """The sum after the caps of rules; None where a rule takes the whole item."""
        sums: dict[str, Decimal] = {}
        for place, finding in enumerate(findings):
            rule = rules[finding.id]
            amount = self._amount(rule, finding)
            if amount is None or not self._counts(rule, finding, sums):
                continue
            if rule.kind is RuleKind.ZERO_ITEM:
                self._moot(findings[place + 1 :], f"项目{item.id}已整项记零分，这一处不再另扣。")
                return None
            sums[rule.id] = sums.get(rule.id, ZERO) + amount
        caps = {rule_id: rules[rule_id].cap for rule_id in sums}
        return sum((_capped(value, caps[rule_id]) for rule_id, value in sums.items()), ZERO)

    def _counts(self, rule: Rule, finding: Finding, sums: dict[str, Decimal]) -> bool:
        """Nothing is deducted twice: not as veto and points, not as one fixed rule, not as one defect."""
        if rule.escalates_to in self.vetoes:
            message = f"已按否决项{rule.escalates_to}认定，规则{rule.id}不再扣分。"
            self.log.doubt("RV23", rule.id, message)
            self._defects.update({finding.defect} - {""})
            return False
        if rule.kind is RuleKind.FIXED and rule.id in sums:
            self.log.doubt("RV21", rule.id, f"规则{rule.id}记了不止一次，只扣一次。")
            return False
        if finding.defect in self._defects:
            message = f"问题“{finding.defect}”已经扣过分，规则{rule.id}不重复扣分。"
            self.log.doubt("RV22", rule.id, message, finding.defect)
            return False
        self._defects.update({finding.defect} - {""})
        return True

    def _amount(self, rule: Rule, finding: Finding) -> Decimal | None:
        """What the finding costs before any cap, None where it cannot be used."""
        if rule.kind is RuleKind.RANGE:
            return self._in_range(rule, finding)
        if finding.points is not None and finding.points != rule.points:
            message = f"规则{rule.id}没有分值区间，不能填扣{plain(finding.points)}分。"
            self.log.error("RV07", rule.id, message, plain(finding.points))
            return None
        count = finding.count if finding.count is not None else ONE
        if not is_count(count):
            self.log.error("RV08", rule.id, f"规则{rule.id}的处数应当是大于0的整数。", plain(count))
            return None
        points = rule.points if rule.points is not None else ZERO
        if rule.kind is RuleKind.PER_UNIT:
            return points * count
        if count > 1:
            self.log.doubt("RV21", rule.id, f"规则{rule.id}不按处数扣分，只扣一次。", plain(count))
        return points

    def _in_range(self, rule: Rule, finding: Finding) -> Decimal | None:
        low, high = rule.min, rule.max
        if low is None or high is None:  # such a standard is never scored with; this only tells the type checker
            return None
        span = f"{plain(low)}至{plain(high)}分"
        if finding.points is None:
            self.log.error("RV09", rule.id, f"规则{rule.id}要在{span}之间填写扣分，现在没有填。")
        elif not low <= finding.points <= high:
            message = f"规则{rule.id}填了扣{plain(finding.points)}分，应当在{span}之间。"
            self.log.error("RV07", rule.id, message, plain(finding.points))
        elif finding.count not in (None, ONE):
            self.log.error("RV08", rule.id, f"规则{rule.id}不按处数扣分。请分处填写扣分。", plain(finding.count))
        else:
            return finding.points
        return None

    # ---- items with criteria

    def _by_criteria(self, item: Item, marks: ItemMarks, left_out: bool, absent: bool) -> ItemResult:
        for finding in marks.findings:
            message = f"项目{item.id}按评查要点得分，没有编号为“{finding.id}”的扣分规则。"
            self.log.error("RV02", finding.id, message, finding.id)
        full = item.max if item.max is not None else ZERO
        lost = self._lost(item, marks)
        left = self._left_criteria(item, marks)
        if left_out:
            for criterion in lost.values():
                self.log.doubt("RV20", criterion.id, f"项目{item.id}不适用，要点{criterion.id}没有扣分。")
            return self._left_out(item, full)
        for found in [found for found in lost if found in left]:
            self.log.doubt("RV20", found, f"评查要点{found}不适用，没有扣分。")
            del lost[found]
        out = sum((criterion.points for criterion in left.values()), ZERO)
        nothing_left = bool(item.criteria) and len(left) == len(item.criteria)
        return self._earned(item, lost, out, absent, nothing_left)

    def _earned(
        self, item: Item, lost: dict[str, Criterion], out: Decimal, absent: bool, nothing_left: bool
    ) -> ItemResult:
        """`out` is the points of criteria left out: gone, earned or not earned, as the policy says."""
        full = item.max if item.max is not None else ZERO
        policy = self.standard.na_policy
        counted = full - out if policy is NaPolicy.RESCALE else full
        zero = absent or any(criterion.zero_item for criterion in lost.values())
        if absent:
            for found in lost:
                self.log.doubt("RV20", found, f"项目{item.id}已按缺失记零分，要点{found}不再另扣。")
        raw = counted if zero else sum((criterion.points for criterion in lost.values()), ZERO)
        deducted = min(counted, raw)
        unearned = out if policy is NaPolicy.AS_ZERO else ZERO
        earned = max(ZERO, counted - deducted - unearned)
        return ItemResult(item.id, counted, raw, deducted, earned, nothing_left)

    def _lost(self, item: Item, marks: ItemMarks) -> dict[str, Criterion]:
        criteria = {criterion.id: criterion for criterion in item.criteria}
        lost: dict[str, Criterion] = {}
        for found in marks.lost:
            if found not in criteria:
                self.log.error("RV02", found, f"项目{item.id}没有编号为“{found}”的评查要点。", found)
            elif found in lost:
                self.log.doubt("RV21", found, f"评查要点{found}记了不止一次，只扣一次。")
            else:
                lost[found] = criteria[found]
        return lost

    def _left_criteria(self, item: Item, marks: ItemMarks) -> dict[str, Criterion]:
        criteria = {criterion.id: criterion for criterion in item.criteria}
        left: dict[str, Criterion] = {}
        for found in marks.na_criteria:
            criterion = criteria.get(found.id)
            if criterion is None:
                message = f"项目{item.id}没有编号为“{found.id}”的评查要点。"
                self.log.error("RV02", found.id, message, found.id)
            elif not criterion.na:
                self.log.error("RV03", found.id, f"评查要点{found.id}不能标为不适用。")
            elif not found.reason:
                self.log.error("RV04", found.id, f"评查要点{found.id}标了不适用，没有写理由。请写明理由。")
            else:
                left[found.id] = criterion
        return left

    def _left_out(self, item: Item, full: Decimal) -> ItemResult:
        policy = self.standard.na_policy
        counted = ZERO if policy is NaPolicy.RESCALE else full
        earned = full if policy is NaPolicy.FULL_CREDIT else ZERO
        return ItemResult(item.id, counted, ZERO, ZERO, earned, left_out=True)


def is_count(value: Decimal) -> bool:
    """Whether a number counts occurrences: whole and above nothing."""
    return value > 0 and value == value.to_integral_value()


def _capped(value: Decimal, cap: Decimal | None) -> Decimal:
    return value if cap is None else min(value, cap)
