"""Settings of the tests: the demo's, with fast password hashes and nothing written outside a temporary folder."""

import atexit
import os
import shutil
import tempfile

os.environ["RESONANZ_DEMO"] = "1"
os.environ["RESONANZ_SECURE"] = "0"
os.environ["RESONANZ_DATA_DIR"] = tempfile.mkdtemp(prefix="resonanz-tests-")
atexit.register(shutil.rmtree, os.environ["RESONANZ_DATA_DIR"], ignore_errors=True)

from resonanz.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
QUIET_HOURS = None  # tests run at any hour; those about quiet hours set them
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file, not memory: threads and the browser's server then meet the same locks as in real life.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
STATIC_ROOT.mkdir()  # noqa: F405
