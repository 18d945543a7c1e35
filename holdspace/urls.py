"""Every path, gathered from the rooms."""

from django.urls import include, path

ROOMS = ["kit", "people", "library", "listening", "notices", "networks", "safeguarding", "circles", "insights"]

urlpatterns = [
    *(path("", include(f"holdspace.{room}.urls")) for room in ROOMS),
    path("account/", include("allauth.urls")),
]

handler400 = "holdspace.kit.views.bad_request"
handler403 = "holdspace.kit.views.not_found"
handler404 = "holdspace.kit.views.not_found"
handler500 = "holdspace.kit.views.broken"
