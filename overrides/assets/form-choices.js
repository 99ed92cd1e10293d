// Fields with something to choose: codes and terms from lists, boxes to tick, names by their language.
"use strict";
window.pcChoices = (page) => {
  const { form, model, library, say } = page;
  const { isGroup } = window.pcCheck;

  const titleOf = (id) => library.practices[id][model.language] || Object.values(library.practices[id])[0];
  const practices = Object.keys(library.practices).map((id) => [id, titleOf(id)]).sort((one, other) => one[1].localeCompare(other[1], model.language));
  // Long lists that stand in many fields are made once and copied.
  const same = (choices) => () => choices.cloneNode(true);
  const CODES = {
    country: same(options(model.countries)),
    language: same(options(model.languages.filter(([code]) => code.length === 2))),
    currency: same(options(model.currencies.map((code) => [code, code]))),
    practice: same(options(practices)),
    clause: same(options(model.clauses)),
    region: (field) => options(Object.entries(library.regions[page.fields.get([...page.fields.pathOf(field).slice(0, -1), "country"])] || {})),
    "item-path": () => options([...items(page.draft.record)]),
  };

  function options(choices) {
    const made = document.createDocumentFragment();
    made.append(...choices.map(([code, label]) => new Option(label, code)));
    return made;
  }

  // Everything of the record that can be marked as our reading, or seen differently by another source.
  function* items(record) {
    for (const field of form.querySelectorAll("[data-step=record] [data-control]")) {
      const [, ...path] = page.fields.pathOf(field);
      if (path.length !== 1 || ["inferred", "alternatives", "sources", "status", "language"].includes(path[0]) || !(path[0] in record)) continue;
      const label = page.fields.labelOf(field);
      if (!Array.isArray(record[path[0]])) yield [path[0], label];
      else for (const [index, item] of record[path[0]].entries()) yield [`${path[0]}.${isGroup(item) && item.id ? item.id : index}`, say("number", { label, number: index + 1 })];
    }
  }

  // Chooses a value; one that is in no list, or no longer, is shown as it is written.
  function choose(select, value, field) {
    if (select.dataset.options) {
      const first = select.options[0];
      select.replaceChildren(first, CODES[select.dataset.options](field));
    }
    if (value && ![...select.options].some((option) => option.value === value)) select.add(new Option(value, value));
    select.value = value;
  }

  function showTerms(field) {
    const value = page.fields.get(page.fields.pathOf(field));
    const chosen = Array.isArray(value) ? value.map(String) : [];
    const boxes = field.querySelector("[data-boxes]");
    for (const line of boxes.querySelectorAll("[data-stray]")) line.remove();
    const known = [...boxes.querySelectorAll("input")];
    for (const stray of chosen.filter((id) => !known.some((box) => box.value === id))) {
      const line = known[0].closest("li").cloneNode(true);
      line.dataset.stray = "";
      line.querySelector("input").value = stray;
      line.querySelector("label span").textContent = stray;
      line.querySelector(".pc-boxes__definition").textContent = "";
      boxes.append(line);
      known.push(line.querySelector("input"));
    }
    for (const box of known) box.checked = chosen.includes(box.value);
    tellPicked(field);
  }

  // Long lists are folded; what was chosen stands above them.
  function tellPicked(field) {
    const told = field.querySelector("[data-picked]");
    if (told) told.textContent = [...field.querySelectorAll("input:checked")].map((box) => box.nextElementSibling.textContent).join(" · ");
  }

  function readTerms(field, box) {
    const path = page.fields.pathOf(field);
    const value = page.fields.get(path);
    const others = (Array.isArray(value) ? value : []).filter((id) => id !== box.value);
    const chosen = box.checked ? [...others, box.value] : others;
    page.fields.set(path, chosen.length ? chosen : undefined);
    tellPicked(field);
  }

  // --- names by language --------------------------------------------------------------------

  function showNames(field) {
    const value = page.fields.get(page.fields.pathOf(field));
    const pairs = isGroup(value) ? Object.entries(value) : [];
    const [first, ...others] = field.querySelectorAll("[data-pair]");
    for (const other of others) other.remove();
    for (const [index, [language, said]] of (pairs.length ? pairs : [["", ""]]).entries()) {
      const pair = index ? addPair(field) : first;
      choose(pair.querySelector("select"), language);
      pair.querySelector("input").value = String(said);
    }
  }

  function addPair(field) {
    const pairs = [...field.querySelectorAll("[data-pair]")];
    const pair = page.fields.renumbered(pairs[0].cloneNode(true));
    pair.querySelector("input").value = "";
    choose(pair.querySelector("select"), "");
    pairs.at(-1).after(pair);
    return pair;
  }

  function readNames(field) {
    const typed = [...field.querySelectorAll("[data-pair]")].map((pair) => [pair.querySelector("select").value, pair.querySelector("input").value.trim()]);
    const said = typed.filter(([language, words]) => language && words);
    page.fields.set(page.fields.pathOf(field), said.length ? Object.fromEntries(said) : undefined);
  }

  return { choose, showTerms, readTerms, showNames, readNames, addPair };
};
