"""Atom feeds: the newest of the site, of the documents, of a domain, of an organisation."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from catalog.models import CatalogItem
from disclosure.html import one_line
from disclosure.models import Publication
from disclosure.vocabulary import Kind
from portal.organizations.models import Organization

from . import catalog_reading
from .addresses import absolute, absolute_url
from .caching import mark_cacheable

SIZE = 30
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class SteadyAtomFeed(Atom1Feed):
    """An empty feed carries a fixed date, not the present moment: its validators would never match otherwise.

    A control character in one title would be the end of the whole feed (XML 1.0 has none): they are left out.
    """

    def __init__(self, title, link, description, subtitle, **kwargs):
        super().__init__(one_line(title), link, description, subtitle=one_line(subtitle), **kwargs)

    def add_item(self, title, link, description, author_name, **kwargs):
        texts = {"description": one_line(description), "author_name": one_line(author_name)}
        super().add_item(one_line(title), link, **texts, **kwargs)

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


class PublicationFeed(Feed):
    """The newest publications of one kind of place. Subclasses say which, and how the feed is called."""

    feed_type = SteadyAtomFeed
    language = "zh-CN"

    def __call__(self, request, *args, **kwargs):
        return mark_cacheable(super().__call__(request, *args, **kwargs))

    def feed_url(self, obj):
        return absolute_url(self.url_name, *self.url_args(obj))

    def feed_guid(self, obj):
        return self.feed_url(obj)

    def url_args(self, obj) -> list[str]:
        return []

    def author_name(self):
        return settings.SITE["organizer"]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary or item.kind_label

    def item_link(self, item):
        return absolute(item.get_absolute_url())

    def item_guid(self, item):
        """A tag URI (RFC 4151): it stays when the address of the site changes."""
        return f"tag:{settings.SITE['domain']},{item.created_at.year}:publications/{item.pk}"

    def item_author_name(self, item):
        return item.organization.name

    def item_pubdate(self, item):
        return timezone.localtime(item.published_at)

    def item_updateddate(self, item):
        return timezone.localtime(item.last_changed_at)

    def item_categories(self, item):
        return [item.kind_label]


class SiteFeed(PublicationFeed):
    url_name = "feed_site"

    def title(self):
        return f"{settings.SITE['name']}：最新公开"

    def subtitle(self):
        return "全站最新公开的信息。"

    def link(self):
        return absolute_url("home")

    def items(self):
        return Publication.objects.public().for_list().newest()[:SIZE]


class DocumentsFeed(PublicationFeed):
    url_name = "feed_documents"

    def title(self):
        return f"{settings.SITE['name']}：政策文件"

    def subtitle(self):
        return "最新公开的规范性文件和其他政策文件。"

    def link(self):
        return absolute_url("documents")

    def items(self):
        return Publication.objects.public().of_kind(Kind.POLICY).for_list().newest()[:SIZE]


class DomainFeed(PublicationFeed):
    url_name = "feed_domain"

    def get_object(self, request, code):
        return get_object_or_404(CatalogItem.objects.domains(), code=code)

    def url_args(self, obj):
        return [obj.code]

    def title(self, obj):
        return f"{settings.SITE['name']}：{obj.name}"

    def subtitle(self, obj):
        return obj.summary or f"{obj.name}领域最新公开的信息。"

    def link(self, obj):
        return absolute(obj.get_absolute_url())

    def items(self, obj):
        return catalog_reading.newest_in_domain(obj, SIZE)


class OrganizationFeed(PublicationFeed):
    url_name = "feed_organization"

    def get_object(self, request, code):
        return get_object_or_404(Organization, code=code)

    def url_args(self, obj):
        return [obj.code]

    def title(self, obj):
        return f"{obj.name}：最新公开"

    def subtitle(self, obj):
        return f"{obj.name}最新公开的信息。"

    def link(self, obj):
        return absolute(obj.get_absolute_url())

    def items(self, obj):
        return Publication.objects.public().by_organization(obj).for_list().newest()[:SIZE]
