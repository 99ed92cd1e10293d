// The form as a whole: loads what it needs once, keeps the draft in this browser only, opens records and drafts.
"use strict";
(async () => {
  const root = document.querySelector("[data-form-page]");
  const form = root.querySelector("[data-form]");
  const part = (name) => root.querySelector(`[data-${name}]`);
  const { isGroup, filled, KEY } = window.pcCheck;
  const asked = new URLSearchParams(location.search);
  const language = document.documentElement.lang;
  const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;
  root.setAttribute("aria-busy", "true");
  form.addEventListener("submit", (event) => event.preventDefault());

  async function load(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  }

  function fault(words) {
    part("fault").textContent = words;
    part("fault").hidden = false;
  }

  const model = await load(root.dataset.words).catch(() => null);
  const library = await load(root.dataset.library).catch(() => null);
  if (!model || !library) {
    fault(part("fault").dataset.fault);
    root.removeAttribute("aria-busy");
    return;
  }

  const say = (word, parameters = {}) => filled(model.words[word], parameters, model);
  const page = { root, form, model, library, say, words: language, draft: blank() };
  const touched = new Set();
  let checked = false;

  // --- small things that the other scripts use -----------------------------------------

  page.announce = (words) => { part("announce").textContent = words; };
  page.count = (number) => {
    const said = model.found[new Intl.PluralRules(language).select(number)] || model.found.other;
    return said.replace("{count}", new Intl.NumberFormat(language).format(number));
  };
  page.slug = (title) => {
    const plain = [...title.toLowerCase()].map((letter) => model.letters[letter] || letter).join("").normalize("NFKD").replace(/\p{M}/gu, "");
    const whole = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return whole.length > 60 ? whole.slice(0, 61).replace(/-[^-]*$/, "") : whole;
  };
  page.freeId = (wanted, taken) => {
    let [id, number] = [wanted, 1];
    while (taken.includes(id)) id = `${wanted}-${(number += 1)}`;
    return id;
  };
  page.download = (name, text, type) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  function blank() {
    const themes = (asked.get("theme") || "").split(",").filter((id) => ID.test(id));
    return { practice: null, record: { status: "published", language, places: [{}], text: { [language]: {} }, ...(themes.length ? { themes } : {}) }, entries: [] };
  }

  // --- the draft -------------------------------------------------------------------------

  const practice = asked.get("practice");
  const KEPT = ["pc-draft", practice, asked.get("translate")].filter(Boolean).join(":");
  let waiting = 0;

  function keep() {
    let words = say("kept", { time: new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date()) });
    try { localStorage.setItem(KEPT, JSON.stringify({ ...page.draft, words: page.words })); } catch { words = say("unkept"); }
    part("draft-status").textContent = words;
  }

  function kept() {
    try { return JSON.parse(localStorage.getItem(KEPT) || "null"); } catch { return null; }
  }

  page.changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(settle, 250);
  };

  async function settle() {
    clearTimeout(waiting);
    if (waiting) keep();
    waiting = 0;
    await window.pcTranslation.learn(page.draft.record, model);
    page.originals.showStates();
    ways.show(checked, (field) => touched.has(field));
  }
  // A reader who leaves at once loses nothing.
  window.addEventListener("pagehide", () => { if (waiting) keep(); });

  // --- languages ---------------------------------------------------------------------------

  const languagesOf = (record) => (isGroup(record.text) ? Object.keys(record.text) : []);

  function showLanguages() {
    const { record } = page.draft;
    const there = [...new Set([page.words, ...languagesOf(record)])];
    const names = new Map(model.languages);
    part("words-language").replaceChildren(...there.map((code) => new Option(names.get(code) || code, code, false, code === page.words)));
    part("languages").hidden = there.length < 2;
    part("translated").hidden = page.words === record.language;
  }
  part("words-language").addEventListener("change", ({ target }) => { page.words = target.value; page.refresh(); });

  // A new record's texts go along when its language is corrected.
  function relabel(old, code) {
    const { record } = page.draft;
    if (page.words !== old || languagesOf(record).some((other) => other !== old)) return;
    for (const owner of mapsByLanguage(record, model.record)) {
      if (!Object.hasOwn(owner, old) || Object.hasOwn(owner, code)) continue;
      owner[code] = owner[old];
      delete owner[old];
    }
    page.words = code;
    page.refresh();
  }

  // Every group whose names are languages, but for names in their own language.
  function* mapsByLanguage(value, part_) {
    const here = window.pcCheck.bare(part_, model.record);
    if (Array.isArray(value)) for (const item of value) yield* mapsByLanguage(item, here.items || {});
    if (!isGroup(value)) return;
    const inner = Object.values(here.patternProperties || {})[0];
    if (here.propertyNames?.["x-language"] && inner["x-text"] !== "name") yield value;
    for (const [key, one] of Object.entries(value)) yield* mapsByLanguage(one, (here.properties || {})[key] || inner || {});
  }

  page.typed = (field, path, before, value) => {
    if (path.length === 2 && path[1] === "language") {
      if (value && before) relabel(before, value);
      return;
    }
    page.originals.typed(path, field);
  };

  form.addEventListener("change", ({ target }) => {
    const field = target.closest("[data-control]");
    if (!field) return;
    touched.add(field);
    const path = page.fields.pathOf(field);
    if (path[0] === "entries" && path.length === 4 && path[3] === "title") page.sources.titled(path[1]);
    page.changed();
  });

  // --- opening --------------------------------------------------------------------------------

  page.refresh = () => {
    page.sources.showEntries();
    page.fields.show(form);
    page.sources.showChosen();
    showLanguages();
    page.originals.show();
    return settle();
  };

  // A draft of this form, or a bare record.
  function open(data, words) {
    const record = isGroup(data) && isGroup(data.record) ? data.record : data;
    const entries = isGroup(data) && Array.isArray(data.entries) ? data.entries.filter((entry) => isGroup(entry) && ID.test(entry.id)) : [];
    if (!isGroup(record)) return false;
    const id = typeof data.practice === "string" && ID.test(data.practice) ? data.practice : null;
    page.draft = { practice: id, record, entries };
    const spoken = [words, data.words, record.language, ...languagesOf(record)].find((code) => typeof code === "string" && LANGUAGE.test(code));
    page.words = spoken || language;
    return true;
  }

  part("draft-save").addEventListener("click", () => {
    page.download(`${say("draft")}.json`, JSON.stringify({ ...page.draft, words: page.words }, null, 1), "application/json");
  });
  part("draft-open").addEventListener("click", () => part("draft-file").click());
  part("draft-file").addEventListener("change", async ({ target }) => {
    let data = null;
    try { data = JSON.parse(await target.files[0].text()); } catch { /* said below */ }
    target.value = "";
    if (!open(data)) { page.announce(say("cannotOpen")); fault(say("cannotOpen")); return; }
    part("fault").hidden = true;
    checked = true;
    await page.refresh();
    keep();
    page.announce(say("opened", { title: titleOf(page.draft.record) }));
  });
  part("draft-empty").addEventListener("click", () => {
    if (!window.confirm(say("empty"))) return;
    try { localStorage.removeItem(KEPT); } catch { /* nothing was kept */ }
    [page.draft, page.words, checked] = [blank(), language, false];
    touched.clear();
    [ways.found.hidden, part("ways").hidden] = [true, true];
    page.refresh();
    part("draft-status").textContent = "";
    page.announce(say("emptied"));
  });
  part("check").addEventListener("click", async () => {
    checked = true;
    await settle();
    ways.found.focus();
  });

  const titleOf = (record) => (isGroup(record.text) && isGroup(record.text[record.language]) && record.text[record.language].title) || say("untitled");

  page.choices = window.pcChoices(page);
  page.fields = window.pcFields(page);
  page.sources = window.pcSources(page);
  page.originals = window.pcOriginals(page);
  const ways = window.pcWays(page);

  const stored = kept();
  if (practice && !stored) {
    const record = ID.test(practice) ? await load(`${root.dataset.records}${practice}.json`).catch(() => null) : null;
    if (record) open({ practice, record }, asked.get("translate"));
    else fault(say("missing", { id: practice }));
  } else if (stored && open(stored)) part("draft-status").textContent = say("restored");
  if (page.draft.practice) {
    const task = asked.get("translate") ? "translate" : "correct";
    part("title").textContent = say(task, { title: titleOf(page.draft.record) });
    part("lead").textContent = part("lead").dataset[task];
    for (const link of document.querySelectorAll("header a[hreflang]")) link.search = location.search;
  }
  await page.refresh();
  root.removeAttribute("aria-busy");
})();
