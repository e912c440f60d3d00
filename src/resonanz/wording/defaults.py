"""The nouns every programme knows. A preset may replace any of them and add its own."""

from __future__ import annotations

from typing import Any

# Neutral words follow ordinary German word formation (Begleitperson, Ansprechperson, Teilnehmende), because
# a reader should not stumble over them; docs/wording.md gives the reason for each.
NOUNS: dict[str, dict[str, Any]] = {
    "mentor": {
        "de": {
            "feminine": "Mentorin",
            "masculine": "Mentor",
            "masculine_plural": "Mentoren",
            "neutral": {"word": "Begleitperson", "gender": "feminine", "plural": "Begleitpersonen"},
        },
        "en": {"singular": "mentor", "plural": "mentors"},
    },
    "mentee": {
        "de": {
            "feminine": "Mentee",
            "feminine_plural": "Mentees",
            "masculine": "Mentee",
            "masculine_plural": "Mentees",
            "neutral": {"word": "Mentee-Person", "gender": "feminine", "plural": "Mentees"},
        },
        "en": {"singular": "mentee", "plural": "mentees"},
    },
    "partner": {
        "de": {
            "feminine": "Tandempartnerin",
            "masculine": "Tandempartner",
            "masculine_plural": "Tandempartner",
            "neutral": {"word": "Tandem-Gegenüber", "gender": "neuter", "plural": "Tandem-Gegenüber"},
        },
        "en": {"singular": "tandem partner", "plural": "tandem partners"},
    },
    "participant": {
        "de": {
            "feminine": "Teilnehmerin",
            "masculine": "Teilnehmer",
            "masculine_plural": "Teilnehmer",
            "neutral": {
                "word": "Person",
                "gender": "feminine",
                "plural": "Teilnehmende",
                "adjective": "teilnehmend",
                "adjectival_plural": "Teilnehmend",
            },
        },
        "en": {"singular": "participant", "plural": "participants"},
    },
    "coordinator": {
        "de": {
            "feminine": "Koordinatorin",
            "masculine": "Koordinator",
            "masculine_plural": "Koordinatoren",
            "neutral": {
                "word": "Person",
                "gender": "feminine",
                "plural": "Koordinierende",
                "adjective": "koordinierend",
                "adjectival_plural": "Koordinierend",
            },
        },
        "en": {"singular": "coordinator", "plural": "coordinators"},
    },
    "contact": {
        "de": {
            "feminine": "Ansprechpartnerin",
            "masculine": "Ansprechpartner",
            "masculine_plural": "Ansprechpartner",
            "neutral": {"word": "Ansprechperson", "gender": "feminine", "plural": "Ansprechpersonen"},
        },
        "en": {"singular": "contact person", "plural": "contact persons"},
    },
    "migrant": {
        "de": {
            "feminine": "Migrantin",
            "masculine": "Migrant",
            "masculine_plural": "Migranten",
            "oblique": "Migranten",
            "neutral": {
                "word": "Person",
                "gender": "feminine",
                "plural": "Zugewanderte",
                "adjective": "zugewandert",
                "adjectival_plural": "Zugewandert",
            },
        },
        "en": {"singular": "migrant", "plural": "migrants"},
    },
    "expert": {
        "de": {
            "feminine": "Expertin",
            "masculine": "Experte",
            "masculine_plural": "Experten",
            "oblique": "Experten",
            "stem": "Expert",
            "neutral": {"word": "Fachperson", "gender": "feminine", "plural": "Fachpersonen"},
        },
        "en": {"singular": "expert", "plural": "experts"},
    },
    "student": {
        "de": {
            "feminine": "Schülerin",
            "masculine": "Schüler",
            "masculine_plural": "Schüler",
            "neutral": {
                "word": "Person",
                "gender": "feminine",
                "plural": "Lernende",
                "adjective": "lernend",
                "adjectival_plural": "Lernend",
            },
        },
        "en": {"singular": "student", "plural": "students"},
    },
    "applicant": {
        "de": {
            "feminine": "Bewerberin",
            "masculine": "Bewerber",
            "masculine_plural": "Bewerber",
            "neutral": {
                "word": "Person",
                "gender": "feminine",
                "plural": "Interessierte",
                "adjective": "interessiert",
                "adjectival_plural": "Interessiert",
            },
        },
        "en": {"singular": "applicant", "plural": "applicants"},
    },
    "alumnus": {
        "de": {
            "feminine": "Alumna",
            "feminine_plural": "Alumnae",
            "masculine": "Alumnus",
            "masculine_plural": "Alumni",
            "genitive": "Alumnus",
            # Latin endings cannot take "-in"; as a group, former students of any gender say "Alumni".
            "sign_plural": "Alumni",
            "neutral": {
                "word": "Alumni-Mitglied",
                "gender": "neuter",
                "plural": "Alumni-Mitglieder",
            },
        },
        "en": {"singular": "alum", "plural": "alumni"},
    },
    "peer": {
        "de": {
            "feminine": "Peer",
            "feminine_plural": "Peers",
            "masculine": "Peer",
            "masculine_plural": "Peers",
            "neutral": {"word": "Peer-Person", "gender": "feminine", "plural": "Peers"},
        },
        "en": {"singular": "peer", "plural": "peers"},
    },
    "executive": {
        "de": {"word": "Führungskraft", "gender": "feminine", "plural": "Führungskräfte"},
        "en": {"singular": "executive", "plural": "executives"},
    },
    "professional": {
        "de": {"word": "Fachkraft", "gender": "feminine", "plural": "Fachkräfte"},
        "en": {"singular": "professional", "plural": "professionals"},
    },
    "talent": {
        "de": {"word": "Talent", "gender": "neuter", "plural": "Talente"},
        "en": {"singular": "talent", "plural": "talents"},
    },
    "person": {
        "de": {"word": "Person", "gender": "feminine", "plural": "Personen"},
        "en": {"singular": "person", "plural": "people"},
    },
    "tandem": {
        "de": {"word": "Tandem", "gender": "neuter", "plural": "Tandems"},
        "en": {"singular": "tandem", "plural": "tandems"},
    },
    "cohort": {
        "de": {"word": "Durchgang", "gender": "masculine", "plural": "Durchgänge"},
        "en": {"singular": "cohort", "plural": "cohorts"},
    },
}

# A noun is also known by its English plural: {mentors} is short for {mentor:pl}.
PLURALS: dict[str, str] = {"people": "person", "persons": "person", "alumni": "alumnus"}
