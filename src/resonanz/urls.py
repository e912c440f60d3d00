"""All addresses of the product. Each stands in the table of tests/test_access.py with who may open it."""

from allauth.account import views
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from resonanz.start import home

# Of allauth's addresses those that we need, each with a page of our own words.
account: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/\Z",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("resonanz.core.urls")),
    path("", include("resonanz.people.urls")),
    path("", include("resonanz.programmes.urls")),
    path("", include("resonanz.applications.urls")),
    path("", include("resonanz.tandems.urls")),
    path("", include("resonanz.matching.urls")),
    path("account/", include(account)),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("resonanz.demo.urls")))
