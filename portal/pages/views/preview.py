"""A publication as citizens will see it, before they do: by a link that expires, and for staff who may see it.

Everything is answered for one publication alone, with headers that keep it out of caches, search engines and referrers.
"""

from functools import wraps

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from disclosure import previewing
from disclosure.admin.preview import visible_to_staff
from disclosure.files.responses import attachment_response, picture_response
from disclosure.models import Rendition
from portal.pages import publication_reading
from portal.pages.addresses import absolute_url

from .publications import draw_qr_code, place_of

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


class PreviewAddresses(publication_reading.Addresses):
    """The files of one publication below the address of its preview."""

    def __init__(self, name: str, key):
        self.name, self.key = name, key

    def attachment(self, attachment):
        return reverse(f"{self.name}_attachment", args=[self.key, attachment.pk, attachment.name])

    def picture(self, pk, width):
        return reverse(f"{self.name}_picture", args=[self.key, pk, width])

    def qr(self, publication):
        return reverse(f"{self.name}_qr", args=[self.key])


def discreet(view):
    """Read only, framed by the portal's own pages alone, kept and found nowhere."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = render(request, "404.html", status=404)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    framed = xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(wrapper))
    return require_safe(framed)


def by_link(view):
    """The view gets the publication of a live link; any other token is answered with one friendly sentence."""

    @wraps(view)
    def wrapper(request, token, **kwargs):
        link = previewing.find(token)
        if link is None:
            return render(request, "pages/preview_over.html", status=404)
        if place := _public_place(link.publication):
            return redirect(place)
        if not previewing.shows(link):
            return render(request, "pages/preview_over.html", status=404)
        return view(request, link, token, **kwargs)

    return discreet(wrapper)


def by_staff(view):
    """The view gets a publication that who is signed in may see at the desk."""

    @wraps(view)
    def wrapper(request, pk, **kwargs):
        if not admin.site.has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        publication = visible_to_staff(request, pk)
        if publication is None:
            raise Http404
        if place := _public_place(publication):
            return redirect(place)
        return view(request, publication, **kwargs)

    return discreet(wrapper)


@by_link
def page(request, link, token):
    if request.method == "GET":
        previewing.count_opening(link)
    addresses = PreviewAddresses("preview", token)
    return _page(request, link.publication, addresses, until=link.expires_at)


@by_link
def attachment(request, link, token, attachment, name):
    return _attachment(request, link.publication, attachment)


@by_link
def picture(request, link, token, picture, width):
    return _picture(request, link.publication, picture, width)


@by_link
def qr_code(request, link, token):
    return _qr_code(link.publication)


@by_staff
def staff_page(request, publication):
    return _page(request, publication, PreviewAddresses("preview_staff", publication.pk), until=None)


@by_staff
def staff_attachment(request, publication, attachment, name):
    return _attachment(request, publication, attachment)


@by_staff
def staff_picture(request, publication, picture, width):
    return _picture(request, publication, picture, width)


@by_staff
def staff_qr_code(request, publication):
    return _qr_code(publication)


def _public_place(publication) -> str | None:
    """Where the public finds it now, when it is or was public: there is nothing to preview any more."""
    place = publication.corrects or publication
    if previewing.is_previewable(publication) or place.published_at is None:
        return None
    return place.get_absolute_url()


def _page(request, publication, addresses, until):
    shown, about = publication_reading.as_it_will_be(publication, addresses)
    context = place_of(shown, about)
    context["breadcrumbs"] = context.pop("crumbs")
    address = absolute_url("publication", publication.corrects_id or publication.pk)
    context |= {**about, "canonical_url": address, "preview_until": until}
    return render(request, "pages/preview.html", context)


def _attachment(request, publication, pk: int):
    found = publication.attachments.filter(pk=pk).first()
    if found is None:
        raise Http404
    return attachment_response(request, found)


def _picture(request, publication, pk: int, width: int):
    rows = Rendition.objects.filter(picture__pk=pk, picture__publication=publication.pk, width=width)
    if not rows:
        raise Http404
    return picture_response(request, rows[0])


def _qr_code(publication):
    return draw_qr_code(publication.corrects or publication)
