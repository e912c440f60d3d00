"""Letters while two people are being asked: suggestion, reminder, no answer, no tandem."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resonanz.programmes.models import Participation
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.mails.sending import choice_link, day_in_words, language_of, send
from resonanz.tandems.models import Tandem


def mail_suggestion(tandem: Tandem, to: Participation) -> None:
    """Tell one of the two that there is somebody to meet, until when to answer, and that the answer is free."""
    with translation.override(language_of(to.person)):
        other = tandem.other(to.person)
        said_yes = tandem.answer_of(tandem.side_of(other.person)) == Answer.YES
        send(
            tandem,
            to.person,
            "suggestion",
            _("A suggestion for you: {name}").format(name=other.person.card_name),
            "\n\n".join(
                [
                    _("Hello {first_name},").format(first_name=to.person.first_name),
                    _(
                        "we would like to introduce {name} to you. Why you two could go well together stands on your "
                        "page in {programme}."
                    ).format(name=other.person.card_name, programme=tandem.cohort.programme),
                    *joining(tandem, to),
                    *([_("{name} would be glad to meet you.").format(name=other.person.card_name)] if said_yes else []),
                    _(
                        "Both of you decide. You may say yes or no, and you need not give a reason. Please answer by {day}; "
                        "until then we keep this place for you."
                    ).format(day=day_in_words(tandem.answer_by)),
                    regards(tandem),
                ]
            ),
        )


def joining(tandem: Tandem, to: Participation) -> list[str]:
    """Return what is to be added where somebody would come as a second mentor; nothing for everybody else."""
    if tandem.joins is None:
        return []
    first = tandem.joins.mentor.person
    if to == tandem.mentee:
        return [
            _("This would be a second person for you: your tandem with {name} goes on.").format(name=first.get_short_name())
        ]
    return [
        _("{name} accompanies this person already; you would come in addition, and share the work.").format(
            name=first.card_name
        )
    ]


def mail_candidates(tandems: Sequence[Tandem], to: Participation) -> None:
    """Tell somebody that there are several people to choose from; those know nothing of it yet."""
    first = tandems[0]
    with translation.override(language_of(to.person)):
        send(
            first,
            to.person,
            "candidates",
            ngettext("{n} suggestion for you", "{n} suggestions for you", len(tandems)).format(n=len(tandems)),
            "\n\n".join(
                [
                    _("Hello {first_name},").format(first_name=to.person.first_name),
                    _(
                        "we have found people in {programme} who could go well with you. Please look at them and say with "
                        "whom you would like to begin. That person is asked next; the others do not learn of it."
                    ).format(programme=first.cohort.programme),
                    _("You may also say no to all of them, and you need not give a reason. Please choose by {day}.").format(
                        day=day_in_words(first.answer_by)
                    ),
                    regards(first),
                ]
            ),
            link=choice_link(first),
        )


def mail_choose_again(tandem: Tandem, to: Participation, until: date) -> None:
    """Tell whoever chose that it did not come about with this one, and that the other candidates are still there."""
    with translation.override(language_of(to.person)):
        send(
            tandem,
            to.person,
            "choose-again",
            _("There are further suggestions for you"),
            "\n\n".join(
                [
                    _("Hello {first_name},").format(first_name=to.person.first_name),
                    _(
                        "the suggestion that you chose did not come about. That happens often and says nothing about you. "
                        "The other suggestions are still there for you."
                    ),
                    _("Please choose by {day}.").format(day=day_in_words(until)),
                    regards(tandem),
                ]
            ),
            link=choice_link(tandem),
        )


def mail_reminder(tandem: Tandem, to: Participation) -> None:
    """Remind somebody, once and kindly, of a suggestion that waits for an answer."""
    offered = tandem.state == State.OFFERED
    with translation.override(language_of(to.person)):
        name = tandem.other(to.person).person.card_name
        send(
            tandem,
            to.person,
            f"reminder-{tandem.answer_by:%Y%m%d}",  # a choice may come back with a new deadline, and be reminded of again
            _("Your suggestions are waiting for you")
            if offered
            else _("{name} and you: do you have an answer yet?").format(name=name),
            "\n\n".join(
                [
                    _("Hello {first_name},").format(first_name=to.person.first_name),
                    _("a few days ago we wrote to you about people whom you might like to meet. You have not chosen yet.")
                    if offered
                    else _("a few days ago we suggested {name} to you. We have not heard from you yet.").format(name=name),
                    _(
                        "A yes or a no: both help. Please answer by {day}. If you need more time, just answer this letter."
                    ).format(day=day_in_words(tandem.answer_by)),
                    regards(tandem),
                ]
            ),
            link=choice_link(tandem) if offered else None,
        )


def mail_expired(tandem: Tandem, to: Participation) -> None:
    """Tell whoever did not answer that the suggestion is over, without reproach, and how to go on."""
    with translation.override(language_of(to.person)):
        send(
            tandem,
            to.person,
            "expired",
            _("Our suggestion has ended"),
            "\n\n".join(
                [
                    _("Hello {first_name},").format(first_name=to.person.first_name),
                    _(
                        "we had no answer from you in time, so what we suggested to you has ended. That is no harm: life is "
                        "full enough."
                    ),
                    _(
                        "You still take part, and we go on looking for you. If the time is not right, you can pause in your "
                        "account, or just answer this letter."
                    ),
                    regards(tandem),
                ]
            ),
        )


def mail_no_tandem(tandem: Tandem, to: Participation) -> None:
    """Tell the other side, without a reason and without blame, that it did not work out."""
    with translation.override(language_of(to.person)):
        send(
            tandem,
            to.person,
            "no-tandem",
            _("We go on looking for you"),
            _(
                "Hello {first_name},\n\n"
                "this suggestion did not come about. That happens often and says nothing about you. "
                "We go on looking and will write to you.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.person.first_name, programme=tandem.cohort.programme),
        )


def regards(tandem: Tandem) -> str:
    """Return how these letters end."""
    return _("Kind regards\n{programme}").format(programme=tandem.cohort.programme)
