from django.conf import settings
from django.utils.http import escape_leading_slashes

from . import view_options


def site(request):
    """The marks of the website, and the ways of looking at the page. Nothing of the visitor: pages are the same for all."""
    options = getattr(request, "view_options", ())
    path = escape_leading_slashes(request.get_full_path_info())
    return {
        "site": settings.SITE,
        "view_options": options,
        "view_links": [
            {
                "option": option,
                "label": label,
                "url": view_options.prefix(view_options.toggled(options, option)) + path,
                "current": option in options,
            }
            for option, label in view_options.OPTIONS.items()
        ]
        + [{"option": "", "label": "重置", "url": path, "current": not options}],
        "canonical_url": settings.SITE["url"] + request.path_info,
    }
