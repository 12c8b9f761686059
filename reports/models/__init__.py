from reports.models.reports import AnnualReport, ReportFile, ReportRun, ReportSection

__all__ = ["AnnualReport", "ReportFile", "ReportRun", "ReportSection"]
