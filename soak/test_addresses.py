"""Every odd value in everything that every page takes from its address."""

from __future__ import annotations

import pytest

from soak.conftest import Figures
from tests.pages.conftest import Opened, company, opened, served  # noqa: F401 - fixtures
from tests.pages.test_addresses import ODD, PAGES, breaks
from tests.small_company import SmallCompany

pytestmark = pytest.mark.filterwarnings("ignore")


def test_no_address_breaks_any_page(
    company: SmallCompany,  # noqa: F811
    opened: Opened,  # noqa: F811
    figures: Figures,
) -> None:
    assert {page.stem: found for page in PAGES if (found := breaks(opened, page, ODD))} == {}
    figures(
        "Odd addresses", f"{len(ODD)} odd values in every word of {len(PAGES)} pages: none fails", "security"
    )
