"""Write a record or a source as the library's files are written, in the same style as the form on the site.

Fields stand in the order of the model, short groups in one line, long texts folded at the ends of sentences. The checker
reads YAML 1.2; what other readers could take for something else is quoted. Read back, the data are the same.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from ..problem import INVISIBLE
from ..record import Record
from ..shape import Shape

MODELINE = "# yaml-language-server: $schema=../schema/{name}.schema.json"
WIDTH, LONG, ROW = 110, 150, 80
"""A value that is longer than the first gets lines of its own; lines of folded text are up to the second; items of a row up to the third."""
PLAIN = re.compile(r"[^\W\d_][\w./'’() +-]*(?<! )")
PLAIN_ALONE = re.compile(r"[^\W\d_](?:[\w./'’(), +–-]*[\w.)])?")
"""What needs no quotes between brackets, and what needs none on a line of its own."""
OTHER_MEANING = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n")
SENTENCE_END = re.compile(r"(?<=[.!?…\]”\"]) (?=[^\W_a-zåäöæøüß]|[“\"])")

Schema = dict[str, Any]


def file_text(data: dict[str, Any], shape: type[Shape]) -> str:
    """The text of a whole file, with the line that tells editors its shape."""
    schema = _schema_of(shape)
    modeline = MODELINE.format(name="source" if shape.__name__ == "Source" else "practice")
    return f"{modeline}\n{_group(data, schema, schema, 0)}\n"


def relation_lines(relation: dict[str, Any]) -> str:
    """One relation as an item of the list ``relations``."""
    schema = _schema_of(Record)
    return f"  - {_group(relation, schema['$defs']['Relation'], schema, 2).lstrip()}\n"


@cache
def _schema_of(shape: type[Shape]) -> Schema:
    """The schema of a shape, made once: that takes far longer than to write a file, and every answer on a terminal is written twice to be checked."""
    return shape.model_json_schema(by_alias=True)


def _scalar(value: Any, plain: re.Pattern[str] = PLAIN) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if plain.fullmatch(value) and not OTHER_MEANING.fullmatch(value):
        return value
    return INVISIBLE.sub(lambda found: f"\\U{ord(found[0]):08x}", json.dumps(value, ensure_ascii=False))


def _text(value: str, depth: int) -> str:
    """What stands after a colon or a dash, as one line or as a block."""
    lines: list[str] | None = None
    if "\n" in value:
        if not (INVISIBLE.search(value) or "\t" in value or value[0].isspace() or re.search(r"[^\S\n]\n|\s\Z", value)):
            mark, lines = "|-", value.split("\n")
    elif len(value) > WIDTH and not (INVISIBLE.search(value) or re.search(r"^\s| $|\s{2}|\t", value)):
        mark, lines = ">-", _folded(value)
    if lines is None:
        return _scalar(value, PLAIN_ALONE)
    return "\n".join([mark, *("  " * depth + line if line else "" for line in lines)])


def _folded(text: str) -> list[str]:
    """One sentence or more a line; read again, the line ends are spaces."""
    lines: list[str] = []
    for sentence in SENTENCE_END.split(text):
        if lines and len(lines[-1]) + 1 + len(sentence) <= LONG:
            lines[-1] += f" {sentence}"
        else:
            lines.append(sentence)
    return lines


def _bare(part: Schema | None, top: Schema) -> Schema:
    """A part of the schema without "or nothing", and with what it refers to."""
    part = part or {}
    if "anyOf" in part and "x-date" not in part:
        part = _bare(next(option for option in reversed(part["anyOf"]) if option.get("type") != "null"), top)
    if "$ref" in part:
        part = top["$defs"][part["$ref"].rsplit("/", 1)[1]]
    return part


def _ordered(group: dict[str, Any], part: Schema) -> list[tuple[str, Any]]:
    """The fields in the order of the model; names that are values as they came."""
    known = list(part.get("properties", {}))
    return sorted(group.items(), key=lambda item: known.index(item[0]) if item[0] in known else len(known))


def _part_of(part: Schema, key: str) -> Schema | None:
    if "properties" in part:
        found = part["properties"].get(key)
    else:
        found = next(iter(part.get("patternProperties", {}).values()), None) or part.get("additionalProperties")
    return found if isinstance(found, dict) else None


def _is_simple(value: Any) -> bool:
    return len(value) <= ROW and "\n" not in value if isinstance(value, str) else not isinstance(value, (list, dict))


def _is_sentence(value: Any) -> bool:
    return isinstance(value, str) and (". " in value or value.endswith("."))


def _in_line(value: Any, part: Schema | None, top: Schema) -> str | None:
    """The value in one line, if it is short and nobody has to read sentences in it."""
    here = _bare(part, top)
    if _is_simple(value):
        return _scalar(value)
    if isinstance(value, list) and all(_is_simple(item) for item in value):
        if any(map(_is_sentence, value)):
            return None
        said = f"[{', '.join(map(_scalar, value))}]"
    elif isinstance(value, dict) and "properties" in here and not any(isinstance(inner, dict) or _is_sentence(inner) for inner in value.values()):
        entries = [(key, _in_line(inner, _part_of(here, key), top)) for key, inner in _ordered(value, here)]
        if any(inner is None for _, inner in entries):
            return None
        said = "{" + ", ".join(f"{_scalar(key)}: {inner}" for key, inner in entries) + "}"
    else:
        return None
    return said if len(said) <= WIDTH else None


def _group(value: dict[str, Any], part: Schema | None, top: Schema, depth: int) -> str:
    here = _bare(part, top)
    return "\n".join(f"{'  ' * depth}{_scalar(key)}:{_after(inner, _part_of(here, key), top, depth)}" for key, inner in _ordered(value, here))


def _after(value: Any, part: Schema | None, top: Schema, depth: int) -> str:
    """What stands after the colon of a field."""
    if isinstance(value, str):
        return f" {_text(value, depth + 1)}"
    if isinstance(value, list):
        if row := _in_line(value, part, top):
            return f" {row}"
        items = _bare(part, top).get("items")
        return "".join(f"\n{'  ' * (depth + 1)}- {_item(item, items, top, depth + 1)}" for item in value)
    if isinstance(value, dict):
        line = _in_line(value, part, top) if depth else None
        return f" {line}" if line else f"\n{_group(value, part, top, depth + 1)}"
    return f" {_scalar(value)}"


def _item(value: Any, part: Schema | None, top: Schema, depth: int) -> str:
    if isinstance(value, str):
        return _text(value, depth + 1)
    return _in_line(value, part, top) or _group(value, part, top, depth + 1).lstrip()


FIELD_LINE = re.compile(r"^([a-z_]+):(.*)$", re.MULTILINE)


def with_relation(text: str, item: str) -> str | None:
    """The text of a record with one more relation, all else as it was; none if its relations do not stand in lines of their own."""
    order = [info.alias or name for name, info in Record.model_fields.items()]
    fields = list(FIELD_LINE.finditer(text))
    for at, found in enumerate(fields):
        end = fields[at + 1].start() if at + 1 < len(fields) else len(text)
        if found[1] == "relations":
            return None if found[2].strip() else _put(text, end, item)
    later = next((found.start() for found in fields if found[1] in order and order.index(found[1]) > order.index("relations")), len(text))
    return _put(text, later, f"relations:\n{item}")


def _put(text: str, at: int, lines: str) -> str:
    before = text[:at]
    return before + ("\n" if before and not before.endswith("\n") else "") + lines + text[at:]
