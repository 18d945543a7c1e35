import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.kit.doors import signed_in
from holdspace.notices import actions
from holdspace.notices.forms import WishesForm
from holdspace.notices.policy import notice_for, notices_for, wishes_of
from holdspace.people.requests import PersonRequest

SHOWN = 50


@signed_in
@require_safe
def notices(request: PersonRequest) -> HttpResponse:
    mine = notices_for(request.user)[:SHOWN]
    return render(request, "notices/notices.html", {"notices": mine})


@signed_in
@require_safe
def open_notice(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    notice = notice_for(request.user, pk)
    actions.see(notice)
    return redirect(notice.link)


@signed_in
@require_POST
def see_all(request: PersonRequest) -> HttpResponse:
    actions.see_all(request.user)
    return redirect("notices:notices")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: PersonRequest) -> HttpResponse:
    form = WishesForm(request.POST or None, instance=wishes_of(request.user))
    if form.is_valid():
        form.save()
        messages.success(request, _("Your wishes are kept."))
        return redirect("notices:wishes")
    return render(request, "notices/wishes.html", {"form": form}, status=422 if request.method == "POST" else 200)
