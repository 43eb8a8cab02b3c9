"""The secret keys of this installation: the current one chains the ledger, earlier ones prove its past."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backorder_core.domain.errors import Unavailable

VARIABLE = "BACKORDERS_LEDGER_KEY"
"""Path of the file with the keys, where it is not to lie beside the store."""
NAME = "ledger.key"
BYTES = 32


@dataclass(frozen=True)
class Keys:
    """Keys by their ids; ``current`` is empty as long as there is none. Never shown, not even in a repr."""

    path: Path
    current: str = ""
    secrets: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def key_file(store: Path) -> Path:
    """Where the keys are that chain the ledger of a store."""
    said = os.environ.get(VARIABLE)
    return Path(said) if said else store.with_name(NAME)


def read_keys(path: Path) -> Keys:
    """The keys of a file, none where there is no file; ``Unavailable`` where it cannot be understood."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        found = {str(name): bytes.fromhex(secret) for name, secret in said["keys"].items()}
        current = str(said["current"])
    except FileNotFoundError:
        return Keys(path)
    except OSError as refused:
        raise Unavailable(f"The ledger's key file {path} cannot be read: {refused.strerror}.") from refused
    except (ValueError, KeyError, TypeError, AttributeError) as strange:
        raise _strange(path) from strange
    if any(id_of(secret) != name for name, secret in found.items()) or current not in found:
        raise _strange(path)
    return Keys(path, current, found)


def add_key(keys: Keys) -> Keys:
    """Make a new key the current one and keep the others; the file is readable by its owner alone.

    Where another process made the first one meanwhile, it is that one.
    """
    secret = secrets.token_bytes(BYTES)
    name = id_of(secret)
    kept = {**keys.secrets, name: secret}
    text = json.dumps({"current": name, "keys": {one: key.hex() for one, key in kept.items()}}, indent=1)
    aside = keys.path.with_name(f".{keys.path.name}-{name}")
    try:
        keys.path.parent.mkdir(parents=True, exist_ok=True)
        _write(aside, text)
        if keys.current:
            aside.replace(keys.path)
        else:
            os.link(aside, keys.path)
    except FileExistsError:
        return read_keys(keys.path)
    except OSError as refused:
        raise Unavailable(
            f"The ledger's key file {keys.path} cannot be written ({refused.strerror}): make its folder "
            f"writable, or say with {VARIABLE} where it shall be."
        ) from refused
    finally:
        aside.unlink(missing_ok=True)
    return Keys(keys.path, name, kept)


def id_of(secret: bytes) -> str:
    """What a key is called; it tells nothing of the key."""
    return hashlib.sha256(b"ledger key " + secret).hexdigest()[:12]


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _strange(path: Path) -> Unavailable:
    return Unavailable(f"The ledger's key file {path} is damaged: put back the copy that you keep of it.")
