// A self-assessment: keeps the answers in this browser, finds the weakest clauses and makes a plan of them. It sends nothing.
"use strict";
(() => {
  const tool = document.querySelector("[data-assess]");
  const part = (name) => tool.querySelector(`[data-${name}]`);
  const KEY = `pc-assessment-${tool.dataset.assess}`;
  const MOST = 5;
  const FIELDS = { what: 300, who: 80, when: 40 };
  const words = JSON.parse(tool.dataset.words);
  const labels = new Map(JSON.parse(tool.dataset.standings));
  const outside = tool.dataset.outside;
  const steps = [...labels.keys()].filter((standing) => standing !== outside);
  const language = document.documentElement.lang;
  const number = (value) => new Intl.NumberFormat(language).format(value);

  const sections = [...tool.querySelectorAll("[data-part]")];
  const boxes = [...tool.querySelectorAll("[data-choice] input")];
  const asks = [...tool.querySelectorAll("[data-clause]")].map((box) => ({
    id: box.dataset.clause,
    part: box.closest("[data-part]").dataset.part,
    radios: [...box.querySelectorAll("input")],
    statement: box.querySelector("[data-statement]"),
    clause: box.querySelector(".pc-ask__clause a"),
    practices: box.querySelector("[data-practices]"),
  }));
  const atFirst = sections.filter((section) => !("later" in section.dataset)).map((section) => section.dataset.part);

  let answers, chosen, plan, team;
  let kept = true;

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  // --- what is kept ----------------------------------------------------------------

  // Storage may be switched off, and what lies in it may be anything: only what fits this page is taken.
  function read() {
    let stored = {};
    try { stored = JSON.parse(localStorage.getItem(KEY)) || {}; } catch (error) { if (!(error instanceof SyntaxError)) kept = false; }
    const group = (name) => (stored[name] && typeof stored[name] === "object" ? stored[name] : {});
    const text = (value, length) => (typeof value === "string" ? value.slice(0, length) : "");
    answers = new Map(asks.map(({ id }) => [id, group("answers")[id]]).filter(([, standing]) => labels.has(standing)));
    plan = new Map();
    for (const { id } of asks) {
      const row = group("plan")[id];
      if (row && typeof row === "object") plan.set(id, Object.fromEntries(Object.entries(FIELDS).map(([name, length]) => [name, text(row[name], length)])));
    }
    team = text(stored.team, 100);
    const parts = Array.isArray(stored.parts) ? sections.map((section) => section.dataset.part).filter((id) => stored.parts.includes(id)) : atFirst;
    chosen = new Set(parts);
  }

  function keep() {
    const parts = sections.map((section) => section.dataset.part).filter((id) => chosen.has(id));
    const bare = !answers.size && !plan.size && !team && parts.join() === atFirst.join();
    const stored = { answers: Object.fromEntries(answers), parts, plan: Object.fromEntries(plan), team };
    try {
      if (bare) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, JSON.stringify(stored));
      kept = true;
    } catch { kept = false; }
    part("unkept").hidden = kept;
  }

  // --- the questions -----------------------------------------------------------------

  const asked = () => asks.filter((ask) => chosen.has(ask.part));

  function showQuestions() {
    for (const box of boxes) box.checked = chosen.has(box.value);
    for (const section of sections) section.hidden = !chosen.has(section.dataset.part);
    for (const { id, radios } of asks) for (const radio of radios) radio.checked = answers.get(id) === radio.value;
    part("team").value = team;
  }

  function showProgress() {
    const whole = asked().length;
    const done = asked().filter(({ id }) => answers.has(id)).length;
    const said = whole ? words.progress.replace("{value}", number(done)).replace("{whole}", number(whole)) : words.choose;
    if (part("progress").textContent !== said) part("progress").textContent = said;
    part("track").style.setProperty("--share", `${whole ? (100 * done) / whole : 0}%`);
    part("nothing").hidden = done > 0;
    part("answered").hidden = !done;
  }

  // --- the result --------------------------------------------------------------------

  // One guideline: a bar, and the same in words. What is not one's task is no part of the bar.
  function far(section) {
    const standings = asks.filter((ask) => ask.part === section.dataset.part).map(({ id }) => answers.get(id));
    const count = (standing) => standings.filter((one) => one === standing).length;
    const bar = element("span", "pc-far__bar");
    bar.setAttribute("aria-hidden", "true");
    for (const standing of [...steps].reverse()) {
      const stretch = element("span", `pc-far__step pc-far__step--${steps.indexOf(standing)}`);
      stretch.style.flexGrow = count(standing);
      if (count(standing)) bar.append(stretch);
    }
    const told = [...[...steps].reverse(), outside].map((standing) => [labels.get(standing), count(standing)]);
    const said = [...told, [words.unanswered, count(undefined)]].filter(([, many]) => many);
    const heading = element("th", "", ...section.querySelector("h2 a").cloneNode(true).childNodes);
    heading.scope = "row";
    const lines = said.map(([label, many]) => element("li", "", `${label}: ${number(many)}`));
    return element("tr", "", heading, element("td", "", bar, element("ul", "pc-far__words", ...lines)));
  }

  // The lowest answers first, each step in the order of the page; what is in place needs no plan.
  function weakest() {
    const step = ({ id }) => steps.indexOf(answers.get(id));
    const weak = asked().filter((ask) => step(ask) >= 0 && step(ask) < steps.length - 1);
    return weak.sort((one, other) => step(one) - step(other)).slice(0, MOST);
  }

  const standingOf = ({ id }) => element("span", "pc-tag", labels.get(answers.get(id)));

  function showResult(weak) {
    part("far").replaceChildren(...sections.filter((section) => chosen.has(section.dataset.part)).map(far));
    part("strong").hidden = weak.length > 0;
    part("weakest").replaceChildren(...weak.map((ask) => element(
      "li", "",
      element("p", "pc-weakest__statement", ask.statement.cloneNode(true), " ", standingOf(ask)),
      element("p", "pc-weakest__clause", ask.clause.cloneNode(true)),
      ask.practices.cloneNode(true),
    )));
  }

  // --- the plan ------------------------------------------------------------------------

  // What is written stands a second time as plain text: a field on paper would cut off what does not fit into it.
  function field(name, ask, row) {
    const input = element(name === "what" ? "textarea" : "input");
    const written = element("span", "pc-plan__written", row[name] || "");
    const heading = part("plan").querySelector(`#plan-${name}`);
    const label = element("span", "pc-plan__label", heading.textContent);
    for (const one of [written, label]) one.setAttribute("aria-hidden", "true");
    input.maxLength = FIELDS[name];
    input.value = row[name] || "";
    input.autocomplete = "off";
    input.setAttribute("aria-labelledby", `plan-${name} plan-${ask.id}`);
    input.addEventListener("input", () => {
      row[name] = input.value;
      written.textContent = input.value;
      if (Object.values(row).some(Boolean)) plan.set(ask.id, row);
      else plan.delete(ask.id);
      keep();
    });
    const cell = element("td", `pc-plan__${name}`, label, input, written);
    cell.setAttribute("role", "cell");
    return cell;
  }

  function planned(ask) {
    const row = { ...plan.get(ask.id) };
    const name = element("span", "pc-plan__clause", ask.clause.cloneNode(true));
    name.id = `plan-${ask.id}`;
    const heading = element("th", "", name, element("span", "pc-plan__statement", ask.statement.cloneNode(true)), standingOf(ask));
    heading.scope = "row";
    heading.setAttribute("role", "rowheader");
    const practices = [...ask.practices.querySelectorAll("li > a")].map((link) => element("li", "", link.cloneNode(true)));
    const none = ask.practices.querySelector(".pc-unknown");
    const told = practices.length ? element("ul", "", ...practices) : element("p", "pc-unknown", none.firstChild.textContent);
    const cell = element("td", "pc-plan__practices", told);
    cell.setAttribute("role", "cell");
    const line = element("tr", "", heading, cell, ...Object.keys(FIELDS).map((name_) => field(name_, ask, row)));
    line.setAttribute("role", "row");
    return line;
  }

  function showPlan(weak) {
    part("plan").hidden = !weak.length;
    part("rows").replaceChildren(...weak.map(planned));
    part("team").nextElementSibling.textContent = team;
  }

  function show() {
    showProgress();
    const weak = weakest();
    showResult(weak);
    showPlan(weak);
  }

  function again() {
    read();
    part("unkept").hidden = kept;
    showQuestions();
    show();
  }

  // --- what the reader does ----------------------------------------------------------------

  part("questions").addEventListener("change", (event) => {
    answers.set(event.target.name, event.target.value);
    keep();
    show();
  });
  if (part("choice")) {
    part("choice").addEventListener("change", (event) => {
      if (event.target.checked) chosen.add(event.target.value);
      else chosen.delete(event.target.value);
      keep();
      showQuestions();
      show();
    });
  }
  part("team").addEventListener("input", (event) => {
    team = event.target.value;
    event.target.nextElementSibling.textContent = team;
    keep();
  });
  part("clear").addEventListener("click", () => {
    if (!window.confirm(words.sure)) return;
    answers.clear();
    plan.clear();
    team = "";
    chosen = new Set(atFirst);
    keep();
    showQuestions();
    show();
    part("progress").textContent = words.deleted;
  });

  // The form prints with its practices, which are folded away on screen; the plan prints alone.
  const folds = [...tool.querySelectorAll("details")];
  for (const fold of folds) fold.open = false;
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = folds.filter((fold) => !fold.open);
    for (const fold of closed) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
    delete document.documentElement.dataset.printing;
  });
  part("paper").addEventListener("click", () => window.print());
  part("print").addEventListener("click", () => {
    part("date").textContent = new Intl.DateTimeFormat(tool.dataset.dates, { dateStyle: "long" }).format(new Date());
    document.documentElement.dataset.printing = "plan";
    window.print();
  });

  // Another tab may have changed the answers, and a browser that comes back to the page may have put in its own.
  window.addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) again(); });
  window.addEventListener("pageshow", () => { if (kept) again(); });
  again();
  tool.dataset.ready = "";
})();
