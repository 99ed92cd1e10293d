"""The issue forms of the code host, made from the models: a practice, “we do this too”, a correction; one of each in every language.

Syntax, and what the host refuses: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..language import N_
from ..model import QUESTIONS, Catalogue
from ..render.reader import Reader
from ..render.view import HEADINGS
from .questions import FORMS, PROMISED, PROMISES, Question

NAMES = {
    "practice": (
        N_("Share a practice"),
        N_("Tell us what somebody does, for whom, and where it is said. A few short answers are enough; whatever no source says, leave out."),
        N_("Practice: {title}"),
    ),
    "adoption": (
        N_("We do this too"),
        N_("You took over a practice of this library, or do the same? Tell us what you kept, what you changed and what became of it."),
        N_("We do this too: {title}"),
    ),
    "correction": (
        N_("Something is wrong or missing"),
        N_("Tell us what is wrong in a practice, or what you know that we do not."),
        N_("Correction: {title}"),
    ),
}
"""For each form its name, what it is for, and how its issues start."""

PUBLIC = N_("Everyone can read what you send. Leave out names of people who use services, private contacts, and whatever gives somebody away.")
ESSENTIAL, SOURCE, REST = N_("The essentials"), N_("One public source"), N_("More, as far as you know it")
SOURCE_HELP = N_("A report, an article or a web page that others can look up. Does the library have it already? Its title or its address is enough to find it.")
NOTE = "# Made from the models by scripts/issue_form.py: do not edit, run make schema."


def issue_forms(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The name and the text of every form; that of the site's first language bears the plain name, to which links without a language lead."""
    for form, questions in FORMS.items():
        for language in catalogue.languages:
            name = form if language == catalogue.languages[0] else f"{form}-{language}"
            yield f"{name}.yml", f"{NOTE}\n{as_yaml(issue_form(form, questions, Reader(catalogue, language)))}\n"
    yield "config.yml", f"{NOTE}\nblank_issues_enabled: true\n"


def issue_form(form: str, questions: tuple[Question, ...], reader: Reader) -> dict[str, Any]:
    """One form in one language."""
    name, purpose, title = (reader.say(message) for message in NAMES[form])
    body = [_words(f"{purpose}\n\n{reader.say(PUBLIC)}")]
    heading = ""
    for question in questions:
        if form == "practice" and (said := _heading(question, reader)) != heading:
            heading = said
            body.append(_words(f"### {heading}" + (f"\n\n{reader.say(SOURCE_HELP)}" if question.of_source else "")))
        body.append(_element(question, reader))
    if form != "correction":
        promises = [{"label": reader.say(promise), "required": True} for promise in PROMISES]
        body.append({"type": "checkboxes", "id": "promises", "attributes": {"label": reader.say(PROMISED), "options": promises}})
    own = reader.language_name(reader.language)
    shown = name if reader.language == reader.catalogue.languages[0] else f"{own[:1].upper()}{own[1:]}: {name}"
    return {"name": shown, "description": purpose, "title": title.format(title=""), "labels": [form], "body": body}


def _heading(question: Question, reader: Reader) -> str:
    """What a question stands under: the essentials, the source, or the reader's question that it answers."""
    if question.of_source:
        return reader.say(SOURCE)
    if question.required:
        return reader.say(ESSENTIAL)
    names = {".".join(question.path[:length]) for length in (1, 2)}
    topic = next((topic.id for topic in QUESTIONS if names & set(topic.fields)), "")
    return reader.say(HEADINGS[topic] if topic else REST)


def _words(text: str) -> dict[str, Any]:
    return {"type": "markdown", "attributes": {"value": text}}


def _element(question: Question, reader: Reader) -> dict[str, Any]:
    """A question as an element of the form."""
    attributes: dict[str, Any] = {"label": question.name(reader)}
    if explanation := question.explanation(reader):
        attributes["description"] = explanation
    if choices := question.choices(reader):
        kind = "dropdown"
        attributes |= {"multiple": True} if question.control == "terms" else {}
        attributes["options"] = list(choices.values())
    else:
        kind = "textarea" if question.control in ("box", "points") else "input"
        if example := question.placeholder(reader):
            attributes["placeholder"] = example
    return {"type": kind, "id": question.id, "attributes": attributes, **({"validations": {"required": True}} if question.required else {})}


def as_yaml(data: dict[str, Any]) -> str:
    """The form as YAML: texts in double quotes, lists and groups in lines of their own."""
    return "\n".join(_lines(data, 0))


def _lines(data: Any, depth: int) -> Iterator[str]:
    space = "  " * depth
    for key, value in data.items():
        if isinstance(value, dict):
            yield f"{space}{key}:"
            yield from _lines(value, depth + 1)
        elif isinstance(value, list):
            yield f"{space}{key}:"
            for item in value:
                if isinstance(item, dict):
                    first, *others = _lines(item, depth + 2)
                    yield f"{space}  - {first.lstrip()}"
                    yield from others
                else:
                    yield f"{space}  - {json.dumps(item, ensure_ascii=False)}"
        else:
            yield f"{space}{key}: {value if key == 'type' or key == 'id' else json.dumps(value, ensure_ascii=False)}"
