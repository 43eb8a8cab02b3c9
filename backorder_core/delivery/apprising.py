"""Apprise as this product uses it: one message to one address, with a key that stays the same when repeated.

A mail carries the key as its Message-ID, a webhook as the header Idempotency-Key and in its body, everything
else as its last line. What Apprise says of a failure is passed on without anything secret.
"""

from __future__ import annotations

import logging
import re
import smtplib
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.exception import AppriseException
from apprise.plugins.base import NotifyBase
from apprise.plugins.custom_form import NotifyForm
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.custom_xml import NotifyXML
from apprise.plugins.email import NotifyEmail
from apprise.plugins.email.smtp import AppriseSMTPController

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.outbox import PLACE
from backorder_core.services.wording import LONGEST_SUBJECT

ASSET = AppriseAsset(app_id="Backorder Command Centre", secure_logging=True)
WEBHOOKS = (NotifyJSON, NotifyXML, NotifyForm)
HEADER_END = re.compile(r"\r?\n\r?\n")
MESSAGE_ID = re.compile(r"^Message-ID:.*$", re.IGNORECASE | re.MULTILINE)
PIECES = re.compile(r"[:/@?&=+,;#\s]+")
SHORTEST_SECRET = 4
LONGEST_ERROR = 300
SEPARATORS = re.compile(r"[\s,;\x00-\x1f\x7f]")
EXAMPLE = "somebody@example.com"

# Both write whole URLs where somebody sets logging to debug; what matters is kept with the delivery.
logging.getLogger("apprise").setLevel(logging.INFO)
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)


@dataclass(frozen=True)
class Message:
    """What goes out; ``address`` fills the gap in a channel's URL that many people share by name."""

    key: str
    subject: str
    body: str
    address: str = ""


class Carrier(AppriseSMTPController):
    """A connection to a mail server whose refusals are heard: Apprise's own keeps their reason to itself."""

    def sendmail(self, from_addr: str, to_addrs: list[str], message: str) -> bool:
        """Send one message; every refused recipient is an error."""
        connection: Any = self._socket
        refused = connection.sendmail(from_addr, to_addrs, message)
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)
        return True


class Mail(NotifyEmail):  # type: ignore[no-untyped-call]
    """E-mail whose Message-ID is made of the key: Apprise itself makes a new one each time it sends."""

    key = ""
    failure = ""

    def send(
        self,
        body: str,
        title: str = "",
        notify_type: Any = None,
        attach: Any = None,
        body_format: Any = None,
        **_: Any,
    ) -> bool:
        """Send to every target; one refusal makes the whole message fail, so that it is tried again."""
        try:
            with Carrier(
                host=self.smtp_host,
                port=int(self.port or 0),
                secure_mode=str(self.secure_mode),
                user=self.user,
                password=self.password,
                verify_certificate=self.verify_certificate,
                socket_connect_timeout=self.socket_connect_timeout,
            ) as carrier:
                return all(self._one(carrier, mail) for mail in self._mails(title, body, body_format))
        except (OSError, smtplib.SMTPException, RuntimeError, AppriseException) as failure:
            self.failure = f"The mail server {self.smtp_host} did not accept it: {_reason(failure)}"
            return False

    def _mails(self, title: str, body: str, body_format: Any) -> Any:
        return NotifyEmail.prepare_emails(
            subject=title,
            body=body,
            notify_format=self.resolve_format(body_format),
            from_addr=self.from_addr,
            to=self.targets,
            cc=self.cc,
            bcc=self.bcc,
            reply_to=self.reply_to,
            smtp_host=self.smtp_host,
            headers=self.headers,
            names=self.names,
            pgp=self.pgp,
            pgp_mode=self.pgp_mode,
        )

    def _one(self, carrier: AppriseSMTPController, mail: Any) -> bool:
        head, separator, rest = _split(mail.body)
        sender = str(self.from_addr[1])
        domain = sender.rpartition("@")[2]
        named = MESSAGE_ID.sub(f"Message-ID: <{self.key}@{domain}>", head, count=1)
        return carrier.sendmail(sender, mail.to_addrs, named + separator + rest)


def _reason(failure: Exception) -> str:
    if isinstance(failure, smtplib.SMTPResponseException):
        said = failure.smtp_error
        return f"{failure.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    plain = failure.strerror if isinstance(failure, OSError) else ""
    return plain or str(failure) or type(failure).__name__


def _split(mail: str) -> tuple[str, str, str]:
    end = HEADER_END.search(mail)
    return (mail[: end.start()], end[0], mail[end.end() :]) if end else (mail, "", "")


def _service(url: str, address: str) -> NotifyBase | None:
    filled = url.replace(PLACE, quote(address, safe=""))
    found = Apprise.instantiate(filled, asset=ASSET)
    if type(found) is NotifyEmail:
        parsed = NotifyEmail.parse_url(filled)  # type: ignore[no-untyped-call]
        return Mail(**parsed, asset=ASSET)  # type: ignore[no-untyped-call]
    return found


def checked(url: str) -> str:
    """The name of the service that a URL means, with its host where that is no secret.

    Raises ``InvalidInput`` where Apprise cannot read the URL; the sentence does not repeat it.
    """
    service = _service(url.strip(), EXAMPLE)
    if service is None:
        raise InvalidInput(
            "Apprise cannot read this address of a channel: compare it with the examples, such as "
            "mailtos://user:password@smtp.example.com?from=us@example.com&to={address}."
        )
    if isinstance(service, NotifyEmail):
        return f"E-mail through {service.smtp_host}"
    if isinstance(service, WEBHOOKS):
        return f"Webhook at {service.host}"
    return str(service.service_name)


def one_address(address: str) -> str:
    """An address without blanks at its ends; ``InvalidInput`` where it is more than one."""
    plain = address.strip()
    if SEPARATORS.search(plain):
        raise InvalidInput(f"“{plain}” is more than one address: give one, without blanks and commas.")
    return plain


def send(url: str, message: Message) -> str | None:
    """Send one message; None where it was accepted, else what went wrong in words fit to be shown."""
    try:
        return _send(url, message)
    except Exception as failure:  # one service that breaks must not keep the others from their messages
        return without_secrets(f"{type(failure).__name__}: {failure}", url)


def _send(url: str, message: Message) -> str | None:
    service = _service(url, one_address(message.address))
    if service is None:
        return "The channel's address cannot be read: enter it again."
    body = _keyed(service, message)
    sender = Apprise(asset=ASSET)
    sender.add(service)
    subject = " ".join(message.subject.split())[:LONGEST_SUBJECT]
    answer = sender.notify(title=subject, body=body, body_format=NotifyFormat.TEXT)
    if answer:
        return None
    said = service.failure if isinstance(service, Mail) else " ".join(one.message for one in answer.logs())
    return without_secrets(said or "The service did not accept it.", url)


def _keyed(service: NotifyBase, message: Message) -> str:
    if isinstance(service, Mail):
        service.key = message.key
    elif isinstance(service, WEBHOOKS):
        service.headers["Idempotency-Key"] = message.key
        service.payload_extras["key"] = message.key
    else:
        return f"{message.body}\n\nNotice {message.key[:12]}"
    return message.body


def without_secrets(said: str, url: str) -> str:
    """A sentence on one line in which nothing of a URL stands but its scheme and its host."""
    service = _service(url, EXAMPLE)
    shown = {url.partition(":")[0], EXAMPLE}
    if isinstance(service, (NotifyEmail, *WEBHOOKS)):
        shown |= {str(service.host), str(getattr(service, "smtp_host", ""))}
    text = said.replace(url, "…")
    pieces = {form for piece in PIECES.split(url) for form in (piece, unquote(piece))}
    for piece in sorted(pieces - shown, key=len, reverse=True):
        if len(piece) >= SHORTEST_SECRET and not any(piece in one for one in shown):
            text = text.replace(piece, "…")
    return " ".join(text.split())[:LONGEST_ERROR]
