"""All addresses of the product. Each stands in the table of tests/test_access.py with who may open it."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from resonanz.start import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("resonanz.core.urls")),
    path("", include("resonanz.people.urls")),
    path("", include("resonanz.programmes.urls")),
    path("", include("resonanz.tandems.urls")),
    path("", include("resonanz.matching.urls")),
    path("account/", include("allauth.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("resonanz.demo.urls")))
