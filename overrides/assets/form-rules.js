// The checker's rules by their names, each a function of one file that yields where, which of the rule's sentences, and
// the words in it. Sentences, patterns and lists come from the checker itself; a test runs its examples through both.
"use strict";
window.pcRules = (() => {
  const { KEY, isGroup, name, cut, readDate, asWritten } = window.pcCheck;
  const MOST = 100; // with more of the same in one text, nobody reads on
  const isText = (value) => typeof value === "string";
  const lastName = (at) => String(at.filter((step) => isText(step) && step !== KEY).at(-1) ?? "");
  const every = (pattern, text) => [...text.matchAll(new RegExp(...pattern))].slice(0, MOST);
  const first = ([source, flags], text) => text.match(new RegExp(source, flags.replace("g", "")));
  const without = (pattern, text, instead = "") => text.replace(new RegExp(...pattern), instead);
  const moment = (value, { model }) => {
    const date = value === undefined || value === null ? "" : readDate(value, model);
    return typeof date === "string" ? null : date;
  };
  const texts = (file) => file.values("text").filter(([, value]) => isText(value));
  const prose = (file) => texts(file).filter(([, , kind]) => kind === "prose");
  const listed = (file) => (isGroup(file.data) && Array.isArray(file.data.sources) ? file.data.sources : null);
  const names = (file) => texts(file).filter(([, , kind]) => kind === "name").map(([, value]) => value);
  const blank = (found) => " ".repeat(found.length);
  const languages = (file) => new Set(file.model.languages.map(([code]) => code));

  // Every source that a file names, in lists and in prose.
  function sourceUses(file) {
    const cited = ([at, value]) => [...new Set(every(file.model.patterns.citation, value).map((found) => found[1]))].map((id) => [at, id]);
    return [
      ...file.values("source").filter(([, value]) => isText(value)),
      ...file.values("citation").filter(([, value]) => isText(value)).map(([at, value]) => [at, value.split(",")[0].trim()]),
      ...texts(file).flatMap(cited),
    ];
  }

  // Values of a meaning that stand in no list, although their form is right.
  function* unknown(file, meaning, known, length) {
    for (const [at, value] of file.values(meaning)) {
      if (isText(value) && !known(value) && !file.misshapen(at)) yield [at, 0, { value: cut(value, length) }];
    }
  }

  function itemExists(data, path) {
    let here = data;
    for (const step of path.split(".")) {
      if (Array.isArray(here)) here = /^[0-9]{1,5}$/.test(step) ? here[Number(step)] : here.find((item) => isGroup(item) && item.id === step);
      else here = isGroup(here) && Object.hasOwn(here, step) ? here[step] : undefined;
      if (here === undefined) return false;
    }
    return true;
  }

  function* emptyPlaces(data, at) {
    if (typeof data !== "object" || data === null) return;
    if (at.length && !Object.keys(data).length) yield at;
    for (const [step, inner] of Object.entries(data)) yield* emptyPlaces(inner, [...at, Array.isArray(data) ? Number(step) : step]);
  }

  function* strings(data, at = []) {
    if (isText(data)) yield [at, data];
    else if (Array.isArray(data)) for (const [index, item] of data.entries()) yield* strings(item, [...at, index]);
    else if (isGroup(data)) {
      for (const [key, inner] of Object.entries(data)) {
        yield [[...at, key, KEY], key];
        yield* strings(inner, [...at, key]);
      }
    }
  }

  const shape = {
    *"unknown-field"({ errors, top, model }) {
      for (const { at, type, owner } of errors) {
        if (type !== "extra_forbidden") continue;
        const field = cut(String(at.at(-1)), 60);
        const computed = owner === top && model.computed.includes(field.toLowerCase().split(/[_-]/)[0]);
        yield [[...at, KEY], computed ? 0 : 1, { field, fields: Object.keys(owner.properties).join(", ") }];
      }
    },
    *"missing-field"({ errors }) {
      for (const { at, type, field } of errors) {
        if (type === "missing") yield [at.slice(0, -1), 0, { field: at.at(-1), help: field["x-help"], example: field["x-example"] }];
      }
    },
    *"wrong-type"({ errors, model }) {
      for (const { at, type, input, field } of errors) {
        const kind = type === "string_type" && typeof input === "object" ? "one_text" : type.slice(0, -5);
        const expected = type.endsWith("_type") && model.expected[kind];
        if (expected && input !== null) yield [at, 0, { field: lastName(at), expected, example: field["x-example"] || "…" }];
      }
    },
    *"wrong-form"(file) {
      const { errors, model } = file;
      const marks = new Map(Object.keys(model.forms).flatMap((kind) => file.values(kind).map(([at]) => [name(at), kind])));
      const terms = new Set(file.values("vocabulary").map(([at]) => name(at)));
      for (const { at, type, input, field, allowed } of errors) {
        const value = cut(asWritten(input), 60);
        if (type === "literal_error") yield [at, 0, { value, field: lastName(at), terms: allowed.join(", ") }];
        if (!["string_pattern_mismatch", "finite_number", "greater_than_equal", "less_than_equal"].includes(type) || terms.has(name(at))) continue;
        const kind = marks.get(name(at));
        const isKey = at.at(-1) === KEY;
        const example = isKey ? model.keyExamples[kind] : field["x-example"];
        const expected = model.forms[kind] || model.outOfRange[type] || model.otherForm;
        yield [at, 2, { value, field: lastName(isKey ? at.slice(0, -2) : at), expected, example: example || "…" }];
      }
    },
    *"empty-value"({ data, errors }) {
      const told = new Set();
      for (const { at, type, input } of errors) {
        const nothing = input === null && type.endsWith("_type");
        const empty = input !== null && !Object.keys(Object(input)).length && ["string_too_short", "too_short"].includes(type);
        if (nothing || empty) { yield [at, 0, { field: lastName(at) }]; told.add(name(at)); }
      }
      for (const at of emptyPlaces(data, [])) if (!told.has(name(at))) yield [at, 0, { field: lastName(at) }];
    },
    *"too-long"(file) {
      const told = new Set([...file.values("advised-length"), ...file.values("vocabulary")].map(([at]) => name(at)));
      for (const { at, type, limit } of file.errors) {
        if (type === "string_too_long" && !told.has(name(at))) yield [at, 0, { field: lastName(at), limit }];
      }
    },
    *date({ errors }) {
      for (const { at, type, input } of errors) {
        const message = ["date_format", "no_such_date"].indexOf(type);
        if (message >= 0) yield [at, message, { field: lastName(at), value: cut(asWritten(input), 40) }];
      }
    },
  };

  const references = {
    *"unknown-term"(file) {
      for (const [at, value, vocabulary] of file.values("vocabulary")) {
        if (isText(value) && !Object.hasOwn(file.model.terms[vocabulary] || {}, value)) yield [at, 0, { value: cut(value, 60), vocabulary }];
      }
    },
    *"unknown-country"(file) {
      const countries = new Set(file.model.countries.map(([code]) => code));
      yield* unknown(file, "country", (value) => countries.has(value), Infinity);
    },
    *"unknown-region"(file) {
      const known = (value) => Object.hasOwn(file.library.regions[value.split("-")[0]] || {}, value);
      yield* unknown(file, "region", known, Infinity);
    },
    *"region-elsewhere"(file) {
      for (const [at, { country, region }] of file.objects("Place")) {
        if (!isText(country) || !isText(region) || region.startsWith(`${country}-`)) continue;
        const known = Object.hasOwn(file.library.regions[region.split("-")[0]] || {}, region) && file.model.countries.some(([code]) => code === country);
        if (known) yield [[...at, "region"], 0, { region, country }];
      }
    },
    *"unknown-language"(file) { yield* unknown(file, "language", (value) => languages(file).has(value.split("-")[0]), 60); },
    *"unknown-currency"(file) { yield* unknown(file, "currency", (value) => file.model.currencies.includes(value), 60); },
    *"unknown-source"(file) {
      for (const [at, value] of sourceUses(file)) {
        if (!file.sources.includes(value) && !file.misshapen(at)) yield [at, 0, { value: cut(value, 80) }];
      }
    },
    *"unknown-practice"(file) { yield* unknown(file, "practice", (value) => value === file.id || Object.hasOwn(file.library.practices, value), 80); },
    *"related-to-itself"(file) {
      for (const [at, { practice }] of file.objects("Relation")) if (practice === file.id) yield [[...at, "practice"], 0];
    },
    *"unknown-clause"(file) { yield* unknown(file, "clause", (value) => file.model.clauses.some(([id]) => id === value), 80); },
    *"unknown-item"(file) { yield* unknown(file, "item-path", (value) => itemExists(file.data, value), 80); },
    *"own-indicator"(file) {
      const known = file.objects("Indicator").map(([, { id }]) => id);
      for (const [at, { indicator }] of file.objects("Claim")) {
        if (isText(indicator) && !known.includes(indicator)) yield [[...at, "indicator"], 0, { value: cut(indicator, 60) }];
      }
    },
  };

  const sourcing = {
    *"uncited-source"(file) {
      const sources = listed(file) || [];
      if (new Set(sources.filter(isText)).size < 2) return;
      const cited = new Set(sourceUses(file).filter(([at]) => at[0] !== "sources").map(([, id]) => id));
      for (const [index, source] of sources.entries()) {
        if (isText(source) && !cited.has(source) && file.sources.includes(source)) yield [["sources", index], 0, { source: cut(source, 80) }];
      }
    },
    *"unlisted-source"(file) {
      const told = new Set(listed(file) || file.sources);
      for (const [at, source] of sourceUses(file)) {
        if (at[0] === "sources" || told.has(source) || !file.sources.includes(source)) continue;
        told.add(source);
        yield [at, 0, { source }];
      }
    },
    *"listed-twice"(file) {
      const seen = new Set();
      for (const [at, value] of [...file.values("vocabulary"), ...file.values("source")]) {
        if (!Number.isInteger(at.at(-1)) || !isText(value)) continue;
        const key = name([...at.slice(0, -1), value]);
        if (seen.has(key)) yield [at, 0, { value: cut(value, 80) }];
        seen.add(key);
      }
    },
    *"claim-text"(file) {
      if (!isGroup(file.data)) return;
      const { language } = file.data;
      const claims = new Map(file.objects("Claim").filter(([at, { id }]) => isText(id) && !file.misshapen([...at, "id"])).map(([at, { id }]) => [id, at]));
      for (const [at, text] of file.objects("Text")) {
        const sentences = isGroup(text.claims) ? text.claims : {};
        if (name(at) === name(["text", language])) {
          for (const [id, where] of claims) if (!Object.hasOwn(sentences, id)) yield [[...where, "id"], 0, { id: cut(id, 60), language }];
        }
        for (const id of Object.keys(sentences)) {
          const key = [...at, "claims", id, KEY];
          if (!claims.has(id) && !file.misshapen(key)) yield [key, 1, { id: cut(id, 60) }];
        }
      }
    },
    *"claim-twice"(file) {
      const seen = new Set();
      for (const [at, { id }] of file.objects("Claim")) {
        if (!isText(id)) continue;
        if (seen.has(id)) yield [[...at, "id"], 0, { id: cut(id, 60) }];
        seen.add(id);
      }
    },
    *"original-text"({ data }) {
      if (isGroup(data) && isText(data.language) && isGroup(data.text) && !Object.hasOwn(data.text, data.language)) {
        yield [["language"], 0, { language: cut(data.language, 20) }];
      }
    },
    *"translation-source"(file) {
      for (const [at, { translation }] of isGroup(file.data) && isGroup(file.data.text) ? file.objects("Text") : []) {
        const language = isGroup(translation) ? translation.from : undefined;
        if (isText(language) && (!Object.hasOwn(file.data.text, language) || language === at.at(-1))) {
          yield [[...at, "translation", "from"], 0, { language: cut(language, 20) }];
        }
      }
    },
    *"paragraph-without-source"(file) {
      if ((listed(file) || []).length < 2) return;
      for (const [at, value] of prose(file)) {
        if (name(at.slice(0, 2)) !== name(["text", file.data.language]) || at.length < 3 || at[2] === "claims") continue;
        for (const paragraph of value.split(new RegExp(...file.model.patterns.emptyLine))) {
          if (!paragraph.trim() || first(file.model.patterns.citation, paragraph)) continue;
          yield [at, 0, { start: cut(paragraph.trim().split(/\s+/).slice(0, 6).join(" "), 60) }];
        }
      }
    },
    *"same-title"(file) {
      const same = (title) => title.toLowerCase().split(/\s+/).filter(Boolean).join(" ");
      for (const [at, { title }] of isText(file.data?.language) ? file.objects("Text") : []) {
        const twin = isText(title) && Object.entries(file.library.practices).find(([id, titles]) => id !== file.id && Object.hasOwn(titles, at[1]) && same(titles[at[1]]) === same(title));
        if (twin) yield [[...at, "title"], 0, { title: cut(title, 100), other: `practices/${twin[0]}.yaml` }];
      }
    },
  };

  const order = {
    *"date-order"(file) {
      for (const [owner, from, to] of file.model.ordered) {
        for (const [at, value] of file.objects(owner)) {
          const [start, end] = [moment(value[from], file), moment(value[to], file)];
          if (start && end && end.last < start.first) yield [[...at, to], 0, { first: from, last: to, start: start.said, end: end.said }];
        }
      }
    },
    *"result-before-start"(file) {
      const starts = file.objects("Phase").map(([, phase]) => moment(phase.start, file)).filter(Boolean);
      if (!starts.length) return;
      const start = starts.reduce((least, one) => (one.first < least.first ? one : least));
      const inferred = new Set(file.objects("Inference").map(([, { item }]) => item));
      const outcomes = file.objects("Claim").filter(([, { kind }]) => kind === "outcome");
      for (const [at, value] of [...outcomes, ...file.objects("Indicator"), ...file.objects("Evaluation")]) {
        const field = "until" in value ? "until" : "year";
        const date = moment(value[field], file);
        if (!date || date.last >= start.first || inferred.has(at.join(".")) || inferred.has(`${at[0]}.${value.id}`)) continue;
        yield [[...at, field], 0, { field, moment: date.said, start: start.said }];
      }
    },
    *"range-order"(file) {
      for (const [at, { from, to }] of file.objects("Ages")) {
        if (Number.isInteger(from) && Number.isInteger(to) && from > to) yield [[...at, "to"], 0, { low: from, high: to }];
      }
      for (const [at, { value, upper }] of file.everyObject()) {
        if (typeof value === "number" && typeof upper === "number" && upper < value) yield [[...at, "upper"], 1, { low: value, high: upper }];
      }
    },
  };

  // Every practice that a tie leads from to what it comes from or belongs to, and where this file states it.
  function tiesUpwards(file, { up, down }) {
    const relations = isGroup(file.data) && Array.isArray(file.data.relations) ? file.data.relations : [];
    const own = relations.map((relation, index) => (isGroup(relation) ? [relation.kind, relation.practice, ["relations", index, "practice"]] : []));
    const all = { ...file.library.ties, [file.id]: own };
    const inFolder = Object.keys(all).sort((one, other) => (`${one}.yaml` < `${other}.yaml` ? -1 : 1));
    const ties = new Map();
    for (const id of inFolder) {
      for (const [kind, other, at] of all[id]) {
        if (other === id || !(other === file.id || (isText(other) && Object.hasOwn(file.library.practices, other)))) continue;
        if (!up.includes(kind) && !down.includes(kind)) continue;
        const [child, parent] = up.includes(kind) ? [id, other] : [other, id];
        if (!ties.has(child)) ties.set(child, new Map());
        if (!ties.get(child).has(parent)) ties.get(child).set(parent, []);
        if (at) ties.get(child).get(parent).push(at);
      }
    }
    return ties;
  }

  // A circle, each practice before what it comes from; found in the order in which Python's graphlib looks.
  function circleOf(ties) {
    const children = new Map();
    for (const [child, parents] of ties) {
      for (const id of [child, ...parents.keys()]) if (!children.has(id)) children.set(id, []);
      for (const parent of parents.keys()) children.get(parent).push(child);
    }
    const seen = new Set();
    const way = [];
    function circleFrom(id) {
      if (way.includes(id)) return way.slice(way.indexOf(id)).reverse();
      if (seen.has(id)) return null;
      seen.add(id);
      way.push(id);
      for (const child of children.get(id)) {
        const found = circleFrom(child);
        if (found) return found;
      }
      way.pop();
      return null;
    }
    for (const id of children.keys()) {
      const found = circleFrom(id);
      if (found) return found;
    }
    return null;
  }

  const lineage = {
    *"circular-lineage"(file) {
      for (const kinds of file.practice ? file.model.lineage : []) {
        const ties = tiesUpwards(file, kinds);
        for (let circle = circleOf(ties), count = 0; circle && count < MOST; circle = circleOf(ties), count += 1) {
          const first = circle.indexOf(circle.reduce((least, id) => (id < least ? id : least)));
          const told = [...circle.slice(first), ...circle.slice(0, first + 1)];
          for (const [index, child] of told.slice(0, -1).entries()) {
            const parent = told[index + 1];
            for (const at of ties.get(child).get(parent)) yield [at, 0, { circle: told.join(" → ") }];
            ties.get(child).delete(parent);
          }
        }
      }
    },
  };

  const personal = {
    *"personal-number"(file) {
      const { addresses, longEnough } = file.model.patterns;
      for (const [at, value] of texts(file)) {
        if (!first(longEnough, value)) continue;
        for (const [found, kind] of window.pcIdentity.numbersIn(without(addresses, value, blank), file.model.identity)) yield [at, 0, { found, name: kind }];
      }
    },
    *"private-profile"(file) {
      for (const [at, value] of [...texts(file), ...file.values("url")]) {
        for (const [found] of isText(value) ? every(file.model.patterns.profile, value) : []) yield [at, 0, { found: cut(found, 60) }];
      }
    },
    *"name-with-illness"(file) {
      for (const [at, value, kind] of file.practice ? texts(file) : []) {
        for (const { groups } of kind === "name" ? [] : every(file.model.patterns.nameWithIllness, value)) {
          const noName = file.model.noNames.includes(groups.name.split(" ")[0].replace(/,$/, ""));
          if (!noName && !names(file).some((known) => known.includes(groups.name))) yield [at, 0, { found: cut(groups.who, 60) }];
        }
      }
    },
  };

  // The words of one text that can hurt; of two that overlap, the longer.
  function* hurting(value, entries, notOurs) {
    const small = value.toLowerCase().split(/\s+/).join(" ");
    const there = entries.filter(([forms]) => forms.some((form) => small.includes(form))); // patterns take long to make ready
    const lookedAt = without(notOurs, value, blank);
    const all = there.flatMap(([, pattern, better, why]) => every(pattern, lookedAt).map(({ 0: found, index }) => ({ found, index, better, why })));
    let end = 0;
    for (const one of all.sort((a, b) => a.index - b.index || b.found.length - a.found.length)) {
      if (one.index < end) continue;
      end = one.index + one.found.length;
      yield one;
    }
  }

  function partOf(known, { found, index }, value) {
    for (let start = value.indexOf(known); known && start >= 0; start = value.indexOf(known, start + 1)) {
      if (start <= index && index + found.length <= start + known.length) return true;
    }
    return false;
  }

  const wording = {
    *"hurtful-word"(file) {
      for (const [at, value, kind] of file.practice ? texts(file) : []) {
        const steps = at.filter(isText);
        const language = steps[0] === "text" && steps.length > 1 ? steps[1] : steps.at(-1);
        if (kind === "name" || !Object.hasOwn(file.library.wording, language)) continue;
        for (const one of hurting(value, file.library.wording[language], file.model.patterns.notOurs)) {
          if (!names(file).some((known) => partOf(known, one, value))) yield [at, 0, one];
        }
      }
    },
    *"hidden-character"(file) {
      for (const [at, text] of strings(file.data)) {
        const found = first(file.model.patterns.invisible, text);
        if (found) yield [at, 0, { code: found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0") }];
      }
    },
    *"raw-html"(file) {
      const { autolink, html } = file.model.patterns;
      for (const [at, value, kind] of texts(file)) {
        for (const [found] of kind === "name" ? [] : every(html, without(autolink, value, blank))) yield [at, 0, { html: cut(found, 60) }];
      }
    },
    *"unsafe-link"(file) {
      const { linkTarget, scriptAutolink, safeTarget } = file.model.patterns;
      const safe = new RegExp(`^(?:${safeTarget[0]})`, "u");
      for (const [at, value] of prose(file)) {
        for (const [, target] of every(linkTarget, value)) if (!safe.test(target)) yield [at, 0, { target: cut(target, 60) }];
        for (const [, target] of every(scriptAutolink, value)) yield [at, 0, { target: cut(target, 60) }];
      }
    },
    *markup(file) {
      for (const [at, value] of prose(file)) {
        if (first(file.model.patterns.image, value)) yield [at, 0];
        if (first(file.model.patterns.block, value)) yield [at, 1];
      }
    },
    *"malformed-citation"(file) {
      const { citation, openedCitation } = file.model.patterns;
      for (const [at, value] of prose(file)) for (const [text] of every(openedCitation, without(citation, value))) yield [at, 0, { text: cut(text, 60) }];
    },
    *"citation-in-line"(file) {
      for (const [at, value, kind] of texts(file)) if (kind !== "prose" && value.includes("[@")) yield [at, 0];
    },
    *"personal-contact"(file) {
      const { mail, phone, citation } = file.model.patterns;
      for (const [at, value] of texts(file).filter(([path]) => path[0] !== "contact")) {
        for (const [found] of every(mail, without(citation, value, " "))) yield [at, 0, { found: cut(found, 60) }];
        for (const [found] of file.practice ? every(phone, value) : []) yield [at, 1, { found: cut(found, 60) }];
      }
    },
    *"name-with-age"(file) {
      if (!file.practice) return;
      for (const [at, value] of texts(file)) for (const [found] of every(file.model.patterns.nameWithAge, value)) yield [at, 0, { found: cut(found, 60) }];
    },
    *"long-text"(file) {
      for (const [at, value, limit] of file.values("advised-length")) {
        const length = isText(value) ? [...value].length : 0;
        if (length > limit && length <= 3 * limit) yield [at, 0, { length, limit }];
      }
    },
    *"text-limit"(file) {
      for (const [at, value, limit] of file.values("advised-length")) {
        const length = isText(value) ? [...value].length : 0;
        if (length > 3 * limit) yield [at, 0, { length, limit: 3 * limit }];
      }
    },
  };

  return { ...shape, ...references, ...sourcing, ...order, ...lineage, ...personal, ...wording };
})();
