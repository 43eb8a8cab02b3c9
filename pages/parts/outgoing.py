"""What goes out of the house: figures, letters, channels, addresses, and the forms that set them up."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from backorder_core.delivery import channels as ways_out
from backorder_core.delivery import outbound
from backorder_core.delivery.channels import Channel, Ways
from backorder_core.delivery.outbound import Letter, Post
from backorder_core.store import Store
from pages.parts import cards, doing, tables
from pages.parts.files import ALL
from pages.parts.format import count, either, moment, worded
from pages.parts.frame import Frame
from pages.parts.remembering import remembered
from pages.parts.text import safe

NO_CHANNEL = (
    "No channel is set up: every notice stays in the inbox of each person, and nothing leaves the house. "
    "Set one up below to send e-mail, to post to Slack or Teams, or to call a webhook."
)
EXAMPLES = """- E-mail to each person: `mailtos://user:password@smtp.example.com?from=us@example.com&to={address}`
- Slack: `slack://token_a/token_b/token_c/#channel`
- Teams: `workflows://host:port/workflow/signature`
- Webhook: `jsons://example.com/hooks/backorders`
- and everything else that Apprise knows. `{address}` stands where each person's own address goes."""
NOTHING = {
    "dead": "Nothing is lost: whatever was sent was accepted.",
    "queued": "Nothing waits.",
    "sent": "Nothing was sent yet.",
}


def read(frame: Frame) -> tuple[Ways, Post]:
    """Channels and deliveries as they stand now."""
    return _read(frame.store, (frame.store.url, frame.version))


@remembered(8)
def _read(_store: Store, key: tuple[str, int]) -> tuple[Ways, Post]:
    return ways_out.ways(_store), outbound.post(_store)


def said_plainly(ways: Ways) -> None:
    """That nothing leaves the house, or that a rule means what is not there."""
    if not ways.channels:
        st.info(NO_CHANNEL, icon=":material/inbox:")
    if ways.unknown:
        names = safe(either(list(ways.unknown)))
        st.warning(
            f"A rule in the settings names a channel that is not set up: {names}.", icon=":material/warning:"
        )
    if ways.nobody:
        roles = either([role.label for role in ways.nobody])
        st.warning(
            f"Nobody is {roles}: what the rules tell these roles stands in nobody’s inbox.",
            icon=":material/person_off:",
        )


def figures(post: Post) -> None:
    """How many deliveries stand where."""
    with st.grid(3, min_column_width=200):
        cards.figure("post_waiting", f"{post.queued:,}")
        cards.figure("post_sent", f"{post.sent:,}")
        cards.figure("post_dead", f"{post.dead:,}")


def send_now(frame: Frame) -> None:
    """Send at once what the schedule would send next."""
    if st.button("Send what is due", icon=":material/send:"):

        def work(_: str) -> str:
            done = outbound.send_due(frame.store)
            failed = done.failed + done.dead
            return f"{count(done.sent, 'message')} sent{f', {failed:,} not accepted' if failed else ''}."

        doing.attempt("send_due", work)


def letters(frame: Frame, post: Post, state: str, *, may_send: bool) -> None:
    """Deliveries of one state, newest first; dead letters can be ticked and tried again."""
    rows = [one for one in post.letters if one.state == state]
    if not rows:
        st.success(NOTHING[state], icon=":material/task_alt:")
        return
    cells = [_cell(frame, one) for one in rows]

    def every() -> list[dict[str, object]]:
        found = outbound.post(frame.store, ALL).letters
        return [_cell(frame, one) for one in found if one.state == state]

    if state != "dead" or not may_send:
        tables.show(cells, _columns(state), "Messages, newest first", missing="", every=every)
        return
    st.caption("Tick those to try again in the first column.")
    ids = [str(one.id) for one in rows]
    ticked = tables.ticked(cells, _columns(state), tables.key_of("dead", ids), "Dead letters", every=every)
    for place in ticked:
        st.text(f"{rows[place].channel}: {rows[place].error}")
    if ticked and st.button(
        f"Try {count(len(ticked), 'letter')} again", type="primary", icon=":material/replay:"
    ):
        chosen = [rows[place].id for place in ticked]

        def work(key: str) -> str:
            again = outbound.retry(frame.store, chosen, frame.actor, frame.as_of, key)
            return f"{count(again, 'letter')} will be tried again with the next round."

        doing.attempt("retry", work)


def _cell(frame: Frame, one: Letter) -> dict[str, object]:
    when = one.sent_at or (one.due_at if one.state == "queued" else one.created_at)
    return {
        "subject": worded(one.subject),
        "channel": one.channel,
        "person": one.person or "everybody there",
        "when": moment(when, frame.settings.time_zone),
        "tries": one.tries,
        "error": one.error,
    }


def _columns(state: str) -> tables.Config:
    when = {"dead": "Written", "queued": "Next try", "sent": "Sent"}[state]
    failed = {"error": tables.text("Why not", 440), "tries": tables.number("Tries", [1], width=56)}
    return {
        "channel": tables.text("Channel", 110),
        "person": tables.text("To", 120),
        **(failed if state == "dead" else {}),
        "subject": tables.text("Notice", 420),
        "when": tables.text(when, 140),
        **({"tries": failed["tries"], "error": failed["error"]} if state == "queued" else {}),
    }


def channels(ways: Ways) -> None:
    """The ways out, without their secrets."""
    if not ways.channels:
        st.caption("No channel yet.")
        return
    cells = [{"name": one.name, "service": one.service, "reaches": _reaches(one)} for one in ways.channels]
    columns = {
        "name": tables.text("Name", 110),
        "service": tables.text("What it is", 190),
        "reaches": tables.text("Reaches", 226),
    }
    tables.show(cells, columns, "Channels by name")


def _reaches(one: Channel) -> str:
    return "each person at their own address" if one.personal else "one place that many read"


def setting_up(frame: Frame, ways: Ways) -> None:
    """Forms: a channel, an address, a test."""
    forms: dict[str, Callable[[Frame, Ways], None]] = {"Set up a channel": _channel_form}
    if ways.channels:
        forms |= {"Test": _test_form, "Remove": _removal}
    if any(one.personal for one in ways.channels):
        forms |= {"Address of a person": _address_form}
    chosen = st.segmented_control("Do", list(forms), key="channel_form", label_visibility="collapsed")
    if chosen:
        with st.container(border=True):
            forms[chosen](frame, ways)


def _channel_form(frame: Frame, _: Ways) -> None:
    with st.form("set_channel", border=False):
        name = st.text_input("Name", max_chars=ways_out.LONGEST_NAME, placeholder="E-mail")
        url = st.text_input(
            "Address in Apprise's form",
            type="password",
            help="It may hold a password: it is stored for sending, and shown nowhere.",
        )
        st.caption(EXAMPLES)
        if st.form_submit_button("Save the channel", type="primary", icon=":material/add_link:"):

            def work(key: str) -> str:
                made = ways_out.set_channel(frame.store, name, url, frame.actor, frame.as_of, key)
                return f"{made.name} is set up: {made.service}. Send a test to be sure."

            doing.attempt("set_channel", work)


def _test_form(frame: Frame, ways: Ways) -> None:
    with st.form("test_channel", border=False):
        name = st.selectbox("Channel", [one.name for one in ways.channels])
        person = st.selectbox("To", [one.person for one in ways.people], help="For channels with addresses.")
        if st.form_submit_button("Send a test message", type="primary", icon=":material/send:"):
            doing.attempt(
                "test_channel",
                lambda _: ways_out.test_message(frame.store, name, person or "", frame.actor),
            )


def _removal(frame: Frame, ways: Ways) -> None:
    with st.form("remove_channel", border=False):
        name = st.selectbox("Channel", [one.name for one in ways.channels])
        st.caption("Its addresses go with it. What waits to leave by it becomes a dead letter.")
        if st.form_submit_button("Remove the channel", icon=":material/link_off:"):

            def work(key: str) -> str:
                ways_out.remove_channel(frame.store, name, frame.actor, frame.as_of, key)
                return f"{name} is removed."

            doing.attempt("remove_channel", work)


def _address_form(frame: Frame, ways: Ways) -> None:
    with st.form("set_address", border=False):
        person = st.selectbox("Person", [one.person for one in ways.people])
        name = st.selectbox("Channel", [one.name for one in ways.channels if one.personal])
        address = st.text_input("Address", placeholder="Empty takes them out of this channel")
        if st.form_submit_button("Save the address", type="primary", icon=":material/contact_mail:"):

            def work(key: str) -> str:
                ways_out.set_address(
                    frame.store, person or "", name or "", address, frame.actor, frame.as_of, key
                )
                return f"The address of {person} for {name} is saved."

            doing.attempt("set_address", work)


def people(ways: Ways) -> None:
    """Everybody with their addresses; who has none reads the inbox alone."""
    if not ways.people:
        st.caption("Nobody is known yet.")
        return
    cells = [
        {
            "person": one.person,
            "role": one.role.label,
            "addresses": ", ".join(f"{channel}: {address}" for channel, address in one.addresses)
            or "the inbox alone",
        }
        for one in ways.people
    ]
    columns = {
        "person": tables.text("Person", 150),
        "role": tables.text("Role", 160),
        "addresses": tables.text("Reached by", 460),
    }
    tables.show(cells, columns, "People by name")
