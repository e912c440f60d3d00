"""What a browser sends back when somebody opens a page and presses a button."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client


class Fields(HTMLParser):
    """Collects the values of the one form that holds a field of a name."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a form would send for this element."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append({})
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.forms[-1].setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.forms[-1][name] = [""]
        elif tag == "input" and name and given.get("type") not in ("file", "submit"):
            is_choice = given.get("type") in ("checkbox", "radio")
            if "checked" in given or not is_choice:
                self.forms[-1].setdefault(name, []).append(given.get("value", "on" if is_choice else ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.select = "" if tag == "select" else self.select
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        """Take the text of a text area; the first line break after its tag does not count."""
        if self.area:
            self.forms[-1][self.area][0] += data


def filled(client: Client, url: str, having: str = "seen") -> dict[str, list[str]]:
    """Return what the form with the field `having` on the page at `url` would send unchanged."""
    parser = Fields()
    parser.feed(client.get(url).content.decode())
    form = next(form for form in parser.forms if having in form)
    return {name: [value.removeprefix("\n") for value in values] for name, values in form.items()}
