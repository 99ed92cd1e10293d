// The explorer: filters, words, order and view of all practices; everything that is chosen stands in the address.
"use strict";
(() => {
  const root = document.querySelector("[data-explorer]");
  if (!root) return;
  const settings = JSON.parse(root.dataset.explorer);
  const { words, shown: pageSize, chunk: chunkSize, count: total } = settings;
  const find = (name) => root.querySelector(`[data-explorer-${name}]`);
  const heading = document.getElementById("pc-results");
  const status = find("status"), note = find("note"), list = find("list"), table = find("table"), map = find("map");
  const active = find("active"), more = find("more"), sort = find("sort"), query = document.getElementById("pc-q");
  const plural = new Intl.PluralRules(settings.language);
  const number = new Intl.NumberFormat(settings.language);
  const counted = (forms, count) => (forms[plural.select(count)] || forms.other).replace("{count}", number.format(count));

  // ---- What is chosen, and its address

  const boxes = new Map(); // facet → value → checkbox
  const state = { chosen: new Map(), query: "", sort: "", view: "list", shown: pageSize };

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    state.chosen = new Map();
    for (const [facet, values] of boxes) {
      const wanted = (asked.get(facet) || "").split(",").filter((value) => values.has(value));
      if (wanted.length) state.chosen.set(facet, new Set(wanted));
    }
    state.query = (asked.get("q") || "").trim().slice(0, 200);
    state.sort = ["title", "newest", "surest", "relevance"].includes(asked.get("sort")) ? asked.get("sort") : "";
    state.view = ["table", "map"].includes(asked.get("view")) ? asked.get("view") : "list";
    state.shown = Math.min(Math.max(pageSize, Number.parseInt(asked.get("shown"), 10) || 0), Math.max(total, pageSize));
  }

  function writeAddress(replace) {
    const asked = new URLSearchParams();
    if (state.query) asked.set("q", state.query);
    for (const [facet, values] of state.chosen) if (values.size) asked.set(facet, [...values].join(","));
    if (state.sort) asked.set("sort", state.sort);
    if (state.view !== "list") asked.set("view", state.view);
    if (state.shown > pageSize) asked.set("shown", String(state.shown));
    const text = asked.toString().replaceAll("%2C", ",");
    const address = location.pathname + (text ? `?${text}` : "") + location.hash;
    history[replace ? "replaceState" : "pushState"](null, "", address);
    carryAlong();
  }

  // The same choice in the other languages: terms and countries have the same ids there.
  function carryAlong() {
    for (const link of document.querySelectorAll("header a[hreflang]")) link.search = location.search;
  }

  // ---- The data: who has which value

  let data = null; // facet → { values, starts, numbers }

  // One character a number, the last of a row marked; see "encoded" in scripts/catalogue/render/explorer.py.
  function decode({ values, rows }, count) {
    const starts = new Uint32Array(count + 1), numbers = new Uint16Array(rows.length);
    let at = 0, row = 0;
    for (const letter of rows) {
      let code = letter.codePointAt(0);
      if (code !== 33) {
        code -= 35 + (code > 92);
        numbers[at++] = code >> 1;
        if (!(code & 1)) continue;
      }
      starts[++row] = at;
    }
    return { values, starts, numbers };
  }

  const fetchJson = async (name) => {
    const answer = await fetch(name);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  };

  async function loadData() {
    const loaded = await fetchJson("facets.json");
    data = new Map(Object.entries(loaded.facets).map(([facet, column]) => [facet, decode(column, loaded.count)]));
    data.set("years", decode(loaded.years, loaded.count));
  }

  const first = (column, row) => (column.starts[row] < column.starts[row + 1] ? column.values[column.numbers[column.starts[row]]] : "");

  // Each practice that all facets let through counts for every value; one that a single facet stops counts for that facet's other values,
  // so that the number beside a value says what ticking it would give.
  function narrow(ranks) {
    const facets = [...boxes.keys()].map((facet) => {
      const column = data.get(facet);
      const chosen = state.chosen.get(facet);
      const wanted = chosen && chosen.size ? Uint8Array.from(column.values, (value) => (chosen.has(value) ? 1 : 0)) : null;
      return { facet, column, wanted, counts: new Uint32Array(column.values.length) };
    });
    const result = [];
    for (let row = 0; row < total; row++) {
      if (ranks && !ranks.has(row)) continue;
      let stopped = null, stops = 0;
      for (const facet of facets) {
        if (!facet.wanted) continue;
        const { starts, numbers } = facet.column;
        let fits = 0;
        for (let at = starts[row]; at < starts[row + 1] && !fits; at++) fits = facet.wanted[numbers[at]];
        if (!fits) { stopped = facet; if (++stops > 1) break; }
      }
      if (stops > 1) continue;
      if (!stops) result.push(row);
      for (const facet of stops ? [stopped] : facets) {
        const { starts, numbers } = facet.column;
        for (let at = starts[row]; at < starts[row + 1]; at++) facet.counts[numbers[at]]++;
      }
    }
    return { result, facets };
  }

  const EVIDENCE = ["evaluated", "monitored", "reasoned", "described"];
  function ordered(result, ranks) {
    const order = state.sort || (ranks ? "relevance" : "title");
    if (order === "relevance" && ranks) return result.sort((a, b) => ranks.get(a) - ranks.get(b));
    if (order === "newest") {
      const years = data.get("years");
      return result.map((row) => [row, Number(first(years, row)) || 0]).sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([row]) => row);
    }
    if (order === "surest") {
      const levels = data.get("evidence-levels");
      return result.map((row) => [row, EVIDENCE.indexOf(first(levels, row))]).sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([row]) => row);
    }
    return result;
  }

  // ---- Words: the site's search says which pages, found.json says which practices these are

  let numbers = null; // id of an indexed page → number of the practice
  const answers = new Map();

  async function search(text) {
    if (!text) return null;
    if (!answers.has(text)) {
      if (!numbers) {
        const found = (await fetchJson("found.json")).split(",");
        numbers = new Map(found.map((id, row) => [id, row]));
      }
      const { ids, instead } = await window.pcSearch.ids(text);
      const ranks = new Map();
      for (const id of ids) {
        const row = numbers.get(id);
        if (row !== undefined && !ranks.has(row)) ranks.set(row, ranks.size);
      }
      answers.set(text, { ranks, instead });
    }
    return answers.get(text);
  }

  // ---- Cards: made by the site's templates, fetched a few at a time

  const cards = new Map(); // number → HTML
  for (const [row, card] of [...list.children].entries()) cards.set(row, card.outerHTML);
  const chunks = new Map();
  let listed = [...cards.keys()].join();

  function fetchCards(rows) {
    const needed = new Set(rows.filter((row) => !cards.has(row)).map((row) => Math.floor(row / chunkSize)));
    return Promise.all([...needed].map((chunk) => {
      if (!chunks.has(chunk)) {
        chunks.set(chunk, fetchJson(`cards-${chunk}.json`).then(
          (html) => html.forEach((card, place) => cards.set(chunk * chunkSize + place, card)),
          (error) => { chunks.delete(chunk); throw error; },
        ));
      }
      return chunks.get(chunk);
    }));
  }

  // ---- Showing

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function showCounts(facets) {
    for (const { facet, column, counts } of facets) {
      const by = new Map(column.values.map((value, at) => [value, counts[at]]));
      for (const [value, box] of boxes.get(facet)) {
        const count = by.get(value) || 0;
        box.checked = Boolean(state.chosen.get(facet)?.has(value));
        box.parentElement.classList.toggle("pc-facet__none", !count && !box.checked);
        box.parentElement.querySelector(".pc-count").textContent = number.format(count);
      }
    }
  }

  function showActive() {
    active.replaceChildren();
    for (const [facet, values] of state.chosen) {
      for (const value of values) active.append(chip(boxes.get(facet).get(value).dataset.label, () => toggle(facet, value)));
    }
    if (state.query) active.append(chip(words.quoted.replace("{words}", state.query), () => { query.value = ""; state.query = ""; }));
    if (active.children.length > 1) {
      active.append(chip(null, () => { query.value = ""; state.query = ""; state.chosen.clear(); }));
    }
    active.hidden = !active.children.length;
  }

  function chip(label, undo) {
    const item = element("li");
    const button = element("button", label === null ? words.clear : label, { type: "button" });
    if (label !== null) {
      button.setAttribute("aria-label", words.remove.replace("{filter}", label));
      button.append(element("span", " ×", { "aria-hidden": "true" }));
    }
    button.addEventListener("click", () => {
      undo();
      state.shown = pageSize;
      update();
      heading.focus({ preventScroll: true }); // the button is gone; the reader stands at the result
    });
    item.append(button);
    return item;
  }

  function showTable(rows) {
    const body = table.querySelector("tbody");
    body.replaceChildren();
    const holder = document.createElement("template");
    for (const row of rows) {
      holder.innerHTML = cards.get(row);
      const card = holder.content.firstElementChild;
      card.querySelector(".pc-card__groups .pc-sr")?.remove();
      const said = [".pc-card__where > span", ".pc-card__when", ".pc-card__groups"].map((part) => card.querySelector(part)?.textContent);
      const line = element("tr", undefined, { role: "row" });
      const name = element("th", undefined, { role: "rowheader", scope: "row" });
      const sure = element("td", undefined, { role: "cell" });
      name.append(card.querySelector(".pc-card__title a"));
      sure.append(card.querySelector(".pc-meter"));
      line.append(name, ...said.map((words) => element("td", words || "–", { role: "cell", class: words ? "" : "pc-none" })), sure);
      body.append(line);
    }
  }

  async function showMap(rows) {
    if (!map.firstElementChild) map.innerHTML = (await fetchJson("map.json")).html;
    const { values, starts, numbers } = data.get("countries");
    const by = new Map();
    for (const row of rows) {
      for (let at = starts[row]; at < starts[row + 1]; at++) by.set(values[numbers[at]], (by.get(values[numbers[at]]) || 0) + 1);
    }
    for (const path of map.querySelectorAll("path[data-country]")) {
      const count = by.get(path.dataset.country) || 0;
      path.setAttribute("class", `pc-map__${settings.steps.filter((step) => count >= step).length}`);
      path.firstElementChild.textContent = `${boxes.get("countries").get(path.dataset.country).dataset.label}: ${number.format(count)}`;
    }
    for (const row of map.querySelectorAll("tr[data-country]")) {
      const count = by.get(row.dataset.country) || 0;
      row.hidden = !count;
      row.lastElementChild.textContent = number.format(count);
    }
  }

  let turn = 0;
  async function update({ replace = false, silent = false } = {}) {
    if (!data) return;
    const mine = ++turn;
    root.setAttribute("aria-busy", "true");
    if (!silent) writeAddress(replace);
    let found = null, problem = "";
    try {
      if (state.query && !answers.has(state.query)) status.textContent = words.searching;
      found = await search(state.query);
    } catch {
      problem = words.search_failed;
    }
    if (mine !== turn) return; // the reader has gone on
    const { result, facets } = narrow(found?.ranks);
    const rows = ordered(result, found?.ranks);
    const visible = rows.slice(0, state.shown);
    sort.querySelector('[value="relevance"]').hidden = !found;
    sort.value = state.sort || (found ? "relevance" : "title");
    for (const button of root.querySelectorAll("[data-explorer-view]")) button.setAttribute("aria-pressed", String(button.dataset.explorerView === state.view));
    const says = counted(settings.total, rows.length);
    heading.textContent = says;
    showCounts(facets);
    showActive();
    try {
      await (state.view === "map" ? showMap(rows) : fetchCards(visible));
    } catch {
      problem ||= words.failed;
    }
    if (mine !== turn) return;
    const there = visible.filter((row) => cards.has(row));
    if (state.view === "table") showTable(there);
    if (state.view === "list" && listed !== there.join()) {
      listed = there.join(); // what is there already stays, and the focus in it
      list.innerHTML = there.map((row) => cards.get(row)).join("");
    }
    list.hidden = state.view !== "list";
    table.hidden = state.view !== "table";
    map.hidden = state.view !== "map";
    const left = state.view === "map" ? 0 : Math.min(pageSize, rows.length - visible.length);
    more.hidden = left < 1;
    more.textContent = counted(settings.more, left);
    const corrected = found?.instead ? words.instead.replace("{query}", state.query).replace("{instead}", found.instead) : "";
    note.textContent = problem || corrected || (rows.length ? "" : words.none);
    note.hidden = !note.textContent;
    status.textContent = note.textContent ? `${says}. ${note.textContent}` : says;
    root.removeAttribute("aria-busy");
    window.pcShortlist?.refresh(root);
    root.dispatchEvent(new CustomEvent("pc-shown", { detail: rows.length }));
  }

  // ---- What the reader does

  function toggle(facet, value) {
    const values = state.chosen.get(facet) || new Set();
    if (!values.delete(value)) values.add(value);
    if (values.size) state.chosen.set(facet, values);
    else state.chosen.delete(facet);
  }

  for (const lines of root.querySelectorAll("[data-facet]")) {
    const facet = lines.dataset.facet;
    boxes.set(facet, new Map());
    for (const link of lines.querySelectorAll("a")) {
      const label = element("label"), box = element("input", undefined, { type: "checkbox" });
      box.dataset.label = link.firstElementChild.textContent;
      label.append(box, ...link.childNodes);
      boxes.get(facet).set(link.dataset.value, box);
      box.addEventListener("change", () => { toggle(facet, link.dataset.value); state.shown = pageSize; update(); });
      link.replaceWith(label);
    }
  }
  sort.addEventListener("change", () => { state.sort = sort.value === "title" && !state.query ? "" : sort.value; update(); });
  for (const button of root.querySelectorAll("[data-explorer-view]")) {
    button.addEventListener("click", () => { state.view = button.dataset.explorerView; update(); });
  }
  more.addEventListener("click", async () => {
    const before = state.shown;
    state.shown += pageSize;
    await update({ replace: true });
    const next = state.view === "table" ? table.querySelectorAll("tbody tr")[before] : list.children[before];
    next?.querySelector("a").focus();
  });
  let typing;
  const ask = (wait) => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      const text = query.value.trim().slice(0, 200);
      if (text === state.query) return;
      if (!text && state.sort === "relevance") state.sort = "";
      state.query = text;
      state.shown = pageSize;
      update({ replace: true });
    }, wait);
  };
  query.addEventListener("input", () => ask(250));
  find("search").addEventListener("submit", (event) => { event.preventDefault(); ask(0); });
  window.addEventListener("popstate", () => { readAddress(); carryAlong(); query.value = state.query; update({ silent: true }); });

  // On a narrow screen the filters would hide what they filter: they start closed there.
  const facetPanel = find("facets");
  if (matchMedia("(max-width: 61.99rem)").matches) facetPanel.open = false;

  readAddress();
  carryAlong();
  query.value = state.query;
  for (const facet of state.chosen.keys()) root.querySelector(`[data-facet="${facet}"]`).closest("details").open = true;
  more.textContent = counted(settings.more, Math.min(pageSize, total - pageSize));
  root.setAttribute("aria-busy", "true");
  loadData().then(() => update({ silent: true }), () => {
    note.textContent = words.failed;
    note.hidden = false;
    root.removeAttribute("aria-busy");
  });
})();
