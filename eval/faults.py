"""Whose fault a miss is: the first station on the way of the answer that lost the evidence."""

from collections.abc import Iterable

from eval.record import Fault, Record

NAMES = {
    Fault.READING: "読み取り",
    Fault.FINDING: "検索",
    Fault.CHOOSING: "選択",
    Fault.SAYING: "回答",
    Fault.REFUSING: "拒否の判断",
}


def fault_of(record: Record) -> Fault | None:
    """The station at fault; None where nothing is wrong.

    Judged from the record alone: ``relevant`` says whether the evidence stands in any unit, ``ranking`` whether
    and where it was shown, ``found`` whether the search had it, ``facts`` whether the answer says it.
    """
    if record.refused != (not record.answerable):
        return Fault.READING if record.answerable and not record.relevant else Fault.REFUSING
    if not record.answerable:
        return None
    if not record.relevant:
        return Fault.READING
    if record.kind == "cross" and record.found:
        return _fault_of_comparison(record)
    if record.rank is None or record.rank >= len(record.citations):
        return Fault.CHOOSING if record.found else Fault.FINDING
    if record.section is False:
        return Fault.READING
    return Fault.SAYING if (record.facts or 0.0) < 1 else None


def _fault_of_comparison(record: Record) -> Fault | None:
    if record.sides is not None and record.sides < 1:
        return Fault.CHOOSING
    return Fault.SAYING if (record.facts or 0.0) < 1 else None


def count_faults(records: Iterable[Record]) -> dict[Fault, int]:
    """How many misses each station has, all stations named."""
    counts = dict.fromkeys(Fault, 0)
    for record in records:
        if record.fault is not None:
            counts[record.fault] += 1
    return counts
