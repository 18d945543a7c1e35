from django.urls import path

from holdspace.notices import views

app_name = "notices"
urlpatterns = [
    path("me/notices/", views.notices, name="notices"),
    path("me/notices/seen/", views.see_all, name="see_all"),
    path("me/notices/wishes/", views.wishes, name="wishes"),
    path("me/notices/<uuid:pk>/", views.open_notice, name="open"),
]
