from django.urls import path

from holdspace.networks import views

app_name = "networks"
urlpatterns = [
    path("me/blocks/", views.boundaries, name="boundaries"),
    path("me/blocks/<uuid:pk>/lift/", views.lift, name="lift"),
]
