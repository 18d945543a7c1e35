from django.urls import path

from holdspace.safeguarding.views import board, reports

app_name = "safeguarding"
urlpatterns = [
    path("duty/", board.duty, name="duty"),
    path("duty/<uuid:pk>/", board.concern, name="concern"),
    path("duty/<uuid:pk>/write/", board.write, name="write"),
    path("me/letters/<uuid:pk>/", board.letters, name="letters"),
    path("duty/<uuid:pk>/take/", board.take, name="take"),
    path("duty/<uuid:pk>/hand-back/", board.hand_back, name="hand_back"),
    path("me/reports/", reports.mine, name="my_reports"),
    path("me/letters/<uuid:pk>/report/<int:letter>/", reports.report_letter, name="report_letter"),
    path("duty/reports/<uuid:pk>/", reports.together, name="reports"),
    path("duty/reports/<uuid:pk>/judge/", reports.judge, name="judge"),
]
