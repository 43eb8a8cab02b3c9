"""What may stand behind the question mark, read strictly: a word that nobody knows is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)

from backorder_core.delivery.reporting import Ask
from backorder_core.domain.contracts import Contract
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.readings import DateOrder, DecimalSign
from backorder_core.domain.values import Band, Cause, Code, Status, Tier
from backorder_core.domain.windows import within_reach
from backorder_core.services.backorders import Filters, SortKey, stated
from backorder_core.services.files import ReadOptions
from backorder_core.services.imports import ANSWERS, ImportOptions, mapping_of
from backorder_core.store import PastStore, Store

MOST_ROWS = 1_000
Day = Annotated[date, AfterValidator(within_reach)]
Q = TypeVar("Q", bound="Query")
C = TypeVar("C", bound=Code)


def codes(kind: type[Code]) -> tuple[BeforeValidator, WithJsonSchema]:
    """How a repeatable parameter of one code list is read and described."""

    def read(words: Any) -> Any:
        return tuple(kind.parse(word) for word in words)

    one = {"type": "string", "enum": [code.key for code in kind]}
    return BeforeValidator(read), WithJsonSchema({"type": "array", "items": one})


class Query(BaseModel):
    """Common rules of every query: frozen, unknown names refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: Day | None = Field(default=None, description="Business date; today by default.")


class ImportQuery(Query):
    """How a file is to be read; the same options as on the command line."""

    dry_run: bool = Field(default=False, description="Say what would happen and write nothing.")
    dates: Literal["dmy", "mdy", "ymd"] | None = Field(
        default=None, description="Order of day, month and year, where the file leaves it open."
    )
    decimal: Literal["point", "comma"] | None = Field(
        default=None, description="Decimal sign of quantities, where the file leaves it open."
    )
    map: tuple[str, ...] = Field(
        default=(), description="FIELD=HEADER: which column holds a field; repeatable."
    )
    header: bool = Field(
        default=True, description="Whether the file has a header; without one, give columns."
    )
    columns: tuple[str, ...] = Field(
        default=(), description="Names of all columns in order, for a file without a header; repeatable."
    )
    sheet: str | None = Field(default=None, description="Sheet of a workbook, where several hold data.")
    unknown: tuple[str, ...] = Field(
        default=(), description="Text that means a date that nobody knows, such as TBD; repeatable."
    )
    with_lines: bool = Field(
        default=False, description="Bring suppliers, products and (po-delays) PO lines that the store lacks."
    )
    missing: Literal["keep", "close"] | None = Field(
        default=None, description="Open PO lines that the file does not have: keep them, or close them."
    )
    closed: Literal["keep", "close"] | None = Field(
        default=None, description="PO lines that the file calls closed with units open: keep or close them."
    )
    blanks: Literal["above", "reject"] | None = Field(
        default=None, description="Lines without their order's number: take it from the row above, or reject."
    )
    file_name: str = Field(
        default="delays.csv", min_length=1, max_length=200, description="What the file is called in the list."
    )

    def options(self, contract: Contract) -> ImportOptions:
        """The options of the import."""
        return ImportOptions(
            dates=DateOrder(self.dates) if self.dates else None,
            decimal=DecimalSign(self.decimal) if self.decimal else None,
            mapping=mapping_of(contract, self.map, "map"),
            reading=ReadOptions(header=self.header, columns=self.columns, sheet=self.sheet),
            with_lines=self.with_lines,
            unknown=self.unknown,
            answers={name: said for name in ANSWERS if (said := getattr(self, name))},
        )


class LookQuery(Query):
    """What looks at the store without changing it."""

    known_on: Day | None = Field(
        default=None, description="Leave out what was entered after this day; it is the day looked at, too."
    )

    def seen(self, store: Store) -> Store:
        """The store as it was known on the day, or as it is."""
        return PastStore(store, self.known_on) if self.known_on else store


class ListQuery(LookQuery):
    """The filters of the list; the same as on the screen and the command line."""

    state: Literal["open", "closed", "all"] | None = Field(default=None, description="Open ones by default.")
    band: Annotated[tuple[Band, ...], *codes(Band)] = Field(default=(), description="Priority band.")
    tier: Annotated[tuple[Tier, ...], *codes(Tier)] = Field(default=(), description="Best customer tier.")
    status: Annotated[tuple[Status, ...], *codes(Status)] = Field(default=(), description="Headline.")
    cause: Annotated[tuple[Cause, ...], *codes(Cause)] = Field(default=(), description="Root cause.")
    supplier: str | None = Field(default=None, description="Supplier code.")
    product: str | None = Field(default=None, description="Product code.")
    customer: str | None = Field(default=None, description="Customer code.")
    owner: str | None = Field(default=None, description="Name of the owner.")
    aging: str | None = Field(
        default=None, description="Aging bucket: 0-7, 8-14 or 15+ where the settings do not say otherwise."
    )
    age_from: int | None = Field(default=None, description="Age in days, at least.")
    age_to: int | None = Field(default=None, description="Age in days, at most.")
    value_from: Decimal | None = Field(default=None, description="Revenue at risk, at least.")
    value_to: Decimal | None = Field(default=None, description="Revenue at risk, at most.")
    pipeline: str | None = Field(
        default=None,
        description="Pipeline bucket: past_eta, 24h, 3d, 7d, later or unknown, unless settings differ.",
    )
    search: str | None = Field(default=None, description="Words in numbers, names or orders.")
    category: str | None = Field(default=None, description="Product category.")
    created_from: Day | None = Field(default=None, description="Created on this day or later.")
    created_to: Day | None = Field(default=None, description="Created on this day or earlier.")
    closed_from: Day | None = Field(default=None, description="Closed on this day or later.")
    closed_to: Day | None = Field(default=None, description="Closed on this day or earlier.")
    sort: SortKey = Field(default=SortKey.SCORE, description="What to sort by.")
    ascending: bool = Field(default=False, description="Smallest first.")
    limit: int = Field(default=50, ge=1, le=MOST_ROWS, description="Rows of the page.")
    offset: int = Field(default=0, ge=0, description="Rows to skip.")

    def filters(self) -> Filters:
        """The filters of the list."""
        narrowed = Filters(
            bands=self.band,
            tiers=self.tier,
            statuses=self.status,
            causes=self.cause,
            supplier=self.supplier,
            product=self.product,
            customer=self.customer,
            owner=self.owner,
            aging=self.aging,
            age_from=self.age_from,
            age_to=self.age_to,
            value_from=self.value_from,
            value_to=self.value_to,
            pipeline=self.pipeline,
            search=self.search,
            category=self.category,
            created_from=self.created_from,
            created_to=self.created_to,
            closed_from=self.closed_from,
            closed_to=self.closed_to,
        )
        return stated(narrowed, self.state)


class ReportQuery(LookQuery):
    """What a report is asked for; those that take no window or supplier leave it aside."""

    since: Day | None = Field(default=None, alias="from", description="First day of the window.")
    until: Day | None = Field(default=None, alias="to", description="First day after the window.")
    supplier: str | None = Field(default=None, description="Supplier code.")

    def ask(self, as_of: date) -> Ask:
        """The question for a report."""
        return Ask(as_of, self.since, self.until, self.supplier)


def read_query(kind: type[Q], pairs: Sequence[tuple[str, str]]) -> Q:
    """A query from the words behind the question mark; ``InvalidInput`` names the first that is wrong."""
    properties = kind.model_json_schema()["properties"]
    given: dict[str, Any] = {}
    for name, value in pairs:
        if properties.get(name, {}).get("type") == "array":
            given.setdefault(name, []).append(value)
        elif name in given:
            raise InvalidInput(f"The parameter '{name}' stands twice: give it once.")
        else:
            given[name] = value
    try:
        return kind.model_validate(given)
    except ValidationError as wrong:
        raise InvalidInput(_sentence(wrong.errors()[0], properties)) from None


def _sentence(problem: Any, properties: dict[str, Any]) -> str:
    name = str(problem["loc"][0])
    if problem["type"] == "extra_forbidden":
        return f"There is no parameter '{name}': choose from {', '.join(properties)}."
    said = str(problem["msg"]).removeprefix("Value error, ")
    return f"The parameter '{name}' cannot be '{_short(problem['input'])}': {said[:1].lower()}{said[1:]}."


def _short(value: Any) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
