"""The only writer of the organisation tree. django-mptt is not safe under concurrent writes, hence the lock."""

from collections.abc import Iterator

from django.db import transaction

from portal.locks import lock_until_commit
from portal.nested_sets import places

from .models import TOWN_KINDS, Kind, Organization
from .signals import organizations_changed

LOCK = "organizations.tree"
PARENT_KINDS = {
    Kind.COUNTY_GOVERNMENT: (None,),
    Kind.DEPARTMENT: (Kind.COUNTY_GOVERNMENT, Kind.DEPARTMENT),
    Kind.TOWN: (Kind.COUNTY_GOVERNMENT,),
    Kind.STREET: (Kind.COUNTY_GOVERNMENT,),
    Kind.VILLAGE: TOWN_KINDS,
    Kind.COMMUNITY: TOWN_KINDS,
    Kind.PUBLIC_BODY: (Kind.COUNTY_GOVERNMENT, Kind.DEPARTMENT, *TOWN_KINDS),
}
WHO_OWES_WHAT = ("parent_id", "kind", "name", "catalog_name", "aliases", "abolished_on", "successor_id")
PLACE = ("tree_id", "lft", "rght", "level")


class NotPossible(Exception):
    """The organisation cannot be saved like this; `faults` is {field: Chinese sentence}."""

    def __init__(self, faults: dict[str, str]):
        super().__init__("；".join(faults.values()))
        self.faults = faults


def why_not_save(organization: Organization) -> dict[str, str]:
    """What stands against the place, abolition and succession of `organization`: {field: Chinese sentence}."""
    return dict(_faults(organization))


@transaction.atomic
def save_organization(organization: Organization) -> Organization:
    """Insert, change, move or abolish one organisation. Raises NotPossible (see `why_not_save`)."""
    lock_until_commit(LOCK)
    if faults := why_not_save(organization):
        raise NotPossible(faults)
    before = Organization.objects.filter(pk=organization.pk).first()
    target = _on_fresh_place(organization, before)
    changed = before is None or any(
        getattr(before, field) != getattr(target, field) for field in WHO_OWES_WHAT
    )
    target.save()
    _copy(target, organization, ("id", *PLACE))
    if changed:
        _announce()
    return organization


@transaction.atomic
def load_organizations(rows: list[dict]) -> int:
    """Insert or update organisations from dicts (parents first, keyed by `code`); returns how many rows.

    `parent_code` and `successor_code` name other rows. Siblings stand in the order of the rows. Raises
    NotPossible when the rows would put an organisation under itself.
    """
    lock_until_commit(LOCK)
    known = {o.code: o for o in Organization.objects.all()}
    with Organization.objects.disable_mptt_updates():
        for row in rows:
            fields = {k: v for k, v in row.items() if k not in ("parent_code", "successor_code")}
            organization = known.get(row["code"]) or Organization(code=row["code"])
            for name, value in fields.items():
                setattr(organization, name, value)
            organization.parent = known[row["parent_code"]] if row["parent_code"] else None
            if row.get("successor_code") == "":
                organization.successor = None
            organization.save()
            known[organization.code] = organization
    for row in rows:
        if row.get("successor_code"):
            Organization.objects.filter(code=row["code"]).update(successor=known[row["successor_code"]])
    _number({code: index for index, code in enumerate(row["code"] for row in rows)})
    _announce()
    return len(rows)


def _faults(organization: Organization) -> Iterator[tuple[str, str]]:
    parent = Organization.objects.filter(pk=organization.parent_id).first()
    if organization.pk and organization.pk in _line_of(parent):
        yield "parent", "上级单位不能是本单位或者本单位的下级，请另选。"
    elif (parent.kind if parent else None) not in PARENT_KINDS[organization.kind]:
        yield "parent", _right_parent(organization)
    elif parent and not parent.is_active and organization.is_active:
        yield "parent", f"{parent.short_name}已经撤销，请另选上级单位。"
    if not organization.is_active:
        yield from _abolition_faults(organization)


def _line_of(organization: Organization | None) -> list[int]:
    """Keys of the organisation and all above it, read from the stored parents (a stale copy could miss a move)."""
    parents = dict(Organization.objects.values_list("pk", "parent_id"))
    line, pk = [], organization.pk if organization else None
    while pk is not None and pk not in line:
        line.append(pk)
        pk = parents[pk]
    return line


def _right_parent(organization: Organization) -> str:
    label = Kind(organization.kind).label
    kinds = [kind for kind in PARENT_KINDS[organization.kind] if kind]
    if not kinds:
        return f"{label}没有上级单位，请留空。"
    return f"{label}的上级单位应当是{'、'.join(kind.label for kind in kinds)}，请另选。"


def _abolition_faults(organization: Organization) -> Iterator[tuple[str, str]]:
    successor = organization.successor
    if successor and successor.pk == organization.pk:
        yield "successor", "职能承接单位不能是本单位，请另选。"
    elif successor and not successor.is_active:
        yield "successor", f"{successor.short_name}也已经撤销，请选择现在承接职能的单位。"
    left = organization.children.active().count() if organization.pk else 0
    if left:
        yield "abolished_on", f"下面还有 {left} 个没有撤销的单位，请先调整它们的上级单位。"


def _on_fresh_place(organization: Organization, stored: Organization | None) -> Organization:
    """The row to save: the caller's values on the place stored now, since others may have moved the tree meanwhile."""
    if stored is None:
        organization.parent = Organization.objects.filter(pk=organization.parent_id).first()
        return organization
    target = Organization.objects.get(pk=stored.pk)
    _copy(
        organization, target, [f.attname for f in Organization._meta.concrete_fields if f.name not in PLACE]
    )
    return target


def _copy(source: Organization, target: Organization, fields) -> None:
    for field in fields:
        setattr(target, field, getattr(source, field))


def _number(order: dict[str, int]) -> None:
    """Number the nested set anew; siblings by `order` (code to number), then as they stood."""
    stored = list(Organization.objects.order_by("tree_id", "lft", "pk"))
    nodes = {o.pk: o for o in sorted(stored, key=lambda o: order.get(o.code, len(order)))}
    reached = dict(places((o.pk, o.parent_id) for o in nodes.values()))
    if lost := [o.short_name for pk, o in nodes.items() if pk not in reached]:
        raise NotPossible({"parent": f"上下级关系形成了环：{'、'.join(lost)}。请核对上级单位。"})
    for pk, place in reached.items():
        for field, value in zip(PLACE, place, strict=True):
            setattr(nodes[pk], field, value)
    Organization.objects.bulk_update(nodes.values(), PLACE, batch_size=200)


def _announce() -> None:
    transaction.on_commit(lambda: organizations_changed.send(sender=Organization))
