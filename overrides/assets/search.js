// The search: a dialog over Pagefind's core, which is loaded when somebody first asks for it.
//
// Other scripts may search too:
//   window.pcSearch.find(query, {limit = 10, kind}) → Promise<Hit[]>, best first, at most `limit`; `kind: "practice"` gives practices alone.
//   Hit: {url, kind, title, where, original, excerpt}; `original` is the language of the text if it is not the page's,
//   `title` and `excerpt` are lists of {text, marked}.
//   The list has `total` (all results), `instead` (what was looked for, where a word of the query finds nothing)
//   and `some` (true where no page has all of the words). It rejects if the index cannot be loaded.
//   window.pcSearch.ids(query) → Promise<{ids, instead}>: the practices alone, as ids of the index.
"use strict";
(() => {
  const dialog = document.querySelector("dialog.pc-find");
  if (!dialog) return;
  const part = (selector) => dialog.querySelector(selector);
  const [field, status, list, more] = ["input", "[role=status]", "ol", "[data-pc-more]"].map(part);
  const language = document.documentElement.lang;
  const say = JSON.parse(dialog.dataset.say);
  const absolute = (address) => new URL(address, document.baseURI).href;
  const index = absolute(dialog.dataset.index), known = absolute(dialog.dataset.known);

  // --- finding ---------------------------------------------------------------------------

  // A practice's name and place say most; the title of a source (its "name") or of a clause’s guideline says little.
  const ranking = { metaWeights: { title: 5, where: 2, guideline: 0.05, name: 0.05, kind: 0, original: 0 } };

  // Pagefind neither answers nor throws if a part of it is missing, so look first. Its worker would be a second copy of all its code.
  let loading;
  const load = () => loading ??= (async () => {
    const get = async (path, method) => {
      const answer = await fetch(index + path, { method });
      if (!answer.ok) throw new Error(path);
      return answer;
    };
    const { languages } = await (await get("pagefind-entry.json")).json();
    const own = languages[language] || languages[language.split("-")[0]];
    if (!own) throw new Error(language);
    const [pagefind] = await Promise.all([
      import(index + "pagefind.js"),
      get(`wasm.${own.wasm || "unknown"}.pagefind`, "HEAD"),
      get(`pagefind.${own.hash}.pf_meta`, "HEAD"),
    ]);
    await pagefind.options({ noWorker: true, ranking });
    await pagefind.init();
    return pagefind;
  })().catch((error) => { loading = undefined; throw error; });

  let words;
  const knownWords = () => words ??= fetch(known).then((answer) => answer.ok ? answer.json() : Promise.reject(new Error(known)))
    .then((all) => all.map((word) => [word, bare(word)])).catch((error) => { words = undefined; throw error; });

  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").replace(/ø/g, "o").replace(/æ/g, "ae");
  const split = (text) => text.match(/[\p{L}\p{M}\p{N}]+/gu) || [];
  const alike = (a, b) => { let n = 0; while (n < a.length && a[n] === b[n]) n++; return n; };

  // Changes of one letter that make b of a, two letters swapped being a little less than one; anything above `most` may be told as too much.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before, last, row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      [before, last, row] = [last, row, [i]];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (before && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 0.8);
      }
      if (Math.min(...row) > most) return most + 1;
    }
    return row[b.length];
  }

  // The known word that is nearest, by at most one change in four letters.
  function nearest(word, all) {
    let best, least = Math.min(3, Math.floor(bare(word).length / 4)) + 1;
    for (const [candidate, plain] of all) {
      const far = distance(bare(word), plain, least);
      if (far < least) [best, least] = [candidate, far];
    }
    return best;
  }

  // A long word as the known words that it is made of, from its beginning and its end: "Altenpflege" has "Pflege".
  function parts(word, all) {
    const long = bare(word);
    const fits = (side) => all.filter(([, plain]) => plain.length > 3 && plain.length < long.length && long[side](plain))
      .sort((a, b) => b[1].length - a[1].length)[0]?.[0];
    return [fits("startsWith"), fits("endsWith")].filter(Boolean);
  }

  // Pagefind takes the nearest beginning where it does not know a word; that is a find only if most of the word is there.
  async function finds(pagefind, word, share = 0.6) {
    const { results } = await pagefind.search(word);
    const wanted = bare(word), enough = Math.max(3, Math.ceil(wanted.length * share));
    for (const result of results.slice(0, 3)) {
      const tokens = (await result.data()).content.split(/\s+/);
      if (result.words.some((at) => split(bare(tokens[at] || "")).some((token) => token.startsWith(wanted) || alike(token, wanted) >= enough))) return true;
    }
    return false;
  }

  // Two words of the query that the pages write as one: "familje rådslag".
  async function joined(pagefind, asked, filters) {
    for (let at = 1; at < asked.length; at++) {
      const one = asked[at - 1] + asked[at];
      if (!await finds(pagefind, one, 0.9)) continue;
      const instead = [...asked.slice(0, at - 1), one, ...asked.slice(at + 1)].join(" ");
      const { results } = await pagefind.search(instead, { filters });
      if (results.length) return { results, instead };
    }
    return undefined;
  }

  // Pages with some of the words, those with most of them first; the long tail has only the commonest.
  async function withSome(pagefind, all, filters) {
    const pages = new Map();
    for (const word of all) {
      for (const result of (await pagefind.search(word, { filters })).results) {
        const page = pages.get(result.id);
        if (page) page.score += result.score;
        else pages.set(result.id, result);
      }
    }
    return [...pages.values()].sort((a, b) => b.score - a.score).slice(0, 30);
  }

  // What to look for in place of a word that finds nothing: the nearest word, or else the words in it.
  async function mended(pagefind, word) {
    if (word.length < 4 || await finds(pagefind, word)) return [word];
    const all = await knownWords();
    const near = nearest(word, all);
    return near ? [near] : parts(word, all);
  }

  // All results of a query, unread: {results, instead, some}.
  async function look(query, kind) {
    const pagefind = await load();
    const filters = kind ? { kind } : {};
    const { results } = await pagefind.search(query, { filters });
    const asked = split(query);
    const said = await Promise.all(asked.map((word) => mended(pagefind, word)));
    const other = said.flat(), changed = other.join(" ") !== asked.join(" ");
    if (changed || !results.length) {
      const together = await joined(pagefind, asked, filters);
      if (together) return together;
    }
    if (!changed) {
      // A whole question has small words too, which few pages have all.
      if (results.length > 4 || asked.length < (results.length ? 4 : 2)) return { results };
      const more = await withSome(pagefind, asked.filter((word) => word.length > 2), filters);
      return { results: [...results, ...more.filter(({ id }) => !results.some((one) => one.id === id))], some: !results.length };
    }
    if (!other.length) return { results: [] };
    const found = (await pagefind.search(other.join(" "), { filters })).results;
    return { results: found.length ? found : await withSome(pagefind, other, filters), instead: other.join(" ") };
  }

  // --- what a result shows -------------------------------------------------------------------

  const LENGTH = 28;

  // `places` come from the result: Pagefind keeps one text for all searches and writes the last one's into it.
  // The place with most of the words, outside the title and outside the hidden words that other languages have for it.
  function hit({ url, meta, content }, places) {
    const tokens = content.split(/\s+/).filter((token, at, all) => token || at < all.length - 1);
    const name = meta.name || meta.title || "", title = name.split(/\s+/);
    const own = title.every((word, at) => alike(tokens[at] || "", word) === word.length) ? title.length : 0;
    const from = tokens.indexOf("⟦"), to = tokens.indexOf("⟧");
    const marked = new Set(places);
    const shown = tokens.map((text, at) => ({ text, marked: marked.has(at), at })).filter(({ at }) => at >= own && !(from >= 0 && at >= from && at <= to));
    let best = 0, most = 0;
    for (let start = 0; start < shown.length; start++) {
      const count = shown[start].marked ? shown.slice(start, start + LENGTH).filter((token) => token.marked).length : 0;
      if (count > most) [best, most] = [start, count];
    }
    // From the beginning of the sentence, if it is near.
    const ends = ({ text }) => /[.!?·:]$/.test(text);
    for (let back = 0; back < 10 && best > 0 && !ends(shown[best - 1]); back++) best--;
    best = Math.max(0, Math.min(best, shown.length - LENGTH));
    const excerpt = shown.slice(best, best + LENGTH);
    if (best > 0) excerpt.unshift({ text: "…" });
    if (best + LENGTH < shown.length) excerpt.push({ text: "…" });
    return {
      url, kind: meta.kind, where: meta.where || meta.guideline, original: meta.original, excerpt,
      title: title.map((text, at) => ({ text, marked: at < own && marked.has(at) })),
    };
  }

  const read = (results) => Promise.all(results.map(async (result) => hit(await result.data(), result.words)));

  async function find(query, { limit = 10, kind } = {}) {
    const { results, ...how } = await look(query, kind);
    return Object.assign(await read(results.slice(0, limit)), how, { total: results.length });
  }

  // The explorer shows practices in its own way and needs only to know which: the ids of the indexed pages, best first.
  async function ids(query) {
    const { results, instead } = await look(query, "practice");
    return { ids: results.map(({ id }) => id), instead };
  }
  window.pcSearch = { find, ids };

  // --- the dialog -----------------------------------------------------------------------------

  const element = (name, className, ...inner) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inner);
    return made;
  };
  const worded = (pieces) => pieces.flatMap(({ text, marked }, at) => [at ? " " : "", marked ? element("mark", "", text) : text]);
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const counted = (count) => {
    const form = say.found[new Intl.PluralRules(language).select(count)] || say.found.other;
    return filled(form, { count: new Intl.NumberFormat(language).format(count) });
  };

  function row({ url, kind, title, where, original, excerpt }) {
    const link = element("a", "", ...worded(title));
    link.href = url;
    const facts = element("span", "pc-find__facts", element("span", "pc-tag", say[kind] || say.page));
    if (where) facts.append(" ", where);
    if (original) {
      const named = new Intl.DisplayNames(language, { type: "language" }).of(original);
      facts.append(" ", element("span", "pc-tag", filled(say.original, { language: named })));
    }
    return element("li", "", link, facts, element("span", "pc-find__excerpt", ...worded(excerpt)));
  }

  const PAGE = 10;
  let results = [], asked = "", answered, turn = 0;

  async function next() {
    const mine = turn;
    const rows = (await read(results.slice(list.children.length, list.children.length + PAGE))).map(row);
    if (mine !== turn) return;
    list.append(...rows);
    more.hidden = list.children.length >= results.length;
    return rows[0];
  }

  function run() {
    const query = field.value.trim();
    if (query !== asked) answered = answer(asked = query);
    return answered;
  }

  // Each query is a turn; an answer to an older one is dropped.
  async function answer(query) {
    const mine = ++turn;
    const slow = setTimeout(() => { if (mine === turn) status.textContent = say.loading; }, 300);
    try {
      const found = query ? await look(query) : { results: [] };
      if (mine !== turn) return;
      results = found.results;
      list.replaceChildren();
      more.hidden = true;
      await next();
      if (mine !== turn) return;
      const note = !query ? "" : !results.length ? say.none : found.instead ? say.instead : found.some ? say.some : "";
      status.textContent = [filled(note, { query, other: found.instead }), results.length ? counted(results.length) : ""].filter(Boolean).join(" ");
      dialog.classList.toggle("pc-find--found", results.length > 0);
    } catch {
      if (mine === turn) fail();
    } finally {
      clearTimeout(slow);
    }
  }

  function fail() {
    asked = "";
    results = [];
    list.replaceChildren();
    more.hidden = true;
    dialog.classList.remove("pc-find--found");
    status.textContent = say.off;
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    field.focus();
    field.select();
    load().catch(fail);
  }

  let timer;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(run, 180); });
  // Enter goes to the first result. In a search field Escape would only empty it, in some browsers; here it closes the dialog, always.
  field.addEventListener("keydown", async (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Escape") return dialog.close();
    clearTimeout(timer);
    await run();
    list.querySelector("a")?.focus();
  });
  more.addEventListener("click", () => next().then((first) => first?.querySelector("a").focus(), fail));
  part("[data-pc-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    // The dialog itself is hit only beside its content; a result may lead to a place on this very page.
    if (event.target === dialog || (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey)) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [field, ...list.querySelectorAll("a"), ...(more.hidden ? [] : [more])];
    const at = stops.indexOf(document.activeElement);
    if (!step || at < 0 || !stops[at + step]) return;
    event.preventDefault();
    stops[at + step].focus();
  });

  for (const button of document.querySelectorAll("[data-pc-search]")) button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const control = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (typing || dialog.open || !(slash || control) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
})();
