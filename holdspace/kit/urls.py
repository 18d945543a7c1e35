from django.urls import path

from holdspace.kit import views

app_name = "kit"

urlpatterns = [
    path("", views.front, name="front"),
    path("leave-quickly/", views.leave_quickly, name="leave_quickly"),
    path("blank/", views.blank, name="blank"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
]
