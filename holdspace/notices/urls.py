from django.urls import path

from holdspace.notices.views import notices, ways

app_name = "notices"
urlpatterns = [
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/seen/", notices.see_all, name="see_all"),
    path("me/notices/wishes/", notices.wishes, name="wishes"),
    path("me/notices/ways/", ways.ways, name="ways"),
    path("me/notices/browsers/", ways.add_device, name="add_device"),
    path("me/notices/browsers/<uuid:pk>/remove/", ways.remove_device, name="remove_device"),
    path("me/notices/services/", ways.add_service, name="add_service"),
    path("me/notices/services/<uuid:pk>/remove/", ways.remove_service, name="remove_service"),
    path("me/notices/<uuid:pk>/", notices.open_notice, name="open"),
]
