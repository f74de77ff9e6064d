from django.http import Http404


def search(request, **parts):
    raise Http404


def site_map(request, **parts):
    raise Http404


def accessibility(request, **parts):
    raise Http404


def report_error(request, **parts):
    raise Http404


def robots(request, **parts):
    raise Http404


def sitemap_index(request, **parts):
    raise Http404


def sitemap(request, **parts):
    raise Http404


def styleguide(request, **parts):
    raise Http404
