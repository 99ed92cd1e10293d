// A translation in the form: beside each field its original and its state, and notes of what a person wrote or compared.
"use strict";
window.pcOriginals = (page) => {
  const { form, model, say } = page;
  const { isGroup } = window.pcCheck;
  const { translated, mark, markAll, rename } = window.pcTranslation;
  const method = page.root.querySelector("[data-translated] [data-control]");
  const compared = new Set(); // what the reader has just found to say what the original says
  const words = () => translated(page.draft.record, page.words, model);
  const isText = (field) => field.dataset.step.includes("@") || field.dataset.control === "sentence";

  // The field of a text that a place in the draft belongs to, as translations name it.
  function keyOf([owner, text, , field, id]) {
    if (owner !== "record" || text !== "text" || field === "translation") return null;
    return field === "claims" ? `claims.${id}` : field;
  }

  // --- what is shown -----------------------------------------------------------------------

  function show() {
    compared.clear();
    const from = words()?.source;
    const language = new Map(model.languages).get(from) || from;
    for (const box of form.querySelectorAll("[data-original]")) {
      const field = box.closest("[data-control]");
      const path = page.fields.pathOf(field).map((step) => (step === page.words ? from : step));
      const value = from && isText(field) ? page.fields.get(path) : undefined;
      box.hidden = value === undefined;
      box.replaceChildren();
      if (box.hidden) continue;
      const original = page.fields.element("div", "pc-entry__source", [value].flat().join("\n\n"));
      original.lang = from;
      box.append(page.fields.element("strong", "", say("original", { language })), original, agreement(field));
    }
    showStates();
  }

  function agreement(field) {
    const button = Object.assign(page.fields.element("button", "pc-plain", say("agree")), { type: "button", hidden: true });
    button.append(page.fields.element("span", "pc-sr", `: ${page.fields.fullLabelOf(field)}`));
    button.addEventListener("click", () => agree(field));
    return button;
  }

  // What a reader has to know before she trusts a translation; nothing where all is well.
  function showStates() {
    const { translation, here, outdated, method: way } = words() || {};
    for (const state of form.querySelectorAll("[data-state]")) {
      const field = state.closest("[data-control]");
      const key = keyOf(page.fields.pathOf(field));
      const told = translation && key && Object.hasOwn(here, key) ? [outdated(key) && "outdated", way(key) === "machine" && "unreviewed"] : [];
      const said = compared.has(key) ? ["agreed"] : told.filter(Boolean);
      state.textContent = said.map((word) => say(word)).join(" ");
      const button = field.querySelector(":scope > [data-original] button");
      if (!button) continue;
      button.hidden = !said.length;
      button.setAttribute("aria-disabled", compared.has(key)); // it stays, so that the keyboard keeps its place
    }
  }

  // --- what is noted -----------------------------------------------------------------------

  function agree(field) {
    const key = keyOf(page.fields.pathOf(field));
    mark(words(), key, "reviewed", model);
    compared.add(key);
    page.fields.showOne(method);
    showStates();
    page.announce(`${page.fields.fullLabelOf(field)}: ${say("agreed")}`);
    page.changed();
  }

  // Whoever writes in another language than the record's translates it; a person does, here.
  function typed(path, field) {
    const { record } = page.draft;
    const language = path[2];
    const text = path[1] === "text" && language !== record.language ? page.fields.get(path.slice(0, 3)) : null;
    if (!isGroup(text)) return;
    const key = keyOf(path);
    if (Object.keys(text).every((one) => one === "translation")) page.fields.set(path.slice(0, 3), undefined);
    else {
      if (!text.translation?.from) text.translation = { from: record.language, by: "human", ...text.translation };
      const now = translated(record, language, model);
      if (now && key) mark(now, key, "human", model);
      else if (now) markAll(now.translation, model);
    }
    compared.delete(key);
    if (field !== method) page.fields.showOne(method);
    showStates();
  }

  const renamed = (text, old, id) => rename(text.translation, `claims.${old}`, `claims.${id}`, model);

  return { show, showStates, typed, renamed };
};
