"""The app's manifest asks for what the code uses, and for nothing else."""

import re

from bot.domain.commands import Misunderstood
from handlers.grammar import understand
from handlers.slack.reading import EVENTS, GONE
from handlers.slack.scopes import SCOPES
from handlers.slack.taps import BRIEF_PAPER
from tests.fakes.slack_surfaces import SCOPES as OF_METHODS
from tests.fakes.slack_surfaces import SCOPES_BY_KIND
from tests.test_deploy import ROOT, leaves, listed

MANIFEST = leaves("slack-manifest.yaml")
# docs.slack.dev, the page of each event.
OF_EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "member_joined_channel": "channels:read groups:read",
    "member_left_channel": "channels:read groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "tokens_revoked": "",
    **{f"channel_{what}": "channels:read" for what in ("archive", "deleted", "left", "rename", "unarchive")},
    **{f"group_{what}": "groups:read" for what in ("archive", "deleted", "left", "rename", "unarchive")},
}
# Of apps that were made before the agent view; a new one cannot subscribe to it.
OLDER = {"assistant_thread_started"}
WITHOUT_SCOPE = {"auth.test", "views.publish", "apps.connections.open"}
UPLOAD = {"files.upload.v2": ("files.getUploadURLExternal", "files.completeUploadExternal")}


def methods() -> set[str]:
    """The Web API's methods that the code calls."""
    sources = (ROOT / "handlers" / "slack").glob("*.py")
    called = {
        name.replace("_", ".")
        for path in sources
        for name in re.findall(r"client\.([a-z]+_\w+)\(", path.read_text(encoding="utf-8"))
    }
    for name, steps in UPLOAD.items():
        if name in called:
            called = called - {name} | set(steps)
    return called


def test_the_scopes_are_those_of_what_is_called_and_heard() -> None:
    called, heard = methods(), listed(MANIFEST, "settings.event_subscriptions.bot_events")
    assert called - WITHOUT_SCOPE <= OF_METHODS.keys() | SCOPES_BY_KIND.keys()
    assert {"chat.postMessage", "users.info", "conversations.replies"} <= called
    needed = {"commands", "files:read"}  # the slash command and the shortcut; files are fetched by address
    needed |= {scope for event in heard for scope in OF_EVENTS[event].split()}
    needed |= {OF_METHODS[name][0] for name in called & OF_METHODS.keys()}
    for name in called & SCOPES_BY_KIND.keys():
        # Of a direct chat nobody asks for its name.
        kinds = {"channel", "group"} | ({"im"} if name != "conversations.info" else set())
        needed |= {SCOPES_BY_KIND[name][kind] for kind in kinds}
    assert listed(MANIFEST, "oauth_config.scopes.bot") == needed == SCOPES


def test_the_events_are_those_that_are_read() -> None:
    heard = {event.partition(".")[0] for event in listed(MANIFEST, "settings.event_subscriptions.bot_events")}
    assert heard == (EVENTS | GONE) - OLDER


def test_the_surfaces_are_on_and_named_as_the_code_names_them() -> None:
    assert MANIFEST["features.shortcuts.0.callback_id"] == BRIEF_PAPER
    assert MANIFEST["features.shortcuts.0.type"] == "message"
    assert MANIFEST["features.slash_commands.0.command"] == "/brief"
    assert MANIFEST["features.app_home.home_tab_enabled"] == "true"
    assert MANIFEST["settings.interactivity.is_enabled"] == "true"


def test_the_prompts_are_commands() -> None:
    prompts = [MANIFEST[key] for key in MANIFEST if re.search(r"suggested_prompts\.\d\.message", key)]
    assert 0 < len(prompts) <= 4
    assert not [words for words in prompts if isinstance(understand(words), Misunderstood)]
