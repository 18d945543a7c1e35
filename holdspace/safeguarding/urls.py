from django.urls import path

from holdspace.safeguarding.views import board, reports, rota

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
    path("duty/rota/", rota.rota, name="rota"),
    path("duty/rota/shifts/", rota.add_shift, name="add_shift"),
    path("duty/rota/shifts/<uuid:pk>/end/", rota.end_shift, name="end_shift"),
    path("duty/rota/shifts/<uuid:pk>/<str:day>/ask/", rota.ask, name="ask_to_take"),
    path("duty/rota/away/", rota.be_away, name="be_away"),
    path("duty/rota/away/<uuid:pk>/back/", rota.be_back, name="be_back"),
    path("duty/rota/swaps/<uuid:pk>/take/", rota.take_turn, name="take_turn"),
    path("duty/rota/swaps/<uuid:pk>/decline/", rota.decline, name="decline_turn"),
    path("duty/rota/swaps/<uuid:pk>/withdraw/", rota.withdraw, name="withdraw_swap"),
]
