from django.urls import path

from holdspace.library import views

app_name = "library"
urlpatterns = [
    path("help-now/", views.help_now, name="help_now"),
    path("library/", views.shelf, name="shelf"),
    path("library/<slug:slug>/", views.article, name="article"),
]
