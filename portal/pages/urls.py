from django.conf import settings
from django.urls import include, path

from disclosure import views as files

from . import feeds, health
from .views import (
    catalog,
    catalog_revisions,
    column,
    documents,
    home,
    ledger,
    negative_list,
    organizations,
    publications,
    service,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("catalog/", catalog.topic, name="catalog"),
    path("catalog/organizations/", catalog.by_organization, name="catalog_organizations"),
    path("catalog/matters/<slug:code>/", catalog.matter, name="matter"),
    path("catalog/revisions/", catalog_revisions.revisions, name="catalog_revisions"),
    path("catalog/revisions/<slug:number>/", catalog_revisions.revision, name="catalog_revision"),
    path("catalog/<slug:code>/", catalog.domain, name="domain"),
    path("publications/<int:pk>/", publications.detail, name="publication"),
    path("publications/<int:pk>/qr.svg", publications.qr_code, name="publication_qr"),
    path("documents/", documents.library, name="documents"),
    path("interpretations/", documents.interpretations, name="interpretations"),
    path("organizations/", organizations.directory, name="organizations"),
    path("organizations/<slug:code>/", organizations.organization, name="organization"),
    path("organizations/<slug:code>/<slug:part>/", organizations.part, name="organization_part"),
    path("villages/", organizations.villages, name="villages"),
    path("villages/<slug:code>/", organizations.village, name="village"),
    path("disclosure/", column.start, name="disclosure_column"),
    path("disclosure/guide/", column.guide, name="disclosure_guide"),
    path("disclosure/rules/", column.rules, name="disclosure_rules"),
    path("disclosure/content/", column.content, name="disclosure_content"),
    path("disclosure/reports/", column.reports, name="disclosure_reports"),
    path("disclosure/requests/", column.requests, name="disclosure_requests"),
    path("disclosure/negative-list/", negative_list.negative_list, name="negative_list"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/entries.jsonl", ledger.entries, name="ledger_entries"),
    path("ledger/head.json", ledger.head, name="ledger_head"),
    path("ledger/verify_ledger.py", ledger.program, name="ledger_program"),
    path("search/", service.search, name="search"),
    path("site-map/", service.site_map, name="site_map"),
    path("accessibility/", service.accessibility, name="accessibility"),
    path("report-error/", service.report_error, name="report_error"),
    path("robots.txt", service.robots, name="robots"),
    path("sitemap.xml", service.sitemap_index, name="sitemap"),
    path("sitemap-<section>.xml", service.sitemap, name="sitemap_section"),
    path("feeds/site.atom", feeds.SiteFeed(), name="feed_site"),
    path("feeds/documents.atom", feeds.DocumentsFeed(), name="feed_documents"),
    path("feeds/domains/<slug:code>.atom", feeds.DomainFeed(), name="feed_domain"),
    path("feeds/organizations/<slug:code>.atom", feeds.OrganizationFeed(), name="feed_organization"),
    path("attachments/<int:pk>/<str:name>", files.attachment, name="attachment"),
    path("pictures/<int:pk>/<int:width>/", files.picture, name="picture"),
    path("healthz", health.process, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("preview/", include("portal.pages.preview_urls")),
    path("oversight/", include("portal.pages.oversight.urls")),
]
if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", service.styleguide, name="styleguide"))
