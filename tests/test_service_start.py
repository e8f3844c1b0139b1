"""How the service is started: what it refuses, what it tells, and who may use it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from qbrgen.errors import UsageError
from qbrgen.settings import Settings
from qbrgen.web.config import read_config
from qbrgen.web.service import Service
from qbrgen.web.sweeping import sweep
from tests.serving import add_users, config_of, running, source


def qbrgen(folder: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(each for each in sys.path if each)
    return subprocess.run(
        [sys.executable, "-m", "qbrgen", *arguments], cwd=folder, input=given, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": path}, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [
        ("--host", "192.0.2.1", "--public-url", "https://value.example.com"),
        ("--public-url", "https://value.example.com"),
    ],
)
def test_it_is_not_shown_to_others_while_nobody_has_to_sign_in(tmp_path: Path, options: tuple[str, ...]) -> None:
    source(tmp_path / "accounts")
    done = qbrgen(tmp_path, "serve", "accounts", *options)
    assert done.returncode == 2
    assert "nobody would have to sign in. Add a user first with 'qbrgen user add'" in " ".join(done.stderr.split())


def test_another_address_needs_the_name_people_know_it_by(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give --public-url too"):
        read_config(["a"], str(tmp_path / "l.sqlite"), Settings(), {"host": "10.0.0.1"}, {})


@pytest.mark.parametrize("url", ["value.example.com", "ftp://x", "https://x/path", "https://"])
def test_a_public_address_is_scheme_and_host(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError, match="write scheme and host alone"):
        read_config(["a"], str(tmp_path / "l.sqlite"), Settings(), {"public_url": url}, {})


def test_the_secret_is_made_once_and_only_its_user_may_read_it(tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger.sqlite")
    first, second = (read_config(["a"], ledger, Settings(), {}, {}) for _ in range(2))
    assert first.secret == second.secret
    assert len(first.secret) > 40
    assert stat.S_IMODE((tmp_path / "service" / "secret").stat().st_mode) == 0o600
    assert first.secret not in repr(first)
    with pytest.raises(UsageError, match="too short"):
        read_config(["a"], ledger, Settings(), {}, {"QBRGEN_SECRET": "short"})


def test_open_id_connect_needs_all_three_of_its_variables(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="all three"):
        read_config(["a"], str(tmp_path / "l"), Settings(), {}, {"QBRGEN_OIDC_ISSUER": "https://id.example"})


def test_once_somebody_signs_in_the_last_user_who_leaves_opens_no_door(tmp_path: Path) -> None:
    config = config_of(tmp_path)
    add_users(config.ledger)
    with Service(config) as service:
        assert service.signs_in
        for user in service.people.all():
            service.people.remove(user)
        assert service.signs_in


def test_alone_on_this_machine_nobody_signs_in_and_the_notice_says_so(tmp_path: Path) -> None:
    source(tmp_path / "accounts")
    with running(tmp_path) as process:
        me = process.client.get("/api/v1/me").json()
        assert (me["roles"], me["signed_in_by"]) == (["leader"], "local")
        assert process.client.get("/readyz").json() == {"status": "ready"}
        log = (tmp_path / "service.log").read_text(encoding="utf-8")
    assert "nobody signs in" in log


def test_users_are_added_listed_and_removed_on_the_command_line(tmp_path: Path) -> None:
    added = qbrgen(tmp_path, "user", "add", "Pat@Cadenza.example", "--role", "csm", "--role", "admin", "--name", "Pat",
                   given="a password of some length\n")  # fmt: skip
    assert (added.returncode, added.stdout) == (0, "pat@cadenza.example: csm, admin\n")
    token = qbrgen(
        tmp_path, "user", "token", "pat@cadenza.example", "--name", "nightly", "--days", "30"
    ).stdout.strip()
    assert token.startswith("qbr_")
    listed = qbrgen(tmp_path, "user", "list").stdout
    assert "pat@cadenza.example: csm, admin (Pat)" in listed
    assert f"token {token.split('_')[1]}: nightly, until " in listed
    # Neither the password nor the token stands in the ledger.
    kept = b"".join(each.read_bytes() for each in (tmp_path / ".qbrgen").glob("ledger.sqlite*"))
    assert b"a password of some length" not in kept
    assert token.split("_", 2)[2].encode() not in kept
    assert qbrgen(tmp_path, "user", "token", "pat@cadenza.example", "--revoke", token.split("_")[1]).returncode == 0
    assert qbrgen(tmp_path, "user", "remove", "pat@cadenza.example").returncode == 0
    assert qbrgen(tmp_path, "user", "list").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "given", "message"),
    [
        (("add", "pat@x.example", "--role", "king"), "", "there is no role 'king'"),
        (("add", "pat", "--role", "csm"), "", "is no e-mail address"),
        (("add", "pat@x.example", "--role", "csm"), "short\n", "a password has 12 to 200 characters"),
        (("remove", "pat@x.example"), "", "there is no user pat@x.example"),
    ],
)
def test_what_cannot_be_said_of_a_user_is_refused_in_words(
    tmp_path: Path, arguments: tuple[str, ...], given: str, message: str
) -> None:
    done = qbrgen(tmp_path, "user", *arguments, given=given)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


def test_without_the_extra_the_message_says_how_to_get_it(tmp_path: Path) -> None:
    source(tmp_path / "accounts")
    code = "import sys\nsys.modules['fastapi'] = None\nfrom qbrgen.cli import main\nmain(['serve', 'accounts'])"
    path = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": path}, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'qbrgen[serve]'" in " ".join(done.stderr.split())


def test_what_is_kept_for_a_while_is_cleared_away_after_it(tmp_path: Path) -> None:
    files = [tmp_path / "jobs" / "old", tmp_path / "answers" / "new", tmp_path / "batches" / "old" / "deck.pptx"]
    for each in files:
        each.parent.mkdir(parents=True)
        each.write_bytes(b"x")
    now = 2_000_000_000.0
    for path, days in ((files[0], 2), (files[1], 0.5), (files[2].parent, 40)):
        os.utime(path, (now - days * 86_400,) * 2)
    sweep(tmp_path, now)
    assert [each.exists() for each in files] == [False, True, False]
