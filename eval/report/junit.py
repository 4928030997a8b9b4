"""The run as JUnit XML: one suite a kind of question, one a suite of probes, one for the gate."""

from collections import defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from eval.record import Probe, Record
from eval.report.data import ReportData, Verdict, missed
from eval.report.markup import clean
from eval.report.names import fault_name


def junit(data: ReportData) -> bytes:
    """The whole file."""
    root = Element("testsuites", name="plan-assistant", time=f"{data.run.seconds:.3f}")
    kinds: dict[str, list[Record]] = defaultdict(list)
    for record in data.run.records:
        kinds[record.kind].append(record)
    for kind, records in kinds.items():
        _kind(root, kind, records, data)
    suites: dict[str, list[Probe]] = defaultdict(list)
    for probe in data.run.probes:
        suites[probe.suite].append(probe)
    for suite, probes in suites.items():
        _probes(root, suite, probes)
    if data.verdict is not None:
        _gate(root, data.verdict)
    for count in ("tests", "failures"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("errors", "0")
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _suite(root: Element, name: str, tests: int, failures: int, seconds: float = 0.0) -> Element:
    counts = {"tests": str(tests), "failures": str(failures), "errors": "0", "skipped": "0"}
    return SubElement(root, "testsuite", {"name": name, "time": f"{seconds:.3f}"} | counts)


def _kind(root: Element, kind: str, records: Sequence[Record], data: ReportData) -> None:
    seconds = sum(record.milliseconds for record in records) / 1000
    suite = _suite(root, kind, len(records), sum(map(missed, records)), seconds)
    for record in records:
        hidden = data.hides(record)
        name = record.id if hidden else f"{record.id} {record.question}"
        case = _case(suite, f"{kind}.{record.set}", name, record.milliseconds / 1000)
        if missed(record):
            message = fault_name(record.fault) if hidden else f"{fault_name(record.fault)}: {record.question}"
            _fail(case, record.fault or "unfiled", message, "" if hidden else _details(record))


def _details(record: Record) -> str:
    evidence = "\n".join(f"根拠 {piece.document}: {piece.text}" for piece in record.evidence)
    instead = record.instead or record.answer
    return f"質問 {record.question}\n{evidence or '根拠 なし（断るのが正解）'}\n実際の結果 {instead}"


def _probes(root: Element, suite_name: str, probes: Sequence[Probe]) -> None:
    suite = _suite(root, f"probes.{suite_name}", len(probes), sum(not probe.passed for probe in probes))
    for probe in probes:
        case = _case(suite, f"probes.{suite_name}", probe.question)
        if not probe.passed:
            _fail(case, suite_name, probe.question, f"正しい結果 {probe.wanted}\n実際の結果 {probe.got}")


def _gate(root: Element, verdict: Verdict) -> None:
    suite = _suite(root, "gate", len(verdict.checks), len(verdict.fallen))
    for check in verdict.checks:
        case = _case(suite, "gate", check.name)
        if not check.passed:
            _fail(case, "gate", check.text, check.text)


def _case(suite: Element, classname: str, name: str, seconds: float = 0.0) -> Element:
    return SubElement(suite, "testcase", classname=clean(classname), name=clean(name), time=f"{seconds:.3f}")


def _fail(case: Element, kind: str, message: str, details: str) -> None:
    SubElement(case, "failure", type=str(kind), message=clean(message)).text = clean(details)
