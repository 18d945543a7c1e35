from django.urls import path

from holdspace.listening import views

app_name = "listening"
urlpatterns = [
    path("me/readings/", views.my_readings, name="my_readings"),
    path("me/readings/<uuid:pk>/disagree/", views.disagree, name="disagree"),
    path("me/readings/<uuid:pk>/take-back/", views.take_back, name="take_back"),
]
