"""The editable lists as the detectors need them: plain values, loaded once and passed in."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings

from .detectors.leaders import Rank
from .detectors.wording import Rule, compiled


@dataclass(frozen=True)
class Words:
    """Word rules, allowed domains (a name stands for itself and everything below it) and the order of leaders."""

    rules: tuple[Rule, ...] = ()
    domains: tuple[str, ...] = ()
    ranks: tuple[Rank, ...] = ()

    @classmethod
    def load(cls) -> "Words":
        """The lists as the database has them now: three queries."""
        from .models import AllowedDomain, TitleRank, WordRule

        return cls(
            rules=tuple(Rule(*row) for row in WordRule.objects.active().values_list(*Rule._fields)),
            domains=(*AllowedDomain.objects.active().values_list("domain", flat=True), *_own_domain()),
            ranks=tuple(entry.as_rank() for entry in TitleRank.objects.active()),
        )

    @classmethod
    def shipped(cls) -> "Words":
        """The lists as shipped, without a database."""
        from .shipping import shipped_domains, shipped_ranks, shipped_rules

        return cls(
            rules=tuple(Rule(*(row[field] for field in Rule._fields)) for row in shipped_rules()),
            domains=(*(row["domain"] for row in shipped_domains()), *_own_domain()),
            ranks=tuple(Rank(int(row["place"]), (row["title"],), ()) for row in shipped_ranks()),
        )

    @cached_property
    def compiled(self):
        """The rules ready for searching: literals as they are, patterns compiled."""
        return compiled(self.rules)

    @cached_property
    def spam(self) -> tuple[str, ...]:
        """Words that have no business in the text or host of a link."""
        return tuple(rule.text.lower() for rule in self.rules if rule.kind == "spam")

    def allows(self, host: str) -> bool:
        """Whether `host` is on the list of allowed domains or below one of them."""
        host = host.lower().rstrip(".")
        return any(host == domain or host.endswith(f".{domain}") for domain in self.domains)


def _own_domain() -> tuple[str, ...]:
    site = getattr(settings, "SITE", {})
    own = {site.get("domain", ""), urlsplit(site.get("url", "")).hostname or ""}
    return tuple(sorted(name.lower() for name in own if name))
