"""`resonanz preset list|load|export`: programmes from files, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from resonanz.programmes.actions import PresetError, export_programme, load_preset, preset_files, read_preset
from resonanz.programmes.models import Programme


class Command(BaseCommand):
    """Lists, loads and writes presets."""

    help = "List the presets that come along, load programmes from preset files, or write one as a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the three acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="list the presets that come along")
        load = acts.add_parser("load", help="make or renew programmes")
        load.add_argument("presets", nargs="+", metavar="NAME|FILE", help="a preset's name or file, or «all»")
        export = acts.add_parser("export", help="write a programme as a preset file, to the screen unless told otherwise")
        export.add_argument("programme", metavar="SLUG", help="the programme's short name in its address")
        export.add_argument("--out", type=Path, help="the file to write; one that is there is replaced")
        export.add_argument("--contacts", action="store_true", help="with contact persons and the address for data")

    def handle(self, *args: Any, **options: Any) -> None:
        """List or load."""
        if options["act"] == "list":
            for path in preset_files():
                self.stdout.write(f"{path.stem:32} {read_preset(path)['name']['de']}")
            return
        if options["act"] == "export":
            self.export(options)
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

    def export(self, options: dict[str, Any]) -> None:
        """Write one programme."""
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            known = ", ".join(Programme.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no programme «{options['programme']}»; there are: {known}.")
        text = export_programme(programme=programme, by=None, contacts=options["contacts"])
        if options["out"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            options["out"].write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {programme.slug} to {options['out']}.")


def as_path(name: str) -> Path:
    """Return the file that `name` stands for: a path, or the name of a preset that comes along."""
    known = {path.stem: path for path in preset_files()}
    return known.get(name, Path(name))
