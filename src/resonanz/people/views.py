"""A person's own settings."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.people import address as new_address
from resonanz.people.actions import (
    AddressTaken,
    change_email,
    change_own_details,
    choose_language,
    end_pause,
    pause_person,
    withdraw_consent,
)
from resonanz.people.forms import AddressCodeForm, AddressForm, LanguageForm, OwnDetailsForm, PauseForm
from resonanz.people.mails import mail_address_code
from resonanz.people.queries import consents_of, person_of
from resonanz.people.rules import is_own


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of this browser, and of the person where somebody is logged in."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Please choose one of the languages offered."))
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    if request.user.is_authenticated:
        choose_language(person=request.user, language=form.cleaned_data["language"], by=person_of(request))
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        form.cleaned_data["language"],
        max_age=60 * 60 * 24 * 365,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        httponly=True,
    )
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show and keep what a person says about herself or himself, and lead to everything about the account."""
    person = person_of(request)
    form = OwnDetailsForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        person.refresh_from_db()
        change_own_details(person=person, details=form.cleaned_data, by=person)
        messages.success(request, _("Saved."))
        return redirect("people:me")
    return render(request, "people/me.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest) -> HttpResponse:
    """Say what a pause is, and begin one."""
    person = person_of(request)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        pause_person(person=person, until=form.cleaned_data["until"], by=person)
        messages.success(request, _("You are pausing. Until then you are suggested to nobody."))
        return redirect("people:pause")
    return render(request, "people/pause.html", {"form": form})


@login_required
@require_POST
def stop_pause(request: HttpRequest) -> HttpResponse:
    """End the pause: one click."""
    if end_pause(person=person_of(request), by=person_of(request)):
        messages.success(request, _("Welcome back. You can be suggested again."))
    return redirect("people:me")


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Take a new e-mail address and send a code there."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="change_email", user=request.user):
            return HttpResponse(_("That was too often. Please wait a minute and try again."), status=429)
        code = new_address.begin(request, form.cleaned_data["email"])
        mail_address_code(person_of(request), form.cleaned_data["email"], code)
        return redirect("people:confirm_address")
    return render(request, "people/address.html", {"form": form})


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest) -> HttpResponse:
    """Take the code that went to the new address, and move the account there."""
    waiting = new_address.waiting(request)
    if not waiting:
        return redirect("people:address")
    form = AddressCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if confirmed := new_address.confirmed(request, form.cleaned_data["code"]):
            try:
                change_email(person=person_of(request), email=confirmed, by=person_of(request))
                messages.success(request, _("From now on you sign in with your new address."))
            except AddressTaken:
                messages.error(request, _("This address belongs to another account. Please use another one."))
            return redirect("people:me")
        form.add_error("code", _("This code is not right. Please look at the newest mail, or have a new code sent."))
    return render(request, "people/confirm_address.html", {"form": form, "email": waiting})


@login_required
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Show what the person agreed to, word for word, and since when."""
    return render(request, "people/consents.html", {"consents": consents_of(person_of(request))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what follows from withdrawing, then do it: two clicks."""
    consent = fetch(consents_of(person_of(request)), is_own, request.user, pk=pk)
    if request.method == "POST":
        withdraw_consent(consent=consent, by=person_of(request))
        messages.success(request, _("Your consent is withdrawn."))
        return redirect("people:consents")
    return render(request, "people/withdraw.html", {"consent": consent})
