from django.urls import path

from holdspace.safeguarding import views

app_name = "safeguarding"
urlpatterns = [
    path("duty/", views.duty, name="duty"),
    path("duty/<uuid:pk>/", views.concern, name="concern"),
    path("duty/<uuid:pk>/write/", views.write, name="write"),
    path("me/letters/<uuid:pk>/", views.letters, name="letters"),
    path("duty/<uuid:pk>/take/", views.take, name="take"),
    path("duty/<uuid:pk>/hand-back/", views.hand_back, name="hand_back"),
]
