"""The report of a run: one page that needs nothing but a browser, JSON and JUnit XML beside it."""

from eval.report.data import Check, ConfidenceBin, Figure, Past, ReportData, RiskPoint, Verdict
from eval.report.write import write_report

__all__ = ["Check", "ConfidenceBin", "Figure", "Past", "ReportData", "RiskPoint", "Verdict", "write_report"]
