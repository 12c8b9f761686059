from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Annual report"

    def ready(self) -> None:
        from reports import registrations

        registrations.register()
