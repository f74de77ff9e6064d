"""The pages of signing in. Whoever is on the way has a password that was right and steps still to do."""

from functools import wraps

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from . import kept_forms, sessions, steps, two_factor
from .forms import CodeForm, CodeOrRecoveryForm


def step_page(name: str):
    """The page of one step: for whoever has that step before them. Others are sent where they belong."""

    def decorate(view):
        @wraps(view)
        def wrapper(request):
            if request.user.is_authenticated:
                return redirect(_next(request))
            if request.pending_step is None:
                return redirect("admin:login")
            if request.pending_step != name:
                return redirect(_address(request.pending_step, _next(request)))
            return view(request, request.pending_user)

        return sensitive_post_parameters()(never_cache(wrapper))

    return decorate


def staff_page(view):
    """A page for staff who are signed in."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request, *args, **kwargs)

    return sensitive_post_parameters()(never_cache(wrapper))


@sensitive_post_parameters()
@never_cache
def sign_in(request):
    """The admin's own login page; who has done the password is taken to the next step."""
    if request.method == "GET" and not request.user.is_authenticated and request.pending_step:
        return redirect(_address(request.pending_step, _next(request)))
    after = request.GET.get("next", "")
    # Django's login view calls the host `site`; the portal's marks carry the telephone number.
    context = {
        "site": settings.SITE,
        "was_kept": "/kept/" in after,
        "idle": sessions.in_words(settings.SESSION_IDLE_SECONDS),
        "pending": None,
    }
    return admin.site.login(request, context)


@require_POST
def leave(request):
    """Give up signing in half-way, or sign out."""
    request.user.is_authenticated  # noqa: B018 (judges the session, so that `pending_user` is known)
    if request.pending_user:
        request.user = request.pending_user
    logout(request)
    return redirect("admin:login")


@step_page(steps.VERIFY)
def verify(request, user):
    """Step: the code of the app, or a recovery code."""
    form = CodeOrRecoveryForm(request.POST or None, check=lambda code: two_factor.verify(user, code))
    if request.method == "POST" and form.is_valid():
        return _passed(request, user)
    return _page(request, "verify", "输入验证码", form=form)


@step_page(steps.PASSWORD)
def new_password(request, user):
    """Step: a new password, because another person set the present one or it is too old."""
    form = AdminPasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.user = form.save()
        update_session_auth_hash(request, user)
        return redirect(_next(request))
    days = settings.PASSWORD_MAX_AGE_DAYS
    return _page(
        request, "new_password", "设置新密码", form=form, days=days, was_given=user.must_change_password
    )


@sensitive_post_parameters()
@never_cache
def enrol(request):
    """Set up the app: a step for who must, a page of the account for who wants to."""
    user = request.user if request.user.is_authenticated else request.pending_user
    if user is None or request.pending_step not in (None, steps.ENROL):
        return redirect(f"{reverse('admin:login')}?{urlencode({'next': request.get_full_path()})}")
    if two_factor.device_of(user):
        return redirect("staff_two_factor")
    codes: list[str] = []

    def check(code: str) -> two_factor.Answer:
        answer, found = two_factor.enrol(user, code)
        codes.extend(found)
        return answer

    form = CodeForm(request.POST or None, check=check)
    if request.method == "POST" and form.is_valid():
        _passed(request, user)
        return _page(request, "recovery_codes", "请保存恢复码", codes=codes, is_first=True)
    device = two_factor.device_to_enrol(user)
    context = {"qr": two_factor.qr_code(device), "key": two_factor.key_in_groups(device)}
    return _page(request, "enrol", "启用双重验证", form=form, is_step=bool(request.pending_step), **context)


@staff_page
def account(request):
    """我的账号 › 双重验证: whether it is on, and what can be done; each change asks for a code first."""
    user = request.user
    device = two_factor.device_of(user)
    form = CodeOrRecoveryForm(request.POST or None, check=lambda code: two_factor.verify(user, code))
    if device and request.method == "POST" and form.is_valid():
        return _change(request, user, request.POST.get("action"))
    return _page(
        request,
        "account",
        "双重验证",
        form=form,
        device=device,
        left=two_factor.recovery_codes_left(user),
        why_not_remove=two_factor.why_not_remove(user),
    )


@never_cache
@sessions.without_extending
def session(request):
    """GET: how many seconds the session has left, without using it. POST: it is in use."""
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0, "at_most": 0})
    if request.method == "POST":
        request.session[sessions.SEEN] = 0
        sessions.touch(request.session)
    left, at_most = sessions.seconds_left(request.session), sessions.seconds_left_at_most(request.session)
    return JsonResponse({"left": left, "at_most": at_most})


@staff_page
def kept_form(request, token):
    """What was being sent when the session ended: to send again with one press, or to copy, or to throw away."""
    kept = kept_forms.find(token, request.user.pk)
    if kept is None:
        messages.warning(request, f"没有找到保留的内容：只保留{kept_forms.MINUTES}分钟，只有本人能打开。")
        return redirect("admin:index")
    if request.method == "POST":
        kept_forms.discard(token)
        return redirect("admin:index")
    return _page(request, "kept_form", "继续刚才的提交", kept=kept, texts=kept_forms.typed_texts(kept))


def _change(request, user, action: str):
    if action == "codes":
        codes = two_factor.renew_recovery_codes(user)
        return _page(request, "recovery_codes", "请保存恢复码", codes=codes, is_first=False)
    if action == "replace":
        two_factor.replace(user)
        return redirect("staff_enrol")
    if action == "remove" and not two_factor.why_not_remove(user):
        two_factor.remove(user)
        messages.success(request, "双重验证已经停用。")
    return redirect("staff_two_factor")


def _passed(request, user):
    request.session[two_factor.PASSED] = two_factor.device_of(user).pk
    request.session.cycle_key()
    request.user, request.pending_user, request.pending_step = user, None, None
    return redirect(_next(request))


def _page(request, name: str, title: str, **context):
    shared = {**admin.site.each_context(request), "title": title, "pending": request.pending_user}
    shared |= {"next": _next(request), "leave_url": reverse("staff_leave")}
    return render(request, f"admin/sign_in/{name}.html", shared | context)


def _next(request) -> str:
    """Where to go afterwards: the address asked for, if it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("admin:index")


def _address(step: str, wanted: str) -> str:
    return f"{reverse(step)}?{urlencode({'next': wanted})}"
