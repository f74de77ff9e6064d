"""A county that has published before the pipeline came is brought to the present without losing or inventing anything."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from disclosure.models import Article, PolicyDocument, Publication
from disclosure.vocabulary import Status

BEFORE = [("disclosure", "0002_initial")]
AT = datetime(2025, 6, 20, 2, tzinfo=UTC)


@pytest.fixture
def former(transactional_db):
    """The models as they were; whatever happens, the schema is the present one afterwards."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] != "disclosure"]
    yield executor.loader.project_state([*others, *BEFORE]).apps
    bring_up()


def bring_up() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def former_row(apps, model: str, **fields):
    organizations = apps.get_model("organizations", "Organization")
    organ = organizations.objects.filter(code="finance").first() or organizations.objects.create(
        code="finance",
        name="明湖县财政局",
        short_name="县财政局",
        catalog_name="县财政局",
        kind="department",
        lft=1,
        rght=2,
        tree_id=1,
        level=0,
    )
    facts = {"topic": "综合政务\\政务公开", "formed_on": date(2025, 6, 3), "body": "<p>正文。</p>"}
    return apps.get_model("disclosure", model).objects.create(organization=organ, **{**facts, **fields})


def a_publisher(apps):
    return apps.get_model("organizations", "User").objects.create(username="issuer", password="!")


def test_what_was_public_is_public_and_signed_by_who_published_it(former):
    issuer = a_publisher(former)
    public = {"published_at": AT, "published_by": issuer}
    for number, (model, kind) in enumerate([("Article", "article"), ("PolicyDocument", "policy")]):
        former_row(
            former,
            model,
            kind=kind,
            title=kind,
            status="published",
            index_number=f"X/2025-{number}",
            **public,
        )
    gone = {"withdrawn_at": AT, "withdrawal_reason": "内容有误", "index_number": "X/2025-9"}
    former_row(former, "Article", kind="article", title="gone", status="withdrawn", **public, **gone)
    former_row(former, "Article", kind="article", title="draft", status="draft")

    bring_up()

    rows = {row.title: row for row in Publication.objects.all()}
    assert {title: row.status for title, row in rows.items()} == {
        "article": Status.PUBLISHED,
        "policy": Status.PUBLISHED,
        "gone": Status.WITHDRAWN,
        "draft": Status.DRAFT,
    }
    assert all(rows[name].signed_at == AT for name in ("article", "policy", "gone"))
    assert all(rows[name].signed_by_id == issuer.pk for name in ("article", "policy", "gone"))
    assert rows["draft"].signed_at is None
    assert Publication.objects.public().count() == 2
    assert Article.objects.get(title="article").body == PolicyDocument.objects.get().body == "<p>正文。</p>"
