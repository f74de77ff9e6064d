"""Every type of page there is, by a name used in tests. `prepare.py` finds an address in the demo county for each."""

PUBLIC_PAGES = (
    "home",
    "catalog",
    "catalog-town",
    "catalog-village",
    "catalog_organizations",
    "catalog_revisions",
    "catalog_revision",
    "domain",
    "matter",
    "publication-article",
    "publication-policy",
    "publication-interpretation",
    "publication-statutory_page",
    "publication-annual_report",
    "publication-with-table",
    "publication-with-attachment",
    "publication-with-picture",
    "publication-withdrawn",
    "documents",
    "documents-filtered",
    "interpretations",
    "organizations",
    "organization",
    "organization-town",
    "organization-abolished",
    "organization_part-guide",
    "organization_part-rules",
    "organization_part-content",
    "organization_part-reports",
    "organization_part-requests",
    "villages",
    "village",
    "disclosure_column",
    "disclosure_guide",
    "disclosure_rules",
    "disclosure_content",
    "disclosure_reports",
    "disclosure_requests",
    "search",
    "search-found",
    "search-nothing",
    "site_map",
    "accessibility",
    "report_error",
    "negative_list",
    "ledger",
    "styleguide",
    "not-found",
)
"""Open to everyone."""

INSPECTORS_PAGES = (
    "oversight",
    "oversight_matrix",
    "oversight_organization",
    "oversight_matter",
    "oversight_domain",
    "oversight_obligations",
)
"""Only after signing in as an inspector."""

STATUS = {"publication-withdrawn": 410, "not-found": 404}
"""What a page answers when it is not 200."""

THEMES = ("white-black", "blue-yellow", "yellow-black", "black-yellow")
PAGES_IN_THEMES = ("home", "matter", "publication-policy", "documents")
