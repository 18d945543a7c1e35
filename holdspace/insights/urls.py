from django.urls import path

from holdspace.insights.views import setup

app_name = "insights"

urlpatterns = [
    path("setup/", setup.overview, name="setup"),
    path("setup/first/<str:word>/", setup.first, name="first"),
    path("setup/step/<slug:slug>/", setup.step, name="step"),
]
