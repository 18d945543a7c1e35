from django.urls import path

from holdspace.circles.views import circles, gestures, me, replies, stories, waiting

app_name = "circles"
urlpatterns = [
    path("circles/", circles.circles, name="circles"),
    path("circles/<slug:slug>/", circles.circle, name="circle"),
    path("circles/<slug:slug>/join/", circles.join, name="join"),
    path("circles/<slug:slug>/ask/", circles.ask, name="ask"),
    path("circles/<slug:slug>/leave/", circles.leave, name="leave"),
    path("circles/<slug:slug>/people/", circles.people, name="people"),
    path("circles/<slug:slug>/write/", stories.write, name="write"),
    path("stories/<uuid:pk>/", stories.story, name="story"),
    path("stories/<uuid:pk>/reply/", replies.reply, name="reply"),
    path("stories/<uuid:pk>/coach/", replies.coach, name="coach"),
    path("stories/<uuid:pk>/coach/use/", replies.use_suggestion, name="use_suggestion"),
    path("stories/<uuid:pk>/thanks/", gestures.thank_story, name="thank_story"),
    path("stories/<uuid:pk>/step/", gestures.step, name="step"),
    path("stories/<uuid:pk>/take-back/", gestures.take_back, name="take_back"),
    path("stories/<uuid:pk>/tell-now/", gestures.tell_now, name="tell_now"),
    path("stories/<uuid:pk>/withdraw/", gestures.withdraw, name="withdraw"),
    path("stories/<uuid:pk>/release/", gestures.release, name="release"),
    path("replies/<uuid:pk>/release/", gestures.release_reply, name="release_reply"),
    path("stories/<uuid:pk>/felt-heard/", gestures.felt_heard, name="felt_heard"),
    path("stories/<uuid:pk>/take/", waiting.take, name="take"),
    path("stories/<uuid:pk>/renew/", waiting.renew, name="renew"),
    path("stories/<uuid:pk>/let-go/", waiting.let_go, name="let_go"),
    path("stories/<uuid:pk>/not-for-me/", waiting.not_for_me, name="not_for_me"),
    path("replies/<uuid:pk>/thanks/", gestures.thank_reply, name="thank_reply"),
    path("replies/<uuid:pk>/step/", gestures.reply_step, name="reply_step"),
    path("replies/<uuid:pk>/take-back/", gestures.take_back_reply, name="take_back_reply"),
    path("replies/<uuid:pk>/tell-now/", gestures.tell_reply_now, name="tell_reply_now"),
    path("replies/<uuid:pk>/withdraw/", gestures.withdraw_reply, name="withdraw_reply"),
    path("unheard/", waiting.waiting, name="unheard"),
    path("me/", me.my_space, name="my_space"),
    path("me/notes/", me.notes, name="notes"),
    path("me/listening/", waiting.listening, name="listening"),
]
