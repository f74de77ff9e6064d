"""Plain factories: each makes one sound row, with only what the test cares about passed in."""

from datetime import date, timedelta
from itertools import count

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from catalog import tree
from catalog.models import CatalogItem, ItemKind, Obligation, RevisionSource
from catalog.revisions import Entry, record
from disclosure.models import Article, Fulfilment
from disclosure.vocabulary import Status
from portal.organizations.credit_code import check_digit
from portal.organizations.models import Kind, Organization, User

_numbers = count(1)
LONG_AGO = date(2025, 1, 1)
WITHIN_20 = "信息形成或者变更之日起20个工作日内"


def make_organization(name: str = "", kind: str = Kind.DEPARTMENT, parent=None, **fields) -> Organization:
    """An organisation of the fictional county; `code`, names and credit code are filled in when not given."""
    number = next(_numbers)
    name = name or f"县第{number}局"
    first17 = f"11369921{number:09d}"
    defaults = {
        "code": f"org-{number}",
        "name": f"明湖县{name.removeprefix('县')}",
        "short_name": name,
        "catalog_name": name,
        "credit_code": first17 + check_digit(first17),
    }
    return Organization.objects.create(kind=kind, parent=parent, **{**defaults, **fields})


def make_user(
    username: str = "", organization=None, roles: list[str] = (), permissions: list[str] = (), **fields
) -> User:
    """A staff member with roles by name ("签发人") or single permissions ("catalog.inspect_coverage")."""
    number = next(_numbers)
    user = User.objects.create_user(
        username or f"user-{number}",
        password="a-long-password",
        organization=organization,
        **{"is_staff": True, "display_name": f"工作人员{number}", **fields},
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    for code in permissions:
        app, codename = code.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def make_domain(name: str = "财政预决算", code: str = "", scheme: str = "standard") -> CatalogItem:
    """A domain under its scheme, which is made when it is not there yet."""
    number = next(_numbers)
    parent = CatalogItem.objects.filter(code=scheme).first() or _item(
        ItemKind.SCHEME, code=scheme, name=f"{scheme}目录"
    )
    return _item(ItemKind.DOMAIN, parent=parent, code=code or f"{number}-domain", name=name)


def make_group(domain: CatalogItem, name: str) -> CatalogItem:
    """A level-1 group (一级事项) of a domain, for tests that care about the group; pass it to `make_matter`."""
    return _item(
        ItemKind.GROUP, parent=domain, domain=domain, code=f"{domain.code}-g{next(_numbers)}", name=name
    )


def make_matter(
    name: str = "",
    domain: CatalogItem | None = None,
    time_limit: str = WITHIN_20,
    parent: CatalogItem | None = None,
    **fields,
) -> CatalogItem:
    """A matter in a group of its own domain. `responsible` (公开主体) decides who owes it at the next sync."""
    number = next(_numbers)
    domain = domain or CatalogItem.objects.domains().first() or make_domain()
    group = (
        parent
        or CatalogItem.objects.filter(kind=ItemKind.GROUP, domain=domain).first()
        or _item(ItemKind.GROUP, parent=domain, domain=domain, code=f"{domain.code}-g", name="一级事项")
    )
    elements = {"name": name or f"事项{number}", "time_limit": time_limit, "method": "主动公开"}
    defaults = {"code": f"{domain.code}-{number}", "at_county": True}
    return _item(ItemKind.MATTER, parent=group, domain=domain, **{**defaults, **elements, **fields})


def make_revision(
    entries: list[Entry] = (), title: str = "增列事项", effective_on: date = LONG_AGO, **fields
):
    """A numbered revision of the catalog, recorded as changed matters leave one; nothing is changed."""
    fields = {
        "reason": "法律有新的规定。",
        "proposed_by": "明湖县民政局",
        "decided_by": "县政府办公室",
        **fields,
    }
    return record(fields.pop("source", RevisionSource.PROCEDURE), title, effective_on, entries, **fields)


def make_obligation(matter=None, organization=None, **facts) -> Obligation:
    """One matter owed by one organisation, with facts such as `published_count`; `state` is not counted here."""
    matter = matter or make_matter()
    fields = {"since": LONG_AGO, "is_rule_readable": matter.is_rule_readable, **facts}
    return Obligation.objects.create(
        matter=matter, domain=matter.domain, organization=organization or make_organization(), **fields
    )


def make_article(title: str = "", organization=None, formed_on: date = LONG_AGO, **fields) -> Article:
    """A draft; `make_signed` makes one that can go out."""
    defaults = {"body": "<p>正文。</p>", "topic": "综合政务\\政务公开"}
    return Article.objects.create(
        title=title or f"公开信息{next(_numbers)}",
        organization=organization or make_organization(),
        formed_on=formed_on,
        **{**defaults, **fields},
    )


def make_signed(title: str = "", organization=None, model=Article, **fields):
    """What somebody wrote and others reviewed and signed, written directly; `services.publish` can publish it."""
    defaults = {"body": "<p>正文。</p>", "topic": "综合政务\\政务公开", "formed_on": LONG_AGO}
    return model.objects.create(
        title=title or f"公开信息{next(_numbers)}",
        organization=organization or make_organization(),
        status=Status.SIGNED,
        signed_at=timezone.now(),
        screened_version=0,
        **{**defaults, **fields},
    )


def make_published(title: str = "", model=Article, organization=None, days_ago: int = 1, **fields):
    """A public row of any kind, written directly: for tests of reading, where the verb of publishing is beside the point."""
    number, at = next(_numbers), timezone.now() - timedelta(days=days_ago)
    defaults = {
        "body": "<p>正文。</p>",
        "topic": "综合政务\\政务公开",
        "formed_on": LONG_AGO,
        "index_number": f"11369921000000000X/2026-{number:05d}",
    }
    return model.objects.create(
        title=title or f"公开信息{number}",
        organization=organization or make_organization(),
        status=Status.PUBLISHED,
        published_at=at,
        signed_at=at,
        **{**defaults, **fields},
    )


def make_answer(publication, obligation) -> Fulfilment:
    """`publication`, already public, answers `obligation`; the facts are handed down as publishing does."""
    link = Fulfilment.objects.create(
        publication=publication, obligation=obligation, published_on=publication.date
    )
    obligation.published_count += 1
    obligation.latest_published_on = max(publication.date, obligation.latest_published_on or publication.date)
    obligation.save()
    return link


def _item(kind: str, **fields) -> CatalogItem:
    item = CatalogItem(kind=kind, sequence=next(_numbers), started_on=LONG_AGO, **fields)
    tree.insert([item])
    return item
