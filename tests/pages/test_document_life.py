"""What a document's page says of its life: evidence, the graph and its twin in words, whom to ask."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from disclosure.documents import change_validity
from disclosure.models import Article, Cleanup, DocumentRelation, PolicyDocument, Publication, ValidityChange
from disclosure.vocabulary import RelationType, Status, Validity
from portal.organizations.models import Duty, OfficePost
from portal.pages.relation_graph import BOX_HEIGHT, BOX_WIDTH, MOST_NODES, draw, short_title
from tests.factories import make_organization, make_published, make_user


@pytest.fixture
def bureau(calendar):
    return make_organization("县民政局")


@pytest.fixture
def issuer(bureau):
    return make_user(organization=bureau, roles=["签发人"])


@pytest.fixture
def document(bureau):
    return make_published("旧办法", PolicyDocument, bureau)


@pytest.fixture
def newer(bureau):
    return make_published("新办法", PolicyDocument, bureau, document_number="明民〔2026〕3号")


def page_of(client, publication) -> BeautifulSoup:
    return BeautifulSoup(client.get(publication.get_absolute_url()).content, "html.parser")


def evidence(client, publication) -> list[str]:
    return [
        " ".join(li.get_text().split()) for li in page_of(client, publication).select(".validity-evidence li")
    ]


def fresh(row):
    return Publication.objects.select_related("organization").get(pk=row.pk)


# Evidence


@pytest.mark.django_db
def test_a_repealed_document_says_by_which_and_since_when_with_a_link(client, document, newer, issuer):
    change_validity(document, Validity.REPEALED, date(2026, 3, 1), issuer, by_document=newer)
    page = page_of(client, document)
    assert evidence(client, document) == ["2026年3月1日起由新办法（明民〔2026〕3号）废止。"]
    assert page.select_one(".validity-evidence a")["href"] == newer.get_absolute_url()
    assert page.select_one(".document-facts .mark-repealed")


@pytest.mark.django_db
def test_what_is_to_come_is_announced(client, document, newer, issuer):
    on = timezone.localdate() + timedelta(days=30)
    change_validity(document, Validity.REPEALED, on, issuer, by_document=newer)
    assert evidence(client, document)[0].startswith("将自")
    assert page_of(client, document).select_one(".document-facts .mark-valid")


@pytest.mark.django_db
def test_a_basis_in_words_is_told(client, document, issuer):
    change_validity(document, Validity.EXPIRED, date(2026, 3, 1), issuer, basis="有效期届满")
    assert evidence(client, document) == ["2026年3月1日起失效，依据：有效期届满。"]


@pytest.mark.django_db
def test_evidence_that_was_withdrawn_is_not_named(client, document, newer, issuer):
    change_validity(document, Validity.REPEALED, date(2026, 3, 1), issuer, by_document=newer)
    Publication.objects.filter(pk=newer.pk).update(
        status=Status.WITHDRAWN, withdrawn_at=timezone.now(), withdrawal_reason="有误"
    )
    assert evidence(client, document) == ["2026年3月1日起废止。"]
    assert "新办法" not in page_of(client, document).main.get_text()


@pytest.mark.django_db
def test_a_cleanup_is_named_with_its_published_result(client, document, bureau):
    result = make_published("清理结果公告", Article, bureau)
    cleanup = Cleanup.objects.create(
        title="清理", organization=bureau, formed_before=date(2026, 1, 1), result=fresh(result)
    )
    facts = {
        "document": fresh(document),
        "cleanup": cleanup,
        "on": date(2026, 3, 1),
        "applied_at": timezone.now(),
    }
    ValidityChange.objects.create(**facts, before="in_force", after="in_force", basis="文件清理，继续有效")
    assert evidence(client, document) == ["2026年3月1日，文件清理，继续有效（见清理结果公告）。"]


# The graph


def relate(publication, kind, target):
    DocumentRelation.objects.create(publication=publication, type=kind, target=target)


@pytest.mark.django_db
def test_the_graph_reaches_two_levels_and_says_the_same_in_words(client, document, newer, bureau):
    basis = make_published("上级规定", PolicyDocument, bureau)
    newest = make_published("最新办法", PolicyDocument, bureau)
    relate(document, RelationType.BASED_ON, basis)
    relate(newer, RelationType.REPEALS, document)
    relate(newest, RelationType.AMENDS, newer)
    page = page_of(client, document)
    links = {a["href"] for a in page.select(".relation-graph svg a")}
    assert links == {p.get_absolute_url() for p in (basis, newer, newest)}
    assert page.select_one(".graph-here title").get_text() == "旧办法"
    told = {" ".join(li.get_text().split()) for li in page.select(".relation-graph details li")}
    assert told == {"旧办法 依据 上级规定", "新办法 废止 旧办法", "最新办法 修改 新办法"}
    assert not page.select("svg [style]")


@pytest.mark.django_db
def test_what_is_not_public_is_not_drawn(client, document, newer, bureau):
    draft = PolicyDocument.objects.create(
        title="没有发布的办法", organization=bureau, topic="综合政务\\政务公开", formed_on=date(2026, 1, 1)
    )
    relate(newer, RelationType.AMENDS, document)
    relate(draft, RelationType.REPEALS, document)
    relate(draft, RelationType.AMENDS, newer)
    relate(newer, RelationType.BASED_ON, draft)
    assert "没有发布的办法" not in page_of(client, document).get_text()
    assert "没有发布的办法" not in page_of(client, newer).get_text()


@pytest.mark.django_db
def test_without_relations_there_is_no_graph(client, document):
    assert page_of(client, document).select_one(".relation-graph") is None


class Paper:
    validity_label = ""

    def __init__(self, pk, title="一份题目很长很长很长很长很长的文件"):
        self.pk, self.title = pk, title

    def get_absolute_url(self):
        return f"/publications/{self.pk}/"


PAPERS = [Paper(number) for number in range(25)]


@given(
    st.lists(
        st.tuples(st.integers(0, 24), st.sampled_from(["依据", "修改", "废止"]), st.integers(0, 24)),
        max_size=60,
    )
)
def test_any_relations_can_be_drawn(rows):
    graph = draw(PAPERS[0], [(PAPERS[a], word, PAPERS[b]) for a, word, b in rows])
    if graph is None:
        return
    boxes = [(n.x, n.y) for n in graph.nodes]
    assert 2 <= len(boxes) <= MOST_NODES and sum(n.is_here for n in graph.nodes) == 1
    assert len(set(boxes)) == len(boxes), "boxes lie on one another"
    assert all(
        x >= 0 and x + BOX_WIDTH <= graph.width and y >= 0 and y + BOX_HEIGHT <= graph.height
        for x, y in boxes
    )
    for x, y in boxes:
        near = [
            other for other in boxes if other != (x, y) and other[0] == x and abs(other[1] - y) < BOX_HEIGHT
        ]
        assert not near
    labels = [(e.label_x, e.label_y) for e in graph.edges if e.label]
    assert all(0 <= x <= graph.width and 0 <= y <= graph.height for x, y in labels)
    assert all(len(line) <= 12 for node in graph.nodes for line in node.lines)
    assert len(graph.edges) <= len(graph.sentences)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("明湖县民政局关于印发《明湖县养老机构补贴办法（试行）》的通知", "明湖县养老机构补贴办法（试行）"),
        ("明湖县城市管理局关于修改《明湖县招牌设置规定》的决定", "修改《明湖县招牌设置规定》"),
        ("明湖县司法局关于扩大法律援助覆盖面的实施意见", "扩大法律援助覆盖面的实施意见"),
        ("明湖县户外广告和招牌设置管理规定", "明湖县户外广告和招牌设置管理规定"),
        ("关于", "关于"),
    ],
)
def test_a_box_says_what_the_document_is_about(title, short):
    assert short_title(title) == short


def test_too_many_are_cut_and_it_is_said():
    graph = draw(PAPERS[0], [(PAPERS[n], "依据", PAPERS[0]) for n in range(1, 20)])
    assert len(graph.nodes) == MOST_NODES and graph.is_cut


# Whom to ask


@pytest.mark.django_db
def test_the_officers_who_explain_are_named(client, document, bureau):
    OfficePost.objects.create(
        organization=bureau, duty=Duty.FIRST_INTERPRETER, name="甲局长", position="局长", phone="0700-6880011"
    )
    OfficePost.objects.create(organization=bureau, duty=Duty.INTERPRETER, name="不公布的", is_public=False)
    OfficePost.objects.create(organization=bureau, duty=Duty.OFFICER_A, name="公开工作的")
    text = page_of(client, document).select_one(".policy-contact").get_text(" ", strip=True)
    assert "政策解读第一责任人" in text and "甲局长" in text and "0700-6880011" in text
    assert "不公布的" not in text and "公开工作的" not in text


@pytest.mark.django_db
def test_without_officers_there_is_no_block(client, document):
    assert page_of(client, document).select_one(".policy-contact") is None
