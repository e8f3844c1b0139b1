"""A story as an e-mail draft (.eml: HTML and text) and as a piece of HTML for the app."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from qbrgen.renderers.html.filled import render_html
from qbrgen.renderers.marks import clean
from qbrgen.renderers.plain_text import text_of
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story
from qbrgen.story.phrasing import say


def render(story: Story, settings: Settings) -> bytes:
    """The story as an unsent message: text for every mail program, HTML for those that show it, nothing to fetch.

    Sender and receiver are left to whoever sends it; it is dated on the day it speaks from.
    """
    text, html = text_of(story), render_html(story, settings, "email")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(clean(say(story.title, story.locale)).split())
    message["Date"] = format_datetime(datetime.combine(settings.as_of, time(), UTC))
    # Outlook opens a message with this header as a draft.
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    digest = hashlib.sha256((text + html).encode()).hexdigest()
    message.set_boundary(f"=_{digest[:40]}")
    return message.as_bytes()


def render_snippet(story: Story, settings: Settings) -> bytes:
    """The story as a self-contained HTML fragment that an app can show."""
    return render_html(story, settings, "snippet").encode("utf-8")
