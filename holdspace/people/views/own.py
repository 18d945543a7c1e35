"""The doors (joining, entering, going, the way back in) and what people decide about themselves."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.decorators import rate_limit
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.kit.doors import signed_in
from holdspace.kit.place import here
from holdspace.people import actions, codes, consents, leaving, policy
from holdspace.people.forms import TAKEN, EnterForm, JoinForm, LeavingForm, RecoverForm, SettingsForm
from holdspace.people.models import Person
from holdspace.people.requests import AnyRequest, PersonRequest
from holdspace.people.second_step import passphrase_again
from holdspace.people.words import zip_of

View = Callable[..., HttpResponse]


def door(*, tries: str) -> Callable[[View], View]:
    """What every door has: no cache, no secrets in error reports, a limit to how often one may knock."""

    def dress(view: View) -> View:
        view = rate_limit(action=tries)(require_http_methods(["GET", "HEAD", "POST"])(view))
        dressed: View = never_cache(sensitive_post_parameters("passphrase", "code")(view))
        return dressed

    return dress


@door(tries="signup")
def join(request: AnyRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    form = JoinForm(request.POST if request.method == "POST" else None)
    person = _joined(form) if form.is_valid() else _came_twice(form)
    if person is None:
        return _ask(request, "people/join.html", form, text=consents.TEXTS[consents.SAFETY_READING])
    response = _let_in(request, person, to=_with_next(request, reverse("people:codes")))
    codes.hand_over(request, codes.make_codes(person))
    return response


@door(tries="login")
def enter(request: AnyRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    form = EnterForm(request.POST if request.method == "POST" else None, request=request)
    if not form.is_valid():
        return _ask(request, "people/enter.html", form)
    if form.cleaned_data["shared"]:
        request.session.set_expiry(0)
    return _let_in(request, form.person, to=get_next_redirect_url(request) or _first_stop(form.person))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: AnyRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "people/leave.html")
    flows.logout.logout(request, show_message=False)
    return redirect("kit:front")


@door(tries="reset_password_from_key")
def recover(request: AnyRequest) -> HttpResponse:
    form = RecoverForm(request.POST if request.method == "POST" else None, request=request)
    if not form.is_valid():
        return _ask(request, "people/recover.html", form)
    actions.change_passphrase(person=form.person, passphrase=form.cleaned_data["passphrase"])
    messages.success(request, _("Your new passphrase is in place. Everyone else was signed out."))
    return _let_in(request, form.person, to=reverse("people:settings"))


@signed_in
@never_cache
@require_safe
def show_codes(request: PersonRequest) -> HttpResponse:
    """The codes, until the person says that they are kept; after that, what can be done about them."""
    shown = {"codes": codes.handed_over(request), "next": get_next_redirect_url(request) or ""}
    return render(request, "people/codes.html", shown)


@signed_in
@never_cache
@require_safe
def download_codes(request: PersonRequest) -> HttpResponse:
    kept = codes.handed_over(request)
    if not kept:
        raise Http404
    text = render(request, "people/codes.txt", {"codes": kept}, content_type="text/plain; charset=utf-8")
    text.headers["Content-Disposition"] = f'attachment; filename="{slugify(here().name)}-codes.txt"'
    return text


@signed_in
@require_POST
def keep_codes(request: PersonRequest) -> HttpResponse:
    codes.let_go(request)
    return redirect(get_login_redirect_url(request))


@signed_in
@require_POST
@passphrase_again
def renew_codes(request: PersonRequest) -> HttpResponse:
    codes.hand_over(request, codes.make_codes(request.user))
    return redirect("people:codes")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: PersonRequest) -> HttpResponse:
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=request.user)
    if not form.is_valid():
        return _ask(request, "people/settings.html", form)
    form.save()
    messages.success(request, _("Your settings are kept."))
    return redirect("people:settings")


@signed_in
@require_safe
def own_consents(request: PersonRequest) -> HttpResponse:
    shown = {"standings": consents.standings(request.user), "history": policy.consents_of(request.user)}
    return render(request, "people/consents.html", shown)


@signed_in
@require_POST
def give_consent(request: PersonRequest, purpose: str) -> HttpResponse:
    consents.give(person=request.user, purpose=_known(purpose))
    messages.success(request, _("Thank you. It is noted with today's date."))
    return redirect("people:consents")


@signed_in
@require_POST
def withdraw_consent(request: PersonRequest, purpose: str) -> HttpResponse:
    consents.withdraw(person=request.user, purpose=_known(purpose))
    messages.success(request, _("It is withdrawn, from this moment on."))
    return redirect("people:consents")


@signed_in
@require_safe
def professionals(request: PersonRequest) -> HttpResponse:
    return render(request, "people/professionals.html", {"professionals": policy.introductions()})


@signed_in
@never_cache
@require_safe
def own_words(request: PersonRequest) -> HttpResponse:
    return render(request, "people/words.html", {"parts": leaving.parts()})


@signed_in
@never_cache
@require_POST
@passphrase_again
def download_words(request: PersonRequest) -> HttpResponse:
    return _zip(request.user)


@signed_in
@never_cache
@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "HEAD", "POST"])
def leave_for_good(request: PersonRequest) -> HttpResponse:
    form = LeavingForm(request.POST if request.method == "POST" else None, request=request)
    if not form.is_valid():
        return _ask(request, "people/leaving.html", form, parts=leaving.parts())
    leaving.leave(request.user)
    flows.logout.logout(request, show_message=False)
    return redirect("people:left")


@require_safe
def left(request: AnyRequest) -> HttpResponse:
    response = render(request, "people/left.html")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _ask(request: AnyRequest, template: str, form: BaseForm, **more: object) -> HttpResponse:
    """The page with its form; 422 when what was sent cannot be taken, with what was typed still in place."""
    context = {"form": form, "next": get_next_redirect_url(request) or "", **more}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _let_in(request: AnyRequest, person: Person, *, to: str | None) -> HttpResponse:
    """Through allauth, so that a second step, where somebody has one, still stands between.

    allauth notes in the session what was typed; it is given nothing, so that no name lies there.
    """
    login = Login(user=person, redirect_url=to)
    response: HttpResponse = flows.login.perform_password_login(request, {}, login)
    return response


def _first_stop(person: Person) -> str | None:
    """Whose role waits for a second step is led to it."""
    return reverse("mfa_index") if person.sleeping_roles else None


def _joined(form: JoinForm) -> Person | None:
    facts = {field: form.cleaned_data[field] for field in ("name", "passphrase", "country")}
    try:
        with transaction.atomic():
            return actions.join(**facts)
    except IntegrityError:  # somebody took a name like it between the check and now
        form.add_error("name", TAKEN)
        return None


def _came_twice(form: JoinForm) -> Person | None:
    """A double click sends the form twice: whoever joined a moment ago with these words is let in."""
    person = policy.person_called(form.data.get("name", "")) if form.is_bound else None
    if person is None or person.joined_at < timezone.now() - timedelta(minutes=1):
        return None
    return person if person.check_password(form.data.get("passphrase", "")) else None


def _with_next(request: AnyRequest, path: str) -> str:
    to = get_next_redirect_url(request)
    return f"{path}?{urlencode({'next': to})}" if to else path


def _known(purpose: str) -> str:
    if purpose not in consents.TEXTS:
        raise Http404
    return purpose


def _zip(person: Person) -> HttpResponse:
    response = HttpResponse(zip_of(person), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(here().name)}-my-words.zip"'
    return response
