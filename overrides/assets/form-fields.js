// Binds the fields of the form to the draft: what is typed goes into it at once, and an opened record is shown.
// A field's place in the draft is told by the data-step of the elements around it; @ is the language of the texts.
"use strict";
window.pcFields = (page) => {
  const { form, model, say } = page;
  const { KEY, isGroup, name } = window.pcCheck;
  const prototypes = new Map(); // the one item of each list in the page, from which the others are copied
  let serial = 0;

  const element = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });
  const controlOf = (field) => field.querySelector("input, select, textarea");
  const itemsOf = (list) => list.querySelector("[data-items]");

  // --- places in the draft -----------------------------------------------------------

  function pathOf(field) {
    const path = [];
    for (let one = field; one !== form; one = one.parentElement) {
      if (one.matches("[data-item]")) path.unshift([...one.parentElement.children].indexOf(one));
      if (one.dataset.step) path.unshift(...one.dataset.step.split(".").map((step) => (step === "@" ? page.words : step)));
    }
    if (field.dataset.control !== "sentence") return path;
    const { id } = get(path.slice(0, -1)) || {};
    return ["record", "text", page.words, "claims", String(id)];
  }

  function get(path) {
    let here = page.draft;
    for (const step of path) {
      const there = typeof here === "object" && here !== null && Object.hasOwn(here, step);
      if (!there) return undefined;
      here = here[step];
    }
    return here;
  }

  // What is not said is taken out, with the groups that are empty then; items of lists stay until they are removed.
  function set(path, value) {
    let here = page.draft;
    const owners = [];
    for (const [index, step] of path.slice(0, -1).entries()) {
      owners.push([here, step]);
      const wanted = typeof path[index + 1] === "number" ? Array.isArray : isGroup;
      if (!Object.hasOwn(here, step) || !wanted(here[step])) {
        if (value === undefined) return;
        here[step] = wanted === Array.isArray ? [] : {};
      }
      here = here[step];
    }
    const last = path.at(-1);
    if (value !== undefined) { here[last] = value; return; }
    if (Array.isArray(here)) here.splice(last, 1);
    else delete here[last];
    for (const [owner, step] of owners.reverse()) {
      const original = owner === page.draft.record.text && step === page.draft.record.language;
      if (Object.keys(owner[step]).length || Array.isArray(owner) || owner === page.draft || original) return;
      delete owner[step];
    }
  }

  // --- one value -----------------------------------------------------------------------

  const READ = {
    date: (typed) => (/^[0-9]{4}$/.test(typed) ? Number(typed) : typed),
    number: (typed) => (/^[-+]?[0-9]+([.,][0-9]+)?$/.test(typed) ? Number(typed.replace(",", ".")) : typed),
    yes: (typed) => ({ true: true, false: false })[typed],
  };

  function read(field) {
    const typed = controlOf(field).value.replace(/\r\n?/g, "\n").trim();
    if (typed === "") return field.dataset.step === "" ? "" : undefined; // an item of a list stays until it is removed
    const kind = READ[field.dataset.control];
    return kind ? kind(typed) : typed;
  }

  function showOne(field) {
    const value = get(pathOf(field));
    const control = controlOf(field);
    const shown = value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    if (control.matches("select")) page.choices.choose(control, shown, field);
    else control.value = shown;
    if (field.dataset.step.includes("@") || ["sentence", "prose", "long", "line"].includes(field.dataset.control)) control.lang = page.words;
    describe(field);
  }

  // The definition of the chosen term; how long a text is, once that matters.
  function describe(field) {
    const control = controlOf(field);
    const definition = field.querySelector("[data-definition]");
    if (definition) definition.textContent = (model.terms[definition.dataset.definition][control.value] || ["", ""])[1];
    const count = field.querySelector("[data-count]");
    if (!count) return;
    const [length, limit] = [[...control.value].length, Number(control.dataset.limit)];
    count.textContent = length > 0.6 * limit ? say("length", { length, limit }) : "";
    count.classList.toggle("pc-entry__count--over", length > limit);
  }

  // --- lists -------------------------------------------------------------------------------

  // A copy has ids of its own, and what points to them follows.
  function renumbered(copy) {
    serial += 1;
    for (const one of copy.querySelectorAll("[id]")) one.id += `_${serial}`;
    for (const attribute of ["for", "aria-describedby"]) {
      for (const one of copy.querySelectorAll(`[${attribute}]`)) {
        one.setAttribute(attribute, one.getAttribute(attribute).split(" ").map((id) => `${id}_${serial}`).join(" "));
      }
    }
    return copy;
  }

  function showItems(list) {
    const value = get(pathOf(list));
    const all = Array.isArray(value) ? value : [];
    itemsOf(list).replaceChildren(...all.map(() => renumbered(prototypes.get(list.dataset.list).cloneNode(true))));
    for (const [index, item] of [...itemsOf(list).children].entries()) {
      const label = say("number", { label: list.dataset.label, number: index + 1 });
      item.firstElementChild.setAttribute("aria-label", label);
      item.querySelector("[data-remove]").textContent = say("remove", { label });
      const alone = item.querySelector("[data-step='']");
      if (alone) alone.querySelector("label").textContent = label;
      show(item);
    }
  }

  function add(list) {
    const path = pathOf(list);
    const all = get(path);
    const number = Array.isArray(all) ? all.length : 0;
    const prototype = prototypes.get(list.dataset.list);
    const item = prototype.querySelector("[data-step='']") ? "" : prototype.querySelector("[data-step=id]") ? { id: freeId(path.at(-1), all || []) } : {};
    set([...path, number], item);
    showItems(list);
    page.originals.show();
    controlOf(itemsOf(list).children[number]).focus();
    page.announce(say("added", { label: say("number", { label: list.dataset.label, number: number + 1 }) }));
    page.changed();
  }

  // Nobody has to think of an id: "claim-1" will do.
  function freeId(field, all) {
    const taken = all.map((item) => item && item.id);
    const ids = [...Array(all.length + 1).keys()].map((number) => `${field.replace(/s$/, "")}-${number + 1}`);
    return ids.find((id) => !taken.includes(id));
  }

  function remove(item) {
    const list = item.closest("[data-list]");
    const index = [...item.parentElement.children].indexOf(item);
    const path = [...pathOf(list), index];
    const label = item.firstElementChild.getAttribute("aria-label");
    if (item.querySelector("[data-control=sentence]")) renameClaim(get(path).id, undefined);
    set(path, undefined);
    page.typed(list, path);
    showItems(list);
    page.originals.show();
    const next = itemsOf(list).children[Math.min(index, itemsOf(list).children.length - 1)];
    (next ? controlOf(next) : list.querySelector(":scope > .pc-entry__add button")).focus();
    page.announce(say("removed", { label }));
    page.changed();
  }

  // The sentence of a claim follows its id in every language with what is known of its translation, or goes with it.
  function renameClaim(old, id) {
    if (old === undefined || old === id) return;
    for (const [language, text] of Object.entries(page.draft.record.text || {})) {
      if (!isGroup(text) || !isGroup(text.claims) || !Object.hasOwn(text.claims, old)) continue;
      const sentence = text.claims[old];
      if (id !== undefined) { text.claims[id] = sentence; page.originals.renamed(text, old, id); }
      const path = ["record", "text", language, "claims", old];
      set(path, undefined);
      if (id === undefined) page.typed(null, path);
    }
  }

  // --- the whole form -----------------------------------------------------------------------

  const SHOW = { list: showItems, terms: page.choices.showTerms, names: page.choices.showNames, citations: (field) => page.sources.showCitations(field), group() {}, sources() {} };

  function show(scope) {
    const within = scope.closest("[data-item]");
    for (const field of scope.querySelectorAll("[data-control]")) {
      if (field.parentElement && field.parentElement.closest("[data-item]") === within && form.contains(field)) (SHOW[field.dataset.control] || showOne)(field);
    }
  }

  function labelOf(field) {
    const label = field.querySelector(":scope > label, :scope > legend");
    return label ? label.firstChild.textContent.trim() : field.getAttribute("aria-label") || "";
  }

  // The label of a field with those of the groups around it: "Places 1 › Country".
  function fullLabelOf(field) {
    const labels = [];
    for (let one = field; one && one !== form; one = one.parentElement) {
      if (one.matches("[data-item]")) labels.unshift(one.firstElementChild.getAttribute("aria-label"));
      else if (one.matches("[data-control]") && !(labels.length && one.matches("[data-list]"))) labels.unshift(labelOf(one));
    }
    return labels.filter((label, index) => label && label !== labels[index - 1]).join(" › ");
  }

  function fieldsByPath() {
    const found = new Map();
    for (const field of form.querySelectorAll("[data-control]")) found.set(name(pathOf(field)), field);
    return found;
  }

  // The field of a place in the draft, or of the nearest group around it.
  function fieldAt(path, fields) {
    for (let steps = path.filter((step) => step !== KEY); steps.length > 1; steps = steps.slice(0, -1)) {
      const field = fields.get(name(steps));
      if (field) return field;
    }
    return null;
  }

  form.addEventListener("input", (event) => {
    const field = event.target.closest("[data-control]");
    if (!field) return;
    const kind = field.dataset.control;
    if (kind === "terms") page.choices.readTerms(field, event.target);
    else if (kind === "names") page.choices.readNames(field);
    else if (kind === "citations") page.sources.readCitations(field);
    else if (!["group", "list", "sources"].includes(kind)) {
      const path = pathOf(field);
      const before = get(path);
      const value = read(field);
      if (path.at(-1) === "id" && path[1] === "claims") renameClaim(before, value);
      set(path, value);
      describe(field);
      if (field.dataset.step === "country") for (const region of field.parentElement.querySelectorAll("[data-step=region]")) showOne(region);
      page.typed(field, path, before, value);
    }
    page.changed();
  });

  form.addEventListener("focusin", ({ target }) => { if (target.matches("[data-options=item-path]")) page.choices.choose(target, target.value); });

  form.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if ("add" in button.dataset) add(button.closest("[data-list]"));
    if ("remove" in button.dataset) remove(button.closest("[data-item]"));
    if ("addPair" in button.dataset) page.choices.addPair(button.closest("[data-control]")).querySelector("select").focus();
  });

  for (const button of form.querySelectorAll("[data-add], [data-remove], [data-add-pair], [data-insert], [data-remove-source]")) button.hidden = false;
  // Inner lists first, so that the copies of an item hold none.
  for (const list of [...form.querySelectorAll("[data-list]")].reverse()) {
    prototypes.set(list.dataset.list, itemsOf(list).firstElementChild);
    itemsOf(list).replaceChildren();
  }

  return { get, set, show, showOne, pathOf, labelOf, fullLabelOf, fieldsByPath, fieldAt, controlOf, renumbered, element };
};
