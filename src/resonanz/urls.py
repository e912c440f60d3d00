"""All addresses of the product. Each stands in the table of tests/access/table.py with who may open it."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from resonanz.start import home

# Of allauth's addresses those that we need, each with a page of our own words.
account: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("login/second/", mfa.authenticate, name="mfa_authenticate"),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("confirm/second/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second/", mfa.index, name="mfa_index"),
    path("second/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("second/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("second/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("second/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
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
    path("", include("resonanz.mail.urls")),
    path("", include("resonanz.people.urls")),
    path("", include("resonanz.programmes.urls")),
    path("", include("resonanz.applications.urls")),
    path("", include("resonanz.tandems.urls")),
    path("", include("resonanz.together.urls")),
    path("", include("resonanz.matching.urls")),
    path("", include("resonanz.surveys.urls")),
    path("", include("resonanz.messaging.urls")),
    path("", include("resonanz.outcomes.urls")),
    path("", include("resonanz.care.urls")),
    path("", include("resonanz.closing.urls")),
    path("", include("resonanz.privacy.urls")),
    path("account/", include(account)),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("resonanz.demo.urls")))
