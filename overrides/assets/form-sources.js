// The sources of the record: chosen among those that the library has, or described anew; ticked where a fact comes from
// them, and put as marks into texts.
"use strict";
window.pcSources = (page) => {
  const { form, model, library, say } = page;
  const { isGroup } = window.pcCheck;
  const MOST = 8;
  const part = (name) => form.querySelector(`[data-${name}]`);
  const [chosen, words, results, status, panel, entries] = ["chosen-sources", "source-words", "source-results", "source-status", "insert-panel", "entries"].map(part);
  const blank = entries.firstElementChild; // the one description in the page, from which the others are copied
  const textarea = { last: null };

  const listed = () => (Array.isArray(page.draft.record.sources) ? page.draft.record.sources.map(String) : []);
  const entryOf = (id) => page.draft.entries.find((entry) => entry.id === id);
  const titleOf = (id) => (entryOf(id) ? (entryOf(id).source || {}).title || say("source") : library.sources[id] || id);
  const known = () => [...Object.keys(library.sources), ...page.draft.entries.map(({ id }) => id)];

  function button(className, text, more, act) {
    const made = page.fields.element("button", className, text);
    made.type = "button";
    if (more) made.append(page.fields.element("span", "pc-sr", `: ${more}`));
    made.addEventListener("click", act);
    return made;
  }

  // --- the list of the record ------------------------------------------------------------

  function showChosen() {
    chosen.replaceChildren(...listed().map((id, index) => {
      const line = page.fields.element("li", "");
      const name = page.fields.element("span", "", titleOf(id));
      if (entryOf(id)) name.append(page.fields.element("span", "pc-tag", say("newSource")));
      line.append(name, " ", button("pc-plain", say("remove", { label: "" }).trim(), titleOf(id), () => drop(index)));
      return line;
    }));
    form.querySelector("[data-entries-part]").hidden = !page.draft.entries.length;
    for (const field of form.querySelectorAll("[data-control=citations]")) showCitations(field);
  }

  function list(ids) { page.fields.set(["record", "sources"], ids.length ? ids : undefined); }

  function choose(id) {
    list([...listed(), id]);
    words.value = "";
    search();
    showChosen();
    page.announce(say("added", { label: titleOf(id) }));
    page.changed();
    words.focus();
  }

  function drop(index) {
    const id = listed()[index];
    const label = titleOf(id);
    list(listed().filter((_, place) => place !== index));
    if (entryOf(id)) page.draft.entries = page.draft.entries.filter((entry) => entry.id !== id);
    showEntries();
    showChosen();
    page.announce(say("removed", { label }));
    page.changed();
    words.focus();
  }

  // All words, wherever they stand in a source's title, names or year.
  function search() {
    const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ([id, title]) => !listed().includes(id) && asked.every((word) => title.toLowerCase().includes(word));
    const found = asked.length ? Object.entries(library.sources).filter(fits) : [];
    results.replaceChildren(...found.slice(0, MOST).map(([id, title]) => {
      const line = page.fields.element("li", "");
      line.append(button("pc-source-results__one", title, "", () => choose(id)));
      return line;
    }));
    status.textContent = asked.length ? page.count(found.length) : "";
    if (asked.length && !found.length) status.textContent = say("noMatch");
  }
  words.addEventListener("input", search);
  words.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });

  // --- new ones ------------------------------------------------------------------------------

  function showEntries() {
    entries.replaceChildren(...page.draft.entries.map(() => page.fields.renumbered(blank.cloneNode(true))));
    for (const [index, item] of [...entries.children].entries()) {
      const label = titleOf(page.draft.entries[index].id);
      item.firstElementChild.setAttribute("aria-label", label);
      const remove = item.querySelector("[data-remove-source]");
      remove.textContent = say("remove", { label });
      remove.addEventListener("click", () => drop(listed().indexOf(page.draft.entries[index].id)));
      page.fields.show(item);
    }
  }

  function describe() {
    const id = page.freeId("new-source", known());
    page.draft.entries.push({ id, source: {} });
    list([...listed(), id]);
    showEntries();
    showChosen();
    page.announce(say("added", { label: say("source") }));
    page.changed();
    page.fields.controlOf(entries.lastElementChild).focus();
  }
  part("new-source").addEventListener("click", describe);

  // A new source is filed under its title; whatever cites it follows.
  function titled(index) {
    const entry = page.draft.entries[index];
    const title = isGroup(entry.source) && typeof entry.source.title === "string" ? entry.source.title : "";
    const id = page.freeId(page.slug(title) || "new-source", known().filter((other) => other !== entry.id));
    if (id !== entry.id) {
      page.draft.record = renamed(page.draft.record, entry.id, id);
      entry.id = id;
    }
    entries.children[index].firstElementChild.setAttribute("aria-label", titleOf(id));
    entries.children[index].querySelector("[data-remove-source]").textContent = say("remove", { label: titleOf(id) });
    showChosen();
    for (const field of form.querySelectorAll("[data-control=prose], [data-control=sentence]")) page.fields.showOne(field);
  }

  function renamed(data, old, id) {
    if (Array.isArray(data)) return data.map((item) => renamed(item, old, id));
    if (isGroup(data)) return Object.fromEntries(Object.entries(data).map(([key, inner]) => [key, renamed(inner, old, id)]));
    if (data === old) return id;
    if (typeof data !== "string") return data;
    return (data.startsWith(`${old}, `) ? id + data.slice(old.length) : data).replaceAll(`[@${old}]`, `[@${id}]`).replaceAll(`[@${old},`, `[@${id},`);
  }

  // --- where a fact comes from ---------------------------------------------------------------

  const split = (citation) => [citation.split(",")[0].trim(), citation.includes(",") ? citation.slice(citation.indexOf(",") + 1).trim() : ""];

  function showCitations(field) {
    const value = page.fields.get(page.fields.pathOf(field));
    const cited = (Array.isArray(value) ? value : []).map(String).map(split);
    const others = [...new Set(listed())].filter((id) => !cited.some(([source]) => source === id)).map((id) => [id, ""]);
    const box = field.querySelector("[data-cited]");
    const lines = [...cited, ...others].map(([id, locator], index) => citation(field, id, locator, index < cited.length));
    box.replaceChildren(...(lines.length ? lines : [page.fields.element("p", "pc-entry__help", say("noSources"))]));
  }

  function citation(field, id, locator, ticked) {
    const line = page.fields.element("p", "pc-cited__one");
    const [tick, place] = ["checkbox", "text"].map((type) => Object.assign(document.createElement("input"), { type, autocomplete: "off" }));
    const title = page.fields.element("label", "");
    tick.checked = ticked;
    tick.value = id;
    tick.dataset.cite = id;
    title.append(tick, page.fields.element("span", "", titleOf(id)));
    const where = page.fields.element("label", "pc-cited__place");
    place.className = "pc-input pc-input--short";
    place.value = locator;
    where.append(page.fields.element("span", "", say("locator")), page.fields.element("span", "pc-sr", `: ${titleOf(id)}`), place);
    where.hidden = !ticked;
    line.append(title, where);
    return line;
  }

  function readCitations(field) {
    const lines = [...field.querySelectorAll(".pc-cited__one")];
    const ticked = lines.filter((line) => line.querySelector("[data-cite]").checked);
    for (const line of lines) line.querySelector(".pc-cited__place").hidden = !ticked.includes(line);
    const said = ticked.map((line) => [line.querySelector("[data-cite]").value, line.querySelector(".pc-cited__place input").value.trim()]);
    page.fields.set(page.fields.pathOf(field), said.length ? said.map(([id, place]) => (place ? `${id}, ${place}` : id)) : undefined);
  }

  // --- marks in texts ---------------------------------------------------------------------------

  const [source, locator] = ["#pc-insert-source", "#pc-insert-page"].map((id) => panel.querySelector(id));

  function openPanel(field) {
    textarea.last = page.fields.controlOf(field);
    source.replaceChildren(...listed().map((id) => new Option(titleOf(id), id)));
    locator.value = "";
    field.append(panel);
    panel.hidden = false;
    (listed().length ? source : words).focus();
    if (!listed().length) { panel.hidden = true; page.announce(say("noSources")); }
  }

  function insert() {
    const place = locator.value.trim().replace(/[[\]]/g, "");
    const { last } = textarea;
    const mark = `[@${source.value}${place ? `, ${place}` : ""}]`;
    const before = last.value.slice(0, last.selectionEnd);
    last.setRangeText((before && !/\s$/.test(before) ? " " : "") + mark, last.selectionEnd, last.selectionEnd, "end");
    closePanel();
    last.dispatchEvent(new Event("input", { bubbles: true }));
    page.announce(say("inserted"));
  }

  function closePanel() {
    panel.hidden = true;
    form.append(panel);
    textarea.last.focus();
  }

  part("insert-now").addEventListener("click", insert);
  part("insert-cancel").addEventListener("click", closePanel);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closePanel();
    if (event.key === "Enter" && event.target === locator) { event.preventDefault(); insert(); }
  });
  form.addEventListener("click", ({ target }) => { if (target.closest("[data-insert]")) openPanel(target.closest("[data-control]")); });

  entries.replaceChildren();
  return { showChosen, showEntries, showCitations, readCitations, titled, titleOf, known };
};
