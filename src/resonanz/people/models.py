"""A person, and what a person tells about qualification, languages and time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from resonanz.core.models import Record
from resonanz.core.text import fold
from resonanz.people.enums import FormOfAddress


class PersonManager(BaseUserManager["Person"]):
    """Makes people; Django asks for it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make a person who can log in with `email` and `password`; without a password, by a mailed link only."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make the operator of the installation, for `resonanz manage createsuperuser`."""
        return self.create_user(email, password, is_operator=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find a person by e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """One human, one login, many roles over time."""

    email = models.EmailField(unique=True)
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150, blank=True)  # names of one word are names
    name_own_script = models.CharField(max_length=150, blank=True)
    search_name = models.CharField(max_length=400, editable=False, db_index=True)
    form_of_address = models.CharField(max_length=10, choices=FormOfAddress.choices, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)  # in the person's own words
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True)
    is_operator = models.BooleanField(default=False)  # runs the installation; sees no confidential content
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    paused_since = models.DateField(null=True, blank=True)  # suggested to nobody from then on …
    paused_until = models.DateField(null=True, blank=True)  # … up to and including this day; empty: until revoked
    # The account was deleted by its owner: what is left is a number, so that others' tandems and figures stay right.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_one_account_per_email")]
        ordering = ["search_name", "id"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, **kwargs: Any) -> None:
        """Keep the searchable name in step with the name."""
        self.renew_search_name()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_name"}
        super().save(**kwargs)

    def renew_search_name(self) -> None:
        """Set the searchable name; `save` does so by itself, whoever writes many people at once must."""
        self.search_name = fold(f"{self.first_name} {self.last_name} {self.name_own_script}")

    @property
    def full_name(self) -> str:
        """First and last name, as given; words that name nobody once the account was deleted."""
        return f"{self.first_name} {self.last_name}".strip() if self.erased_at is None else _("former participant")

    @property
    def card_name(self) -> str:
        """First name and initial: what others see before both sides have agreed."""
        return f"{self.first_name} {self.last_name[0]}." if self.last_name else self.get_short_name()

    @property
    def is_paused(self) -> bool:
        """Whether the person wants to be suggested to nobody today."""
        return self.paused_since is not None and (self.paused_until is None or self.paused_until >= timezone.localdate())

    def get_full_name(self) -> str:
        """Full name, for Django."""
        return self.full_name

    def get_short_name(self) -> str:
        """What to call the person in a sentence: the first name, while there is one."""
        return self.first_name if self.erased_at is None else self.full_name


class Profile(Record):
    """What a person brings along: occupation, languages, place, time. Never origin, residence status or the like."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    occupation = models.CharField(max_length=4, blank=True)  # ISCO-08
    job_title = models.JSONField(default=dict, blank=True)  # language → title, as the person says it
    languages = models.CharField(max_length=300, blank=True)  # "de:C1;ar:native"
    place = models.CharField(max_length=20, blank=True)  # "AT-9020"; a country alone where postcodes are not known
    place_name = models.CharField(max_length=100, blank=True)
    availability = models.CharField(max_length=300, blank=True)  # "mon-evening;sat-morning"
    interests = models.JSONField(default=dict, blank=True)  # language → keywords, separated by ;
    employer = models.CharField(max_length=150, blank=True)
    field = models.CharField(max_length=100, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)  # tells namesakes apart; shown to the team alone
    about = models.JSONField(default=dict, blank=True)  # language → one sentence in the person's own words

    def __str__(self) -> str:
        return f"profile of {self.person}"


class ConsentText(Record):
    """One version of a consent in one language, word for word as it is shown; never changed once somebody agreed to it.

    A consent is asked for in a language that has its text, or not at all: it never falls back to another one.
    """

    scope = models.CharField(max_length=80, blank=True)  # "programme:3"; empty: the installation as a whole
    key = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        ordering = ["scope", "key", "-version", "language"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "key", "version", "language"], name="people_one_consent_text"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version} ({self.language})"


class Consent(Record):
    """That a person agreed to a text, when, and until when; withdrawing keeps the row and ends its effect."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="people_one_consent_in_force",
            ),
        ]
