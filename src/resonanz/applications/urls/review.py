"""Pages of the review, for the team."""

from django.urls import path

from resonanz.applications.views import review, review_lists, review_mine, review_settings, review_talks

urlpatterns = [
    path("cohorts/<int:pk>/applications/", review_lists.applications, name="applications"),
    path("cohorts/<int:pk>/applications/board/", review_lists.on_board, name="board"),
    path("cohorts/<int:pk>/applications/several/", review_lists.several, name="several"),
    path("cohorts/<int:pk>/applications/filter/", review_lists.keep_filter, name="keep_filter"),
    path("cohorts/<int:pk>/waiting-list/", review_lists.waiting_list, name="waitlist"),
    path("application-filters/<int:pk>/forget/", review_lists.forget_filter, name="forget_filter"),
    path("review/", review_mine.mine, name="mine"),
    path("review/talks.ics", review_talks.my_talks, name="my_talks"),
    path("review/<int:pk>/take/", review_mine.take, name="take"),
    path("review/<int:pk>/", review.review, name="review"),
    path("review/<int:pk>/move/", review.move, name="move"),
    path("review/<int:pk>/decide/<slug:move>/", review.decide, name="decide"),
    path("review/<int:pk>/assign/", review.assign, name="assign"),
    path("review/<int:pk>/note/", review.note, name="note"),
    path("review/<int:pk>/conditions/<slug:key>/", review.attest, name="attest"),
    path("review/<int:pk>/waiting/", review.waiting, name="waiting"),
    path("review/<int:pk>/certificate/", review.certificate, name="certificate"),
    path("review/<int:pk>/certificate/letter/", review.certificate_letter, name="certificate_letter"),
    path("review/<int:pk>/talk/", review_talks.book, name="book_talk"),
    path("talks/<int:pk>/", review_talks.talk, name="talk"),
    path("talks/<int:pk>/cancel/", review_talks.cancel, name="cancel_talk"),
    path("talks/<int:pk>/talk.ics", review_talks.download, name="talk_file"),
    path("proofs/<int:pk>/", review.proof, name="proof"),
    path("programmes/<slug:slug>/letters/", review_settings.letters, name="letters"),
    path("programmes/<slug:slug>/letters/<slug:kind>/<slug:language>/", review_settings.letter_text, name="letter_text"),
    path("programmes/<slug:slug>/criminal-record/", review_settings.record_policy, name="record_policy"),
]
