from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boards.services import scanning, stored_files


class Command(BaseCommand):
    help = "Scan all stored evidence for viruses again; what is infected is blocked for everybody."

    def handle(self, *args: Any, **options: Any) -> None:
        if not scanning.is_configured():
            raise CommandError("CLAMAV_ADDRESS is not set: there is no scanner to ask.")
        scanned = infected = 0
        try:
            for evidence, signature in stored_files.scan_again():
                scanned += 1
                if signature:
                    infected += 1
                    self.stdout.write(f"evidence {evidence.pk}: {signature}, blocked")
        except scanning.ScannerAway as error:
            raise CommandError(
                f"The scanner stopped answering after {scanned} files. Run this again."
            ) from error
        self.stdout.write(f"{scanned} files scanned, {infected} infected")
