from reports.models.publishing import PublishingRule
from reports.models.reports import AnnualReport, ReportFile, ReportRun, ReportSection

__all__ = ["AnnualReport", "PublishingRule", "ReportFile", "ReportRun", "ReportSection"]
