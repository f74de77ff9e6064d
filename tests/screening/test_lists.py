"""The editable lists: shipped once, local changes stay; and the shipped words do not contradict themselves."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from portal.screening import Level, Words, screen_text
from portal.screening.detectors.wording import CODES, compiled, wrong_words
from portal.screening.models import AllowedDomain, TitleRank, WordRule
from portal.screening.shipping import ship_lists, shipped_rules

RULES = shipped_rules()


def test_at_least_250_entries_each_once():
    assert len(RULES) >= 250
    assert len({(rule["kind"], rule["text"]) for rule in RULES}) == len(RULES)
    assert {rule["kind"] for rule in RULES} == set(WordRule.Kind.values)
    assert all(rule["level"] in ("", *Level.values) for rule in RULES)
    assert all(rule["reason"] for rule in RULES)


def test_no_replacement_is_itself_on_the_list():
    rules = Words.shipped().compiled
    wrong = {}
    for rule in RULES:
        hits = [hit.proposal for hit in wrong_words(rule["replacement"], rules)]
        if rule["kind"] in CODES and hits:
            wrong[rule["text"]] = hits
    assert wrong == {}


def test_every_literal_is_found():
    rules = Words.shipped().compiled
    literals = [rule for rule in RULES if rule["is_regex"] is False and rule["kind"] in CODES]
    assert [rule["text"] for rule in literals if not list(wrong_words(rule["text"], rules))] == []


def test_a_broken_pattern_is_left_out():
    rule = Words.shipped().rules[0]._replace(kind="banned", text="(", is_regex=True)
    assert compiled((rule,)) == ([], [])


@pytest.mark.django_db
class TestInTheDatabase:
    def test_the_shipped_lists_are_there_after_migrate(self):
        loaded, shipped = Words.load(), Words.shipped()
        assert set(loaded.rules) == set(shipped.rules)
        assert set(loaded.domains) == set(shipped.domains)
        assert set(loaded.ranks) == set(shipped.ranks)

    def test_one_query_per_list(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            Words.load()

    def test_local_changes_stay_and_nothing_comes_back(self):
        edited = WordRule.objects.get(text="帐户")
        key = edited.shipped_as
        WordRule.objects.filter(pk=edited.pk).update(text="本地改过的写法", is_active=False)
        before = WordRule.objects.count()
        ship_lists(sender=None, apps=apps)
        assert WordRule.objects.count() == before
        assert WordRule.objects.get(shipped_as=key).text == "本地改过的写法"
        assert "本地改过的写法" not in {rule.text for rule in Words.load().rules}

    def test_new_shipped_lines_are_added_beside_local_ones(self):
        WordRule.objects.filter(text="帐户").delete()
        WordRule.objects.create(kind="mistyped", text="本地词", replacement="本地")
        ship_lists(sender=None, apps=apps)
        assert WordRule.objects.filter(text="帐户").exists()
        assert WordRule.objects.filter(text="本地词", shipped_as=None).exists()

    def test_a_line_the_release_has_taken_back_goes_unless_it_was_changed_here(self):
        WordRule.objects.create(kind="mistyped", text="收回甲", shipped_as="mistyped:收回甲")
        WordRule.objects.create(kind="mistyped", text="改过", shipped_as="mistyped:收回乙")
        ship_lists(sender=None, apps=apps)
        assert not WordRule.objects.filter(text="收回甲").exists()
        assert WordRule.objects.filter(text="改过").exists()

    def test_a_local_line_that_says_the_same_is_no_obstacle(self):
        WordRule.objects.filter(text="帐户").delete()
        WordRule.objects.create(kind="mistyped", text="帐户", replacement="账户")
        ship_lists(sender=None, apps=apps)
        assert WordRule.objects.filter(text="帐户").count() == 1

    def test_local_words_count_at_once(self):
        WordRule.objects.create(kind="wording", text="老明湖县", replacement="明湖县", level="blocks")
        (finding,) = screen_text("老明湖县历史", "正文", Words.load())
        assert finding.level == Level.BLOCKS
        assert "“老明湖县”建议改为“明湖县”" in finding.proposal

    def test_names_of_leaders_are_checked_once_they_are_entered(self):
        TitleRank.objects.filter(title="县委书记").update(holders="甄一")
        TitleRank.objects.filter(title="县长").update(holders="甄二")
        words = Words.load()
        (finding,) = screen_text("甄二、甄一出席会议。", "正文", words)
        assert finding.code == "title_order" and "甄一、甄二" in finding.proposal
        assert screen_text("甄一、甄二出席会议。", "正文", words) == []


@pytest.mark.parametrize("text", ["(", "a*", "(a+)+b"])
def test_dangerous_or_empty_patterns_are_refused(text):
    with pytest.raises(ValidationError):
        WordRule(kind="banned", text=text, is_regex=True).clean()


@pytest.mark.parametrize(
    ("typed", "kept"), [(" Example.GOV.cn. ", "example.gov.cn"), ("*.example.cn", "example.cn")]
)
def test_domains_are_put_into_one_form(typed, kept):
    entry = AllowedDomain(domain=typed)
    entry.clean()
    assert entry.domain == kept


@pytest.mark.parametrize("typed", ["https://a.cn", "a", "a.cn/x", "10.0.0.1", ""])
def test_what_is_no_domain_is_refused(typed):
    with pytest.raises(ValidationError):
        AllowedDomain(domain=typed).clean()


def test_patterns_of_the_shipped_list_match_no_empty_text():
    assert [r["text"] for r in RULES if r["is_regex"] and re.search(r["text"], "")] == []
