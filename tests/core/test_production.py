"""A real installation, not the demo: other settings, other addresses, other cookies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
for command in (["migrate"], ["createcachetable"], ["collectstatic", "--noinput"], ["preset", "load", "mentegra"]):
    call_command(*command, verbosity=0, stdout=open("/dev/null", "w"))
client = Client()
login = client.get("/account/login/", secure=True)
page = login.content.decode()
print(json.dumps({
    "codes": {path: client.get(path, secure=True).status_code for path in ("/demo/mail/", "/style/", "/programmes/")},
    "plain": client.get("/programmes/").status_code,
    "cookies": sorted(login.cookies),
    "secure": all(cookie["secure"] and cookie["path"] == "/" for cookie in login.cookies.values()),
    "hsts": login.headers["Strict-Transport-Security"],
    "demo words": "resonanz-demo" in page,
    "hashed files": "core/css/base.css" not in page and "core/css/base." in page,
}))
"""


def test_production(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RESONANZ_", "DJANGO_", "DATABASE"))}
    settings = {
        "RESONANZ_DATA_DIR": str(tmp_path),
        "RESONANZ_ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "resonanz.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={**clean, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "codes": {"/demo/mail/": 404, "/style/": 404, "/programmes/": 200},
        "plain": 301,
        "cookies": ["__Host-csrf"],
        "secure": True,
        "hsts": "max-age=31536000; includeSubDomains; preload",
        "demo words": False,
        "hashed files": True,
    }
