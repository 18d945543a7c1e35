from django.urls import path

from holdspace.library import views

app_name = "library"
urlpatterns = [
    path("help-now/", views.help_now, name="help_now"),
]
