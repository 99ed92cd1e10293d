// The end of the form: what is wrong, how the page will look, the files, and the ways to send them. Nothing is sent from here.
"use strict";
window.pcWays = (page) => {
  const { root, model, library, say } = page;
  const { KEY, isGroup, name, problemsOf } = window.pcCheck;
  const LONGEST = 8000; // GitHub answers longer addresses with an error
  const GRAVITY = ["error", "warning", "advice"];
  const part = (name) => root.querySelector(`[data-${name}]`);
  const element = page.fields.element;
  const languages = new Map(model.languages);
  const repository = (root.closest("[data-repository]")?.dataset.repository || "").replace(/\/$/, "");

  // --- what is wrong -------------------------------------------------------------------

  function problems() {
    const { record, entries } = page.draft;
    const sources = page.sources.known();
    const under = (path, found) => found.map((problem) => ({ ...problem, path: [...path, ...problem.show], from: [...path, ...problem.at] }));
    return [
      ...under(["record"], problemsOf({ data: record, id: page.draft.practice, practice: true }, model, library, sources)),
      ...entries.flatMap(({ id, source }, index) => under(["entries", index, "source"], problemsOf({ data: source, id, practice: false }, model, library, sources))),
    ].sort((one, other) => GRAVITY.indexOf(one.severity) - GRAVITY.indexOf(other.severity));
  }

  // Beside each field what is wrong with it, if everything was checked or the field was filled in.
  function mark(found, wanted) {
    const fields = page.fields.fieldsByPath();
    for (const box of root.querySelectorAll("[data-problems]")) box.replaceChildren();
    for (const control of root.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    for (const problem of found) {
      problem.field = page.fields.fieldAt(problem.path, fields);
      if (!problem.field) otherLanguage(problem, fields);
      const saidByState = problem.rule === "translation-outdated";
      if (!problem.field || problem.language || saidByState || !wanted(problem.field)) continue;
      const box = problem.field.querySelector("[data-problems]");
      box.append(told(problem, element("p", `pc-problem pc-problem--${problem.severity}`)));
      const control = page.fields.controlOf(problem.field);
      if (problem.severity === "error" && control && !problem.field.matches("fieldset")) control.setAttribute("aria-invalid", "true");
    }
  }

  // The texts of one language are in the fields at a time; a problem in another one leads to the same field.
  function otherLanguage(problem, fields) {
    const [, text, language, ...rest] = problem.path;
    if (text !== "text" || !rest.length || !isGroup(page.draft.record.text) || !isGroup(page.draft.record.text[language])) return;
    problem.field = page.fields.fieldAt(["record", "text", page.words, ...rest], fields);
    problem.language = problem.field && language;
  }

  function told({ severity, sentence }, line) {
    line.append(element("strong", "", model.severities[severity]), ": ", sentence);
    return line;
  }

  function list(found) {
    const box = part("found");
    const errors = found.filter(({ severity }) => severity === "error");
    box.className = `pc-found pc-notice${errors.length ? " pc-notice--strong" : ""}`;
    box.replaceChildren(element("h3", "", say(errors.length ? "faulty" : found.length ? "advised" : "clean")));
    const lines = element("ul", "");
    lines.append(...found.map(line));
    if (found.length) box.append(lines);
    box.hidden = false;
    part("ways").hidden = errors.length > 0;
  }

  function line(problem) {
    const item = told(problem, element("li", ""));
    item.dataset.rule = problem.rule;
    item.dataset.at = JSON.stringify(problem.at);
    const field = problem.field && page.fields.fullLabelOf(problem.field);
    if (field) {
      const label = problem.language ? `${field} (${languages.get(problem.language) || problem.language})` : field;
      const link = Object.assign(element("a", "", label), { href: `#${page.fields.controlOf(problem.field)?.id || ""}` });
      link.addEventListener("click", (event) => { event.preventDefault(); goTo(problem); });
      item.prepend(link, " – ");
    }
    if (problem.at.at(-1) === KEY) {
      const button = Object.assign(element("button", "pc-plain", say("takeOut")), { type: "button" });
      button.addEventListener("click", () => takeOut(problem.from.slice(0, -1)));
      item.append(" ", button);
    }
    return item;
  }

  function takeOut(path) {
    page.fields.set(path, undefined);
    page.typed(null, path);
    page.changed();
    page.refresh();
    part("found").focus();
  }

  function goTo({ field, language }) {
    if (language) { page.words = language; page.refresh(); }
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const target = field.querySelector("input:not([hidden]), select, textarea, button:not([hidden])") || field;
    target.focus();
    field.scrollIntoView({ block: "center" });
  }

  // --- how the page will look -------------------------------------------------------------

  const label = (vocabulary, id) => (model.terms[vocabulary][id] || [id])[0];
  const many = (value) => (Array.isArray(value) ? value : []);
  const inWords = (text) => (isGroup(text) ? text[page.words] || Object.values(text)[0] : text);

  function preview() {
    const { record } = page.draft;
    const text = record.text[page.words] || {};
    const numbers = new Map();
    // A source mark becomes the number of its source.
    const plain = (words) => words.replace(new RegExp(...model.patterns.citation), (_, id) => {
      if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
      return `[${numbers.get(id)}]`;
    });
    const paragraphs = (words) => plain(words).split(/\n\s*\n/).map((one) => element("p", "", one));
    const points = (all) => {
      const made = element("ul", "");
      made.append(...all.map((one) => element("li", "", plain(String(one)))));
      return made;
    };
    const answers = model.questions.map(([, heading, fields]) => {
      const said = fields.filter((field) => field.startsWith("text.")).map((field) => text[field.slice(5)]);
      const blocks = said.flatMap((value) => (Array.isArray(value) ? [points(value)] : value ? paragraphs(value) : []));
      if (fields.includes("claims") && isGroup(text.claims)) blocks.push(points(Object.values(text.claims)));
      return { heading, blocks, answered: blocks.length > 0 || fields.some((field) => record[field] !== undefined) };
    });
    const box = part("preview");
    box.lang = page.words;
    box.replaceChildren(element("h4", "", text.title || say("untitled")), element("p", "pc-preview__summary", text.summary || ""), facts(record));
    for (const { heading, blocks } of answers.filter((answer) => answer.blocks.length)) box.append(ownLanguage("h5", heading), ...blocks);
    const open = answers.filter(({ answered }) => !answered);
    if (open.length) box.append(ownLanguage("h5", say("unanswered")), ownLanguage("p", open.map(({ heading }) => heading).join(" ")));
    for (const id of many(record.sources)) if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
    const sources = element("ol", "");
    sources.append(...[...numbers.keys()].map((id) => element("li", "", page.sources.titleOf(id))));
    box.append(ownLanguage("h5", say("sources")), sources);
  }

  // Words of the page around words of the record.
  const ownLanguage = (tag, words) => Object.assign(element(tag, "", words), { lang: model.language });

  function facts(record) {
    const country = new Map(model.countries);
    const rows = {
      places: many(record.places).map((place) => [place.locality, country.get(place.country) || place.country].filter(Boolean).join(", ")),
      phases: many(record.phases).map(({ start, end, about }) => [start, end].filter(Boolean).join("–") || inWords(about)),
      target_groups: many(record.target_groups).map((id) => label("target-groups", id)),
      organisations: many(record.organisations).map(({ name }) => name),
    };
    const list_ = element("dl", "pc-facts");
    for (const [field, values] of Object.entries(rows)) {
      const row = element("div", "");
      row.append(ownLanguage("dt", say(field)), element("dd", "", values.filter(Boolean).join("; ") || say("notSaid")));
      list_.append(row);
    }
    return list_;
  }

  // --- files, and ways to send them ------------------------------------------------------------

  function fileId() {
    const { practice, record } = page.draft;
    const { title = "" } = (record.text || {})[record.language] || {};
    return practice || page.freeId(page.slug(title) || "practice", Object.keys(library.practices));
  }

  function files() {
    const { record, entries } = page.draft;
    const made = entries.map(({ id, source }) => ({ folder: "sources", name: `${id}.yaml`, text: window.pcYaml.file(source, model.source, model.modelines.source) }));
    return [...made, { folder: "practices", name: `${fileId()}.yaml`, text: window.pcYaml.file(record, model.record, model.modelines.practice) }];
  }

  async function copy(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
  }

  function showFiles() {
    const made = files();
    part("files").replaceChildren(...made.map((file) => {
      const item = element("li", "pc-file");
      const status = Object.assign(element("p", "pc-small"), { role: "status" });
      const shown = Object.assign(element("textarea", "pc-input pc-file__text"), { value: file.text, readOnly: true, rows: 12, spellcheck: false });
      shown.setAttribute("aria-label", `${file.folder}/${file.name}`);
      const actions = element("p", "pc-tool__actions");
      actions.append(
        act("pc-plain", "copy", file.name, async () => { status.textContent = say((await copy(file.text)) ? "copied" : "notCopied"); }),
        " ",
        act("pc-plain", "download", file.name, () => page.download(file.name, file.text, "application/yaml")),
      );
      if (repository) actions.append(" ", newFile(file, status));
      item.append(element("h4", "", `${file.folder}/${file.name}`), shown, actions, status);
      return item;
    }));
    showIssue(made);
  }

  function act(className, word, name, run) {
    const button = Object.assign(element("button", className, say(word)), { type: "button" });
    button.append(element("span", "pc-sr", `: ${name}`));
    button.addEventListener("click", run);
    return button;
  }

  const query = (values) => new URLSearchParams(values).toString();

  // A link that a text is too long for opens the empty page, and the text goes into the clipboard.
  function prefilled(link, start, values, long, text, status, message) {
    const whole = `${start}?${query({ ...values, ...long })}`;
    const fits = whole.length <= LONGEST && Object.keys(long).length > 0;
    Object.assign(link, { href: fits ? whole : `${start}?${query(values)}`, target: "_blank", rel: "noopener" });
    link.onclick = fits ? null : async () => { status.textContent = (await copy(text)) ? message : say("notCopied"); };
  }

  function newFile(file, status) {
    const link = element("a", "", say("open"));
    link.append(element("span", "pc-sr", `: ${file.name}`));
    const corrected = page.draft.practice && file.folder === "practices" && Object.hasOwn(library.practices, page.draft.practice);
    if (corrected) prefilled(link, `${repository}/blob/main/practices/${file.name}`, {}, {}, file.text, status, say("replaceText"));
    else prefilled(link, `${repository}/new/main/${file.folder}`, { filename: file.name }, { value: file.text }, file.text, status, say("tooLong", { name: file.name }));
    return link;
  }

  function showIssue(made) {
    const { record } = page.draft;
    const title = say("issueTitle", { title: record.text[record.language]?.title || say("untitled") });
    const fence = (text) => "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
    const blocks = made.map(({ folder, name, text }) => `${folder}/${name}\n\n${fence(text)}yaml\n${text}${fence(text)}`);
    const body = [say("issueText"), ...blocks].join("\n\n");
    prefilled(part("issue"), `${repository}/issues/new`, { title }, { body }, body, part("issue-status"), say("issueTooLong"));
    for (const way of ["issue", "files"]) root.querySelector(`[data-way=${way}]`).hidden = !repository;
  }

  // An empty group that lacks what it must have is told once, by what it lacks.
  function toldOnce(found) {
    const lacking = new Set(found.filter(({ rule }) => rule === "missing-field").map(({ from }) => name(from)));
    return found.filter(({ rule, from }) => rule !== "empty-value" || !lacking.has(name(from)));
  }

  function show(everything, isTouched) {
    const found = toldOnce(problems());
    mark(found, (field) => everything || isTouched(field));
    if (!everything) return;
    list(found);
    if (found.some(({ severity }) => severity === "error")) return;
    preview();
    showFiles();
  }

  return { show, problems, files, found: part("found") };
};
