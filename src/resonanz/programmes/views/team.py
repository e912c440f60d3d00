"""The team of a programme: colleagues are invited by mail, and each has a login of her or his own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from resonanz.people.queries import person_of
from resonanz.programmes.actions import NotPossible, dismiss_staff, invite_colleague, withdraw_invitation
from resonanz.programmes.forms import InviteForm
from resonanz.programmes.forms.frame import own, page, settings_page, site_of


@settings_page("GET", "POST")
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who works for the programme and who is invited; by POST, invite somebody."""
    programme = own(request, slug)
    form = InviteForm(request.POST or None, initial={"role": "coordinator"})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            invite_colleague(programme=programme, **values, by=person_of(request), site=site_of(request))
            messages.success(request, _("The invitation to {email} is on its way.").format(email=values["email"]))
            return redirect("programmes:team", slug)
        except NotPossible as error:
            form.add_error("email", str(error))
    staff = programme.staff.select_related("person").order_by("role", "person__search_name", "pk")
    invitations = programme.invitations.select_related("invited_by")
    return page(request, programme, "team.html", form=form, staff=staff, invitations=invitations)


@settings_page("POST")
def dismissal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a role from somebody."""
    row = get_object_or_404(own(request, slug).staff.select_related("person", "programme"), pk=pk)
    try:
        dismiss_staff(staff=row, by=person_of(request))
        messages.success(request, _("{name} no longer works for this programme.").format(name=row.person))
    except NotPossible as error:
        messages.error(request, str(error))
    if row.person_id == person_of(request).pk:
        return redirect("home")
    return redirect("programmes:team", slug)


@settings_page("POST")
def withdrawal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let an invitation no longer hold."""
    invitation = get_object_or_404(own(request, slug).invitations.select_related("programme"), pk=pk)
    withdraw_invitation(invitation=invitation, by=person_of(request))
    messages.success(request, _("The invitation no longer holds."))
    return redirect("programmes:team", slug)
