from django.urls import path

from holdspace.insights.views import log, papers, readings, setup, state

app_name = "insights"

urlpatterns = [
    path("setup/", setup.overview, name="setup"),
    path("setup/first/<str:word>/", setup.first, name="first"),
    path("setup/step/<slug:slug>/", setup.step, name="step"),
    path("setup/check/", state.check, name="check"),
    path("setup/supply/", state.supply, name="supply"),
    path("setup/readings/", readings.overview, name="readings"),
    path("setup/readings/take-along/", readings.take_along, name="take_readings"),
    path("setup/readings/again/<slug:step>/", readings.read_again, name="read_again"),
    path("setup/log/", log.transparency, name="transparency"),
    path("setup/papers/", papers.shelf, name="papers"),
    path("setup/papers/<slug:slug>/", papers.paper, name="paper"),
    path("setup/papers/<slug:slug>/download/", papers.download, name="download"),
    path("privacy/", papers.privacy, name="privacy"),
    path("safety/", papers.safety, name="safety"),
]
