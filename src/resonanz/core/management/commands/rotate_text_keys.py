"""`resonanz manage rotate_text_keys`: seal everything anew with the newest key, then say which old keys can go."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from resonanz.core.crypto import add_key, keys_there, newest_key
from resonanz.core.rotation import rotate


class Command(BaseCommand):
    """Rewrites confidential texts, files, answers and second factors with the newest key."""

    help = (
        "Seal messages, files, diaries, requests, answers and second factors anew with the newest key, batch by batch. It "
        "may be interrupted and repeated, and the product goes on meanwhile. --new makes a new key first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --new."""
        parser.add_argument("--new", action="store_true", help="add a new key to the file text_keys, and use it from now on")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate."""
        if options["new"]:
            try:
                self.stdout.write(f"Key {add_key()} has been made.")
            except ImproperlyConfigured as error:
                raise CommandError(str(error)) from error
        report = rotate(lambda column, count: self.stdout.write(f"{column}: {count} rewritten") if count else None)
        newest, used = newest_key(), set(report.in_use)
        self.stdout.write(f"{report.rewritten} values rewritten; key {newest} writes.")
        free = sorted(set(keys_there()) - used - {newest})
        if report.unreadable:
            self.stdout.write(
                f"{report.unreadable} values cannot be read: their key is not there. Nothing was changed about them."
            )
        still = sorted((used - {newest}) & set(keys_there()))
        if still:
            self.stdout.write(f"Still in use: {named(still)}. Something was written meanwhile; run this once more.")
        if free:
            self.stdout.write(
                f"No longer used: {named(free)}. Keep old keys with the backups that need them, then delete their lines."
            )


def named(numbers: list[int]) -> str:
    """Return keys in words."""
    return ", ".join(f"key {number}" for number in numbers)
