"""Notices in words: the standard texts, texts of one's own, and what a template may not do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.notices import Notice, for_creation, for_escalation, for_eta_update
from backorder_core.domain.notifying import Template, Templates
from backorder_core.domain.settings import Settings
from backorder_core.domain.values import Role
from backorder_core.services.wording import EXAMPLES, check_templates, worded
from tests.domain.builders import demand, feb, industrial, metro
from tests.domain.test_notices import ABOUT, PLAIN, to_customers

STANDARD = Templates()


def own(kind: str, subject: str = "{{ number }}", body: str = "-") -> Settings:
    template = Template(subject=subject, body=body)
    return Settings(templates=STANDARD.model_copy(update={kind: template}))


def said(notice: Notice) -> tuple[str, str]:
    return worded(notice, STANDARD)


def test_a_customer_reads_every_unshipped_item_and_both_dates() -> None:
    orders = (metro(), industrial(), demand(3, quantity="5.500", customer=2))
    (_, standard) = to_customers(for_eta_update(replace(ABOUT, demands=orders), feb(1)))
    assert said(standard) == (
        "Your order of Control Module CM-500: new delivery date 2025-02-15",
        "Dear Industrial Services,\n\nnot yet shipped:\n"
        "- 20 × Control Module CM-500 (CM-500), order SO-0002 line 1\n"
        "- 5.5 × Control Module CM-500 (CM-500), order SO-0003 line 1\n\n"
        "Delivery date so far: 2025-02-01. New delivery date: 2025-02-15.\n"
        "We are sorry for the delay and will tell you at once when this changes.",
    )


def test_a_customer_does_not_read_about_others_or_our_revenue() -> None:
    for notice in to_customers(for_creation(ABOUT, automatic=False)):
        other = "Industrial Services" if notice.customer_id == 1 else "Metro Manufacturing"
        assert other not in said(notice)[1]
        assert "35,000" not in said(notice)[1]


def test_at_creation_the_date_so_far_is_the_original_one() -> None:
    (told,) = to_customers(for_creation(PLAIN, automatic=False))
    assert "Delivery date so far: 2025-01-25. New delivery date: 2025-02-15." in said(told)[1]


def test_an_unknown_date_is_said_to_be_not_yet_known() -> None:
    (told,) = to_customers(for_eta_update(replace(PLAIN, eta=None), None))
    assert said(told)[0].endswith("new delivery date not yet known")
    assert "Delivery date so far: not yet known. New delivery date: not yet known." in said(told)[1]
    subject, _ = said(for_eta_update(replace(PLAIN, eta=None), feb(15))[0])
    assert subject == "BO-2025-0156: ETA 2025-02-15 → not yet known"


def test_the_team_reads_the_facts() -> None:
    assert said(for_creation(ABOUT, automatic=False)[0]) == (
        "BO-2025-0156: Control Module CM-500 is short, 35,000.00 at risk",
        "Control Module CM-500 (CM-500), originally due 2025-01-25, now expected 2025-02-15. "
        "Waiting: Metro Manufacturing, Industrial Services. Revenue at risk 35,000.00.",
    )
    for notice in for_escalation(ABOUT, 2, "7 days overdue"):
        assert said(notice)[0] == "BO-2025-0156 escalated to level 2: 7 days overdue"


def test_a_notice_with_its_own_words_keeps_them() -> None:
    assert said(Notice("k", "approval", Role.MANAGER, None, "Please decide", "It waits")) == (
        "Please decide",
        "It waits",
    )


def test_words_of_ones_own_are_used() -> None:
    templates = own("created", "Achtung: {{ number }}\n {{ value }}", "{{ product_name | upper }}").templates
    assert worded(for_creation(ABOUT, automatic=False)[0], templates) == (
        "Achtung: BO-2025-0156 35,000.00",
        "CONTROL MODULE CM-500",
    )


def test_a_template_that_fails_on_real_facts_gives_way_to_the_standard_one() -> None:
    templates = own("created", "{{ 1 // (customers | length - 36) }}").templates
    check_templates(Settings(templates=templates))
    notice = for_creation(ABOUT, automatic=False)[0]
    failing = replace(notice, facts={**notice.facts, "customers": "x" * 36})
    assert worded(failing, templates)[0].endswith("is short, 35,000.00 at risk")


@pytest.mark.parametrize("kind", list(STANDARD.by_kind()))
def test_every_kind_has_a_standard_text_and_an_example(kind: str) -> None:
    subject, body = worded(Notice("k", kind, Role.MANAGER, facts=EXAMPLES[kind]), STANDARD)
    assert subject
    assert body
    assert "{" not in subject + body


def test_the_standard_texts_check_out() -> None:
    check_templates(Settings())


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        ("{{ custmer }}", "The subject of 'New ETA' names 'custmer', which no such notice has: use "),
        ("{% if value == '' %}{{ custmer }}{% endif %}x", "names 'custmer'"),
        ("{{ number.secret }}", "cannot be filled in: 'str object' has no attribute 'secret'; correct it."),
        ("{{ number", "The subject of 'New ETA' is not a template, line 1: "),
        ("{{ 1 // 0 }}", "cannot be filled in: integer division or modulo by zero; correct it."),
        ("{% include 'x' %}", "cannot be filled in"),
        ("{# nothing #} ", "comes out empty: write at least one word."),
        ("{{ ''.__class__.__mro__ }}", "cannot be filled in"),
        ("{{ number.__init__.__globals__ }}", "cannot be filled in"),
        ("{{ 'a' * 1000000000 }}", "the operator '*' is not allowed"),
        ("{{ 9 ** 9 ** 9 }}", "the operator '**' is not allowed"),
        ("{% for n in range(1000000000) %}x{% endfor %}", "cannot be filled in: Range too big"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_in_is_refused_in_one_sentence(subject: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_templates(own("eta", subject))
    assert sentence in refused.value.sentence
    assert "\n" not in refused.value.sentence
