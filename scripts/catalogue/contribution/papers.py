"""The words around a proposal made from an issue: the proposal's own text, its commit, and the reply to whoever sent it."""

from __future__ import annotations

from ..language import N_
from ..render.reader import Reader
from .markdown import harmless_title, quote, words
from .proposal import Proposal
from .reply import Sent

REPLY = "<!-- practice-commons: reply -->"
"""The first line of the reply on an issue: by it the reply is found again and renewed."""
PLACE = "%PROPOSAL%"
"""Where the address of the proposal will stand, which is known only when it is made."""

THANKS = N_("Thank you! What you sent is now a proposal: {address}")
NEXT = N_(
    "A program has looked at it; its answer stands there, and an editor reads it next. To change something, edit your first text here: the proposal follows."
)
BUSY = N_("An editor has changed the proposal by hand, so this edit did not go into it. Please write what changed as a comment there: {address}")
CLOSED = N_("The proposal for this issue is closed, so this edit did not go into it. Please write a comment there if there is more to say: {address}")
NOT_YET = N_("Thank you! A few things are missing before this can become a proposal:")
EDIT = N_("Edit your text above (the three dots, then “Edit”); this answer renews itself.")
NOT_A_FORM = N_("This is not one of our forms, so a program cannot make a proposal of it. An editor reads it, or you use the form “{form}”.")
TOO_LONG = N_("This text is too long to be one of our forms. Shorten it, and give long texts as sources.")
SENT_BY = N_("Proposed by {author} in {issue}.")
SENT = N_("Proposed in {issue}.")
UNPLACED = N_("These answers found no field. Nothing is lost: please put them where they belong.")
LOOK = N_("Please look at this:")


def reply(proposal: Proposal, reader: Reader) -> str:
    """The comment on the issue."""
    if proposal.files:
        return "\n".join([REPLY, reader.say(THANKS, address=PLACE), "", reader.say(NEXT), ""])
    return "\n".join([REPLY, reader.say(NOT_YET), "", *(f"- {words(sentence)}" for sentence in proposal.missing), "", reader.say(EDIT), ""])


def unchanged(message: str, reader: Reader) -> str:
    """The comment on an issue whose edit went nowhere."""
    return f"{REPLY}\n{reader.say(message, address=PLACE)}\n"


def refusal(message: str, reader: Reader, **parameters: str) -> str:
    """The comment on an issue of which nothing can be made."""
    return f"{REPLY}\n{words(reader.say(message, **parameters))}\n"


def description(proposal: Proposal, issue: Sent, reader: Reader) -> str:
    """The text of the proposal, for the editors."""
    number = f"#{issue.number}"
    lines = [reader.say(SENT_BY, author=f"@{issue.author}", issue=number) if issue.author else reader.say(SENT, issue=number), ""]
    if proposal.notes:
        lines += [reader.say(LOOK), "", *(f"- {words(note)}" for note in proposal.notes), ""]
    if proposal.unplaced:
        lines += [reader.say(UNPLACED), ""]
        for question, answer in proposal.unplaced:
            lines += [f"**{words(question)}**", "", *quote(answer), ""]
    return "\n".join([*lines, f"Closes {number}", ""])


def title(proposal: Proposal) -> str:
    """The title of the proposal."""
    return harmless_title(proposal.title) or "A practice"


def commit(proposal: Proposal, issue: Sent) -> str:
    """The message of the commit, which credits whoever sent it. No word of theirs stands in it: some words there do things."""
    lines = [f"Propose {', '.join(sorted(proposal.files))}", "", f"Sent in issue {issue.number}."]
    if issue.author and issue.author_id:
        lines += ["", f"Co-authored-by: {issue.author} <{issue.author_id}+{issue.author}@users.noreply.github.com>"]
    return "\n".join([*lines, ""])
