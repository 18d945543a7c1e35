from django.urls import path

from holdspace.safeguarding.views import board

app_name = "safeguarding"
urlpatterns = [
    path("duty/", board.duty, name="duty"),
    path("duty/<uuid:pk>/", board.concern, name="concern"),
    path("duty/<uuid:pk>/write/", board.write, name="write"),
    path("me/letters/<uuid:pk>/", board.letters, name="letters"),
    path("duty/<uuid:pk>/take/", board.take, name="take"),
    path("duty/<uuid:pk>/hand-back/", board.hand_back, name="hand_back"),
]
