from django.urls import path

from holdspace.safeguarding.views import board, cases, letters, looking, moderation, reports, rota

app_name = "safeguarding"
urlpatterns = [
    path("duty/", board.duty, name="duty"),
    path("duty/<uuid:pk>/", cases.case, name="concern"),
    path("duty/<uuid:pk>/others/", cases.others, name="others"),
    path("duty/<uuid:pk>/write/", cases.write, name="write"),
    path("duty/<uuid:pk>/take/", cases.take, name="take"),
    path("duty/<uuid:pk>/take-over/", cases.take_over, name="take_over"),
    path("duty/<uuid:pk>/hand-back/", cases.hand_back, name="hand_back"),
    path("duty/<uuid:pk>/move/", cases.move, name="move"),
    path("duty/<uuid:pk>/second-look/", cases.second_look, name="second_look"),
    path("duty/<uuid:pk>/second-look/answer/", cases.answer_second_look, name="answer_second_look"),
    path("duty/<uuid:pk>/hand-over/", cases.hand_over, name="hand_over"),
    path("duty/<uuid:pk>/hand-over/answer/", cases.answer_hand_over, name="answer_hand_over"),
    path("duty/<uuid:pk>/aftercare/<slug:kind>/", cases.aftercare, name="aftercare"),
    path("me/letters/<uuid:pk>/", letters.letters, name="letters"),
    path("me/reports/", reports.mine, name="my_reports"),
    path("me/letters/<uuid:pk>/report/<int:letter>/", reports.report_letter, name="report_letter"),
    path("duty/reports/<uuid:pk>/", reports.together, name="reports"),
    path("duty/reports/<uuid:pk>/judge/", reports.judge, name="judge"),
    path("duty/looking/<str:token>/", looking.looking, name="looking"),
    path("duty/rota/", rota.rota, name="rota"),
    path("duty/rota/shifts/", rota.add_shift, name="add_shift"),
    path("duty/rota/shifts/<uuid:pk>/end/", rota.end_shift, name="end_shift"),
    path("duty/rota/shifts/<uuid:pk>/<str:day>/ask/", rota.ask, name="ask_to_take"),
    path("duty/rota/away/", rota.be_away, name="be_away"),
    path("duty/rota/away/<uuid:pk>/back/", rota.be_back, name="be_back"),
    path("duty/rota/swaps/<uuid:pk>/take/", rota.take_turn, name="take_turn"),
    path("duty/rota/swaps/<uuid:pk>/decline/", rota.decline, name="decline_turn"),
    path("duty/rota/swaps/<uuid:pk>/withdraw/", rota.withdraw, name="withdraw_swap"),
    path("me/decisions/", moderation.decisions, name="decisions"),
    path("me/decisions/<uuid:pk>/", moderation.decision, name="decision"),
    path("duty/appeals/<uuid:pk>/", moderation.appeal, name="appeal"),
]
