// What a translation was made from, and how it came about: field by field, as the checker sees it, and as it changes when
// somebody writes a text or has compared it with its original.
"use strict";
window.pcTranslation = (() => {
  const { KEY, isGroup, name, cut } = window.pcCheck;
  const METHODS = ["machine", "human", "reviewed"]; // the least careful way first
  const IS_VERSION = /^[0-9a-f]{12}$/;
  const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/; // what is white space to the checker
  const isText = (value) => typeof value === "string";
  const group = (value) => (isGroup(value) ? value : {});
  const own = (value, key) => (isGroup(value) && Object.hasOwn(value, key) ? value[key] : undefined);

  // --- versions ------------------------------------------------------------------------

  const versions = new Map(); // by the words
  const folded = (said) => [said].flat().map((point) => point.normalize("NFC").split(SPACE).filter(Boolean).join(" ")).join("\n");
  const version = (said) => versions.get(folded(said));

  async function learnWords(words) {
    const bytes = new TextEncoder().encode(words.replace(/\p{Cs}/gu, "?"));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    versions.set(words, [...digest.slice(0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  }

  // The browser counts versions in its own time, and on plain http not at all. They are kept, so that all else need not wait.
  async function learn(record, model) {
    const words = Object.values(group(own(record, "text"))).flatMap((text) => Object.values(said(text, model)).map(folded));
    if (crypto.subtle) await Promise.all([...new Set(words)].filter((one) => !versions.has(one)).map(learnWords));
  }

  // --- the words of one language beside those that they are made from ------------------------

  const fields = (model) => Object.keys(model.record.$defs.Text.properties).filter((field) => field !== "translation");

  // The fields of a text; what has another form than its field is left out.
  function said(text, model) {
    const found = {};
    for (const field of fields(model)) {
      const value = own(text, field);
      if (isText(value) || (Array.isArray(value) && value.length && value.every(isText))) found[field] = value;
      else if (field === "claims") for (const [id, sentence] of Object.entries(group(value))) if (isText(sentence)) found[`claims.${id}`] = sentence;
    }
    return found;
  }

  function translated(record, language, model) {
    const [texts, first] = [group(own(record, "text")), own(record, "language")];
    if (!isText(first) || language === first || !Object.hasOwn(texts, first)) return null;
    const note = own(texts[language], "translation");
    const translation = isGroup(note) ? note : null;
    const from = own(translation, "from");
    const source = isText(from) && Object.hasOwn(texts, from) && from !== language ? from : first;
    const [original, here] = [said(texts[source], model), said(own(texts, language), model)];
    const method = (key) => own(own(translation, "by_field"), key) ?? own(translation, "by");
    // Its original has changed or is gone; a version that the browser cannot count is no change.
    const outdated = (key) => {
      const made = own(own(translation, "made_from"), key);
      const today = Object.hasOwn(original, key) ? version(original[key]) : null;
      return Object.hasOwn(here, key) && isText(made) && IS_VERSION.test(made) && today !== undefined && today !== made;
    };
    return { language, source, original, here, translation, method, outdated };
  }

  // --- what changes --------------------------------------------------------------------------

  // Notes by field stand in the order of the fields; without any, their group goes.
  function put(translation, group_, notes, model) {
    const place = (key) => fields(model).indexOf(key.split(".")[0]);
    const known = Object.entries(notes).filter(([, value]) => value !== undefined);
    const sorted = known.sort(([one], [other]) => place(one) - place(other) || (one < other ? -1 : 1));
    if (sorted.length) translation[group_] = Object.fromEntries(sorted);
    else delete translation[group_];
  }

  // A field came about in this way, beside the original of today. Over the text stands the least careful way of all its
  // fields, so that the note on the page never promises too much.
  function mark({ translation, original, here, method }, key, way, model) {
    const today = Object.hasOwn(here, key) && Object.hasOwn(original, key) ? version(original[key]) : undefined;
    put(translation, "made_from", { ...group(translation.made_from), [key]: today }, model);
    const ways = Object.keys(here).map((one) => [one, one === key ? way : method(one) ?? "human"]);
    if (!ways.length) return;
    translation.by = ways.map(([, one]) => one).reduce((least, one) => (METHODS.indexOf(one) < METHODS.indexOf(least) ? one : least));
    put(translation, "by_field", Object.fromEntries(ways.filter(([, one]) => one !== translation.by)), model);
  }

  // What is said of the whole text holds for every field about which nothing better is known.
  function markAll(translation, model) {
    const better = ([, way]) => METHODS.indexOf(way) > METHODS.indexOf(translation.by);
    put(translation, "by_field", Object.fromEntries(Object.entries(group(translation.by_field)).filter(better)), model);
  }

  function rename(translation, old, key, model) {
    for (const notes of ["made_from", "by_field"]) {
      const all = group(own(translation, notes));
      if (Object.hasOwn(all, old)) put(translation, notes, { ...all, [old]: undefined, [key]: all[old] }, model);
    }
  }

  // --- the checker's rules ---------------------------------------------------------------------

  const translations = (file) => file.objects("Text").map(([at]) => translated(file.data, at.at(-1), file.model)).filter((words) => words?.translation);

  function pathOf(key, language) {
    const [field, ...id] = key.split(".");
    return ["text", language, field, ...(id.length ? [id.join(".")] : [])];
  }

  // Short texts that stand by language beside the item that they belong to.
  function notes(file) {
    const byLanguage = new Set(file.values("language").filter(([at]) => at.at(-1) === KEY).map(([at]) => name(at.slice(0, -1))));
    const together = new Map();
    for (const [at, value, kind] of file.values("text")) {
      if (!byLanguage.has(name(at)) || kind === "name" || !isText(value)) continue;
      const owner = name(at.slice(0, -1));
      together.set(owner, [...(together.get(owner) || []), [at, value]]);
    }
    return [...together.values()];
  }

  // Where something is said in two languages: the place, the words there, and those of the original.
  function* neighbours(file) {
    for (const { language, original, here, outdated } of translations(file)) {
      for (const [key, words] of Object.entries(here)) {
        if (Object.hasOwn(original, key) && !outdated(key)) yield [pathOf(key, language), words, original[key]];
      }
    }
    if (!file.values("text").some(([at, value, kind]) => kind === "prose" && at[0] !== "text" && isText(value) && value.includes("[@"))) return;
    for (const texts of file.practice ? notes(file) : []) {
      const [, original] = texts.find(([at]) => at.at(-1) === file.data.language) || [];
      for (const [at, words] of texts) if (original !== undefined && at.at(-1) !== file.data.language) yield [at, words, original];
    }
  }

  Object.assign(window.pcRules, {
    *"translation-field"(file) {
      for (const { language, here, translation } of translations(file)) {
        for (const noted of ["made_from", "by_field"]) {
          for (const key of Object.keys(group(translation[noted]))) {
            if (!Object.hasOwn(here, key)) yield [["text", language, "translation", noted, key, KEY], 0, { field: cut(key, 60) }];
          }
        }
      }
    },
    *"translation-outdated"(file) {
      for (const { language, source, here, outdated } of translations(file)) {
        for (const key of Object.keys(here).filter(outdated)) yield [pathOf(key, language), 0, { field: key, language: source }];
      }
    },
    *"translation-citations"(file) {
      const cited = (words) => new Set([words].flat().flatMap((point) => [...point.matchAll(new RegExp(...file.model.patterns.citation))].map((found) => found[1])));
      const without = (some, others) => [...some].filter((id) => !others.has(id)).sort().map((id) => `[@${id}]`).join(", ");
      for (const [at, words, original] of neighbours(file)) {
        const [here, wanted] = [cited(words), cited(original)];
        const [lost, extra] = [without(wanted, here), without(here, wanted)];
        if (lost || extra) yield [at, lost ? 0 : 1, { sources: lost || extra }];
      }
    },
  });

  return { learn, version, translated, mark, markAll, rename };
})();
