// The checker's walk along the shapes of a record, as the models give them: where a value has not the form that its
// field asks for, and every value by its meaning. The rules themselves stand in form-rules.js, all words in form.json.
"use strict";
window.pcCheck = (() => {
  const KEY = "="; // the last step of a path that means the key itself and not its value
  const NO_MEANING = new Set(["x-help", "x-example", "x-shape", "x-date"]);
  const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const name = (at) => at.join("\0");
  const cut = (text, length) => [...text].slice(0, length).join("");

  // A part of a schema without "or nothing", and with what it refers to.
  function bare(part, top) {
    let found = part;
    if (found.anyOf && !found["x-date"]) {
      const { anyOf, ...rest } = found;
      found = { ...bare(anyOf.filter(({ type }) => type !== "null").at(-1), top), ...rest };
    }
    if (found.$ref) {
      const shape = found.$ref.split("/").pop();
      found = { ...top.$defs[shape], ...found, "x-shape": shape };
    }
    return found;
  }
  const mayBeNothing = (part) => Boolean(part.anyOf) && part.anyOf.some(({ type }) => type === "null");
  const ofMap = (part) => Object.entries(part.patternProperties || {})[0] || [".*", part.additionalProperties || {}];

  // --- dates -----------------------------------------------------------------------

  const anchored = (pattern) => new RegExp(`^(?:${pattern[0]})$`, pattern[1].replace("g", ""));
  const two = (number) => String(number).padStart(2, "0");

  // First and last day that a date can mean, or what is wrong with it: "date_format", "no_such_date".
  function readDate(value, model) {
    const text = typeof value === "string" || Number.isInteger(value) ? String(value) : "";
    const found = text.match(anchored(model.patterns.date));
    if (!found) return "date_format";
    const [year, month, day] = found.slice(1).map((part) => (part ? Number(part) : 0));
    const days = (inMonth) => new Date(Date.UTC(2000 + (year % 400), inMonth, 0)).getUTCDate();
    if (!year || month > 12 || day > days(month || 1)) return "no_such_date";
    const end = month || 12;
    const whole = String(year).padStart(4, "0");
    return { first: `${whole}-${two(month || 1)}-${two(day || 1)}`, last: `${whole}-${two(end)}-${two(day || days(end))}`, said: text };
  }

  // --- the form of values ------------------------------------------------------------

  // Every value that has not the form its field asks for: where, what is wrong, and the field with its example.
  function shapeErrors(data, top, model) {
    const errors = [];
    const wrong = (at, type, input, field, more = {}) => errors.push({ at, type, input, field, ...more });

    function visit(value, part, at, field) {
      if (value === null && mayBeNothing(part)) return;
      const here = bare(part, top);
      if (here["x-date"]) {
        const date = readDate(value, model);
        if (typeof date === "string") wrong(at, date, value, field);
      } else if (here.properties) visitGroup(value, here, at, field);
      else if (here.type === "object") visitMap(value, here, at, field);
      else if (here.type === "array") {
        if (!Array.isArray(value)) wrong(at, "tuple_type", value, field);
        else if (value.length < (here.minItems || 0)) wrong(at, "too_short", value, field);
        else value.forEach((item, index) => visit(item, here.items, [...at, index], field));
      } else visitOne(value, here, at, field);
    }

    function visitGroup(value, here, at, field) {
      if (!isGroup(value)) { wrong(at, "model_type", value, field); return; }
      for (const missing of here.required || []) {
        if (!(missing in value)) wrong([...at, missing], "missing", value, here.properties[missing]);
      }
      for (const [key, inner] of Object.entries(value)) {
        if (Object.hasOwn(here.properties, key)) visit(inner, here.properties[key], [...at, key], here.properties[key]);
        else wrong([...at, key], "extra_forbidden", inner, field, { owner: here });
      }
    }

    function visitMap(value, here, at, field) {
      if (!isGroup(value)) { wrong(at, "dict_type", value, field); return; }
      const [pattern, inner] = ofMap(here);
      const { maxLength = Infinity } = here.propertyNames || {};
      if (Object.keys(value).length < (here.minProperties || 0)) wrong(at, "too_short", value, field);
      for (const [key, item] of Object.entries(value)) {
        if ([...key].length > maxLength) wrong([...at, key, KEY], "string_too_long", key, field, { limit: maxLength });
        else if (!new RegExp(pattern, "u").test(key)) wrong([...at, key, KEY], "string_pattern_mismatch", key, field);
        visit(item, inner, [...at, key], field);
      }
    }

    function visitOne(value, here, at, field) {
      const type = here.enum ? "literal" : here.type;
      if (type === "literal") {
        if (!here.enum.includes(value)) wrong(at, "literal_error", value, field, { allowed: here.enum });
      } else if (type === "boolean") {
        if (typeof value !== "boolean") wrong(at, "bool_type", value, field);
      } else if (type === "integer" || type === "number") {
        if (typeof value !== "number") wrong(at, type === "integer" ? "int_type" : "float_type", value, field);
        else if (!Number.isFinite(value)) wrong(at, "finite_number", value, field);
        else if (type === "integer" && !Number.isInteger(value)) wrong(at, "int_type", value, field);
        else if (value < here.minimum) wrong(at, "greater_than_equal", value, field);
        else if (value > here.maximum) wrong(at, "less_than_equal", value, field);
      } else if (typeof value !== "string") wrong(at, "string_type", value, field);
      else if ([...value].length > here.maxLength) wrong(at, "string_too_long", value, field, { limit: here.maxLength });
      else if ([...value].length < here.minLength) wrong(at, "string_too_short", value, field);
      else if (here.pattern && !new RegExp(here.pattern, "u").test(value)) wrong(at, "string_pattern_mismatch", value, field);
    }

    visit(data, top, [], top);
    return errors;
  }

  // --- the meaning of values -----------------------------------------------------------

  // Every value with a meaning, such as values("country"), and every group of a kind, such as objects("Place").
  function uses(data, top) {
    const values = {};
    const objects = {};
    const mark = (part, at, value) => {
      for (const [key, argument] of Object.entries(part)) {
        if (key.startsWith("x-") && !NO_MEANING.has(key)) (values[key.slice(2)] ||= []).push([at, value, argument]);
      }
    };
    function visit(value, part, at) {
      const here = bare(part, top);
      mark(here, at, value);
      if (Array.isArray(value) && here.items) value.forEach((item, index) => visit(item, here.items, [...at, index]));
      if (!isGroup(value)) return;
      if (here.properties) {
        (objects[here["x-shape"]] ||= []).push([at, value]);
        for (const [key, inner] of Object.entries(value)) if (Object.hasOwn(here.properties, key)) visit(inner, here.properties[key], [...at, key]);
      } else if (here.type === "object") {
        for (const [key, inner] of Object.entries(value)) {
          mark(here.propertyNames || {}, [...at, key, KEY], key);
          visit(inner, ofMap(here)[1], [...at, key]);
        }
      }
    }
    visit(data, top, []);
    return { values: (meaning) => values[meaning] || [], objects: (shape) => objects[shape] || [], everyObject: () => Object.values(objects).flat() };
  }

  // --- sentences -----------------------------------------------------------------------

  function asWritten(value) {
    if (typeof value === "string") return value;
    if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
    if (isGroup(value)) return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${quoted(inner)}`).join(", ")}}`;
    return String(value);
  }
  const quoted = (value) => (typeof value === "string" ? JSON.stringify(value) : asWritten(value));

  // In one line, with invisible characters by their number.
  function visible(text, model) {
    const code = (character) => `\\u${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    return text.replace(/[\r\n\t]+/g, " ").replace(new RegExp(...model.patterns.invisible), code);
  }

  function filled(message, parameters, model) {
    const put = (found, parameter) => (parameter ? visible(String(parameters[parameter] ?? ""), model) : found[0]);
    return message.replace(/\{\{|\}\}|\{([a-z_]+)\}/g, put);
  }

  // --- the check -----------------------------------------------------------------------

  // What is missing is told of the group that lacks it, and shown beside the empty field.
  function shownAt(rule, at, message, parameters) {
    if (rule === "missing-field") return [...at, parameters.field];
    return rule === "claim-text" && message === 0 ? ["text", parameters.language, "claims", parameters.id] : at;
  }

  // All problems of one file: the rule, how grave, where, and the sentence. "sources" are the ids of all sources there are.
  function problemsOf({ data, id, practice }, model, library, sources) {
    const top = practice ? model.record : model.source;
    const errors = shapeErrors(data, top, model);
    const misshapen = new Set(errors.filter(({ type }) => type === "string_pattern_mismatch").map(({ at }) => name(at)));
    const file = { data, id, practice, top, errors, model, library, sources, ...uses(data, top), misshapen: (at) => misshapen.has(name(at)) };
    const problems = [];
    for (const [rule, find] of Object.entries(window.pcRules)) {
      const { severity, says } = model.rules[rule];
      for (const [at, message, parameters = {}] of find(file)) {
        problems.push({ rule, severity, at, show: shownAt(rule, at, message, parameters), sentence: filled(says[message], parameters, model) });
      }
    }
    return problems;
  }

  return { KEY, isGroup, name, cut, bare, readDate, asWritten, filled, problemsOf };
})();
