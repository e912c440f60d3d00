"""`resonanz preset list|load`: programmes from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from resonanz.programmes.actions import PresetError, load_preset, preset_files, read_preset


class Command(BaseCommand):
    """Lists and loads presets."""

    help = "List the presets that come along, or load programmes from preset files."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the two acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="list the presets that come along")
        load = acts.add_parser("load", help="make or renew programmes")
        load.add_argument("presets", nargs="+", metavar="NAME|FILE", help="a preset's name or file, or «all»")

    def handle(self, *args: Any, **options: Any) -> None:
        """List or load."""
        if options["act"] == "list":
            for path in preset_files():
                self.stdout.write(f"{path.stem:32} {read_preset(path)['name']['de']}")
            return
        names = options["presets"]
        paths = preset_files() if names == ["all"] else [as_path(name) for name in names]
        try:
            presets = [read_preset(path) for path in paths]
            for data in presets:
                programme = load_preset(data=data, by=None)
                self.stdout.write(f"Loaded {programme.slug}: {programme}")
        except PresetError as error:
            raise CommandError(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(f"The database is not ready; call `resonanz manage migrate` first. ({error})") from error


def as_path(name: str) -> Path:
    """Return the file that `name` stands for: a path, or the name of a preset that comes along."""
    known = {path.stem: path for path in preset_files()}
    return known.get(name, Path(name))
