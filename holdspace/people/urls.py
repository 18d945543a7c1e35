from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import path, re_path
from django.views.generic import RedirectView

from holdspace.people.views import own as views
from holdspace.people.views import papers, roles

app_name = "people"


def _instead(route: str) -> Callable[..., HttpResponseBase]:
    """allauth's own doors stay closed: these paths come before its include and lead to ours."""
    return RedirectView.as_view(pattern_name=f"people:{route}", query_string=True)


urlpatterns = [
    path("join/", views.join, name="join"),
    path("enter/", views.enter, name="enter"),
    path("leave/", views.leave, name="leave"),
    path("recover/", views.recover, name="recover"),
    path("left/", views.left, name="left"),
    path("professionals/", views.professionals, name="professionals"),
    path("roles/", roles.what_roles_may, name="what_roles_may"),
    path("people/applications/", papers.applications, name="applications"),
    path("people/applications/<uuid:pk>/", papers.application, name="application"),
    path("people/applications/<uuid:pk>/check/", papers.check_application, name="check_application"),
    path("people/papers/<uuid:pk>/", papers.paper, name="paper"),
    path("people/roles/", roles.roles, name="roles"),
    path("people/roles/<uuid:pk>/<slug:kind>/", roles.role, name="role"),
    path("people/roles/<uuid:pk>/<slug:kind>/second-step/", roles.ask_new_lock, name="ask_new_lock"),
    path("people/second-steps/", roles.new_locks, name="new_locks"),
    path("people/second-steps/<uuid:pk>/", roles.agree_new_lock, name="agree_new_lock"),
    path("me/profession/", papers.profession, name="profession"),
    path("me/profession/withdraw/", papers.withdraw_application, name="withdraw_application"),
    path("me/codes/", views.show_codes, name="codes"),
    path("me/codes/download/", views.download_codes, name="download_codes"),
    path("me/codes/keep/", views.keep_codes, name="keep_codes"),
    path("me/codes/renew/", views.renew_codes, name="renew_codes"),
    path("me/settings/", views.own_settings, name="settings"),
    path("me/consents/", views.own_consents, name="consents"),
    path("me/consents/<slug:purpose>/give/", views.give_consent, name="give_consent"),
    path("me/consents/<slug:purpose>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("me/words/", views.own_words, name="words"),
    path("me/words/download/", views.download_words, name="download_words"),
    path("me/leaving/", views.leave_for_good, name="leave_for_good"),
    path("account/login/", _instead("enter")),
    path("account/signup/", _instead("join")),
    path("account/logout/", _instead("leave")),
    re_path("^account/password/(?:re)?set/", _instead("recover")),
    re_path("^account/login/code/", _instead("enter")),
]
