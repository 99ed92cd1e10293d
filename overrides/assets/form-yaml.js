// Writes a record as the library's files are written: fields in the order of the model, short groups in one line, long
// texts folded at the ends of sentences. The checker reads YAML 1.2; what other readers could take for something else is quoted.
"use strict";
window.pcYaml = (() => {
  const { bare, isGroup } = window.pcCheck;
  const WIDTH = 110; // a text that is longer gets lines of its own
  const ROW = 140; // and so does a group
  const LONG = 150;
  const NAMES = 72; // texts by language
  const PLAIN = /^\p{L}[\p{L}\p{M}\p{N}_./'’() +-]*$/u;
  const PLAIN_IN_BLOCK = /^(?:\p{L}|[0-9]+ \p{L})[\p{L}\p{M}\p{N}_./'’() +,;“”!–€?-]*$/u; // outside of brackets, more signs are only signs
  const OTHER_MEANING = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
  const MUST_ESCAPE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;
  const indent = (depth) => "  ".repeat(depth);

  const isPlain = (text, pattern = PLAIN) => pattern.test(text) && !OTHER_MEANING.test(text) && !text.endsWith(" ");

  // JSON's escapes are YAML's too; what a reviewer could not see is written by its number.
  function quoted(text) {
    const code = (character) => [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
    const each = (character) => (MUST_ESCAPE.test(character) && character.length === 1 ? code(character) : character);
    return [...JSON.stringify(text)].map(each).join("");
  }
  const scalar = (value) => (typeof value !== "string" ? String(value) : isPlain(value) ? value : quoted(value));

  // --- texts of several lines --------------------------------------------------------

  const foldable = (text) => !MUST_ESCAPE.test(text) && !/^ | $| {2}/.test(text);
  const keepable = (text) => !MUST_ESCAPE.test(text.replaceAll("\n", "")) && /^[^\s]/.test(text) && !/\n\n$|\s[^\S\n]*$/.test(text.replace(/\n$/, ""));

  // A long text, one sentence or more a line; read again, the line ends are spaces.
  function folded(text) {
    const lines = [];
    for (const sentence of text.split(/(?<=[.!?…\]”"]) (?=[\p{Lu}\p{N}“"])/u)) {
      if (lines.length && `${lines.at(-1)} ${sentence}`.length <= LONG) lines[lines.length - 1] += ` ${sentence}`;
      else lines.push(sentence);
    }
    return lines;
  }

  function text(value, depth) {
    const lines = (mark, all) => [mark, ...all.map((line) => (line ? indent(depth) + line : ""))].join("\n");
    if (value.includes("\n") && keepable(value)) return lines(value.endsWith("\n") ? "|" : "|-", value.replace(/\n$/, "").split("\n"));
    if (value.length > WIDTH && foldable(value)) return lines(">-", folded(value));
    return isPlain(value, PLAIN_IN_BLOCK) ? value : quoted(value);
  }

  // --- groups and lists ----------------------------------------------------------------

  const isSimple = (value) => (typeof value === "string" ? !value.includes("\n") && value.length <= 80 : typeof value !== "object" || value === null);
  const isRow = (value) => Array.isArray(value) && value.every(isSimple);

  // In one line, if it is short and nobody has to read sentences in it.
  function inLine(value, part, top) {
    const here = part && bare(part, top);
    if (isSimple(value)) return scalar(value);
    let said = null;
    if (isRow(value)) {
      if (value.some((item) => typeof item === "string" && item.includes(". "))) return null;
      said = `[${value.map(scalar).join(", ")}]`;
    } else if (isGroup(value)) {
      const entries = ordered(value, here).map(([key, inner]) => [key, inLine(inner, partOf(here, key), top)]);
      const deep = Object.values(value).some((inner) => isGroup(inner));
      if (entries.some(([, inner]) => inner === null) || deep) return null;
      said = `{${entries.map(([key, inner]) => `${scalar(key)}: ${inner}`).join(", ")}}`;
    }
    const isMap = isGroup(value) && here && !here.properties;
    return said && said.length <= (isMap ? NAMES : ROW) ? said : null;
  }

  // The fields in the order of the model; fields that it does not know, and names that are values, as they came.
  function ordered(group, here) {
    const known = here && here.properties ? Object.keys(here.properties) : [];
    const place = (key) => (known.includes(key) ? known.indexOf(key) : known.length);
    return Object.entries(group).sort(([one], [other]) => place(one) - place(other));
  }

  function partOf(here, key) {
    if (!here) return null;
    if (here.properties) return here.properties[key] || null;
    return Object.values(here.patternProperties || {})[0] || here.additionalProperties || null;
  }

  function group(value, part, top, depth) {
    const here = part && bare(part, top);
    return ordered(value, here).map(([key, inner]) => `${indent(depth)}${scalar(key)}:${after(inner, partOf(here, key), top, depth)}`).join("\n");
  }

  // What stands after the colon of a field.
  function after(value, part, top, depth) {
    if (typeof value === "string") return ` ${text(value, depth + 1)}`;
    if (isSimple(value)) return ` ${scalar(value)}`;
    if (Array.isArray(value)) {
      const row = isRow(value) && inLine(value, part, top);
      if (row || !value.length) return ` ${row || "[]"}`;
      const items = part && bare(part, top).items;
      return `\n${value.map((item) => `${indent(depth + 1)}- ${listItem(item, items, top, depth + 1)}`).join("\n")}`;
    }
    if (!Object.keys(value).length) return " {}";
    const line = (depth > 0 || !bare(part || {}, top).properties) && inLine(value, part, top);
    return line ? ` ${line}` : `\n${group(value, part, top, depth + 1)}`;
  }

  function listItem(item, part, top, depth) {
    if (typeof item === "string") return text(item, depth + 1);
    if (!isGroup(item)) return inLine(item, part, top) || JSON.stringify(item);
    return inLine(item, part, top) || group(item, part, top, depth + 1).trimStart();
  }

  // The text of a whole file, with the line that tells editors its shape.
  const file = (data, top, modeline) => `${modeline}\n${group(data, top, top, 0)}\n`;

  return { file };
})();
