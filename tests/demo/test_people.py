"""The demo county's staff: everybody who is needed, named posts, and one arrangement that holds today."""

import pytest
from django.conf import settings
from django.utils import timezone

from portal.demo import people
from portal.organizations.deputies import holds, principals_of
from portal.organizations.models import Deputy, Duty, Kind, OfficePost, Organization, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "on_that_day")]


def test_production_looks_for_the_very_same_logins():
    assert set(settings.DEMO_USERNAMES) == {login.username for login in people.DEMO_LOGINS}
    assert settings.DEMO_PASSWORD == people.DEMO_PASSWORD


def test_the_town_has_two_people_so_that_nobody_signs_what_they_wrote():
    town = Organization.objects.get(code="yunxi")
    today = timezone.localdate()
    author, signer = (User.objects.get(username=name) for name in ("yunxi", "yunxi-qianfa"))
    assert holds(signer, "disclosure.publish_publication", town, today)
    assert not holds(author, "disclosure.publish_publication", town, today)


def test_one_arrangement_holds_today():
    row = Deputy.objects.get()
    today = timezone.localdate()
    assert (row.principal.username, row.deputy.username) == ("qianfa", "fuzeren")
    assert row.starts_on == today and row.principal in principals_of(row.deputy, today)


def test_every_organ_names_who_answers_for_disclosure():
    offices = Organization.objects.exclude(kind__in=[Kind.VILLAGE, Kind.COMMUNITY])
    for office in offices:
        posts = OfficePost.objects.public_for(office)
        assert [post.duty for post in posts] == Duty.values, office
        assert all(post.phone.startswith("0700-") for post in posts)
    names = OfficePost.objects.exclude(duty=Duty.POLICY_LINE).values_list("name", flat=True)
    assert max(list(names).count(name) for name in set(names)) <= 3


def test_nobody_has_to_change_the_published_password():
    logins = User.objects.filter(username__in=settings.DEMO_USERNAMES)
    assert not logins.filter(must_change_password=True).exists()


def test_loading_the_people_again_adds_nothing():
    before = Deputy.objects.count(), OfficePost.objects.count(), User.objects.count()
    people.load()
    assert (Deputy.objects.count(), OfficePost.objects.count(), User.objects.count()) == before
