// The decision brief: the practices of the address on a few pages, with one list of references.
"use strict";
(() => {
  const { MOST, asked, query, remember, load, element, fault, sideBySide } = window.pcParts;
  const { asMarkdown, asCsv, save } = window.pcBriefFiles;
  const tool = document.querySelector("[data-brief]");
  const part = (name) => tool.querySelector(`[data-${name}]`);
  const words = JSON.parse(tool.dataset.words);
  const questions = JSON.parse(tool.dataset.questions);
  const field = tool.querySelector("#decide");
  const today = new Date();
  const date = new Intl.DateTimeFormat(tool.dataset.dates, { dateStyle: "long" }).format(today);
  const ids = asked() || [];
  const references = new Map();

  // --- one list of references ----------------------------------------------------

  function numberOf({ id, entry }) {
    if (!references.has(id)) references.set(id, element("li", "", entry));
    return [...references.keys()].indexOf(id) + 1;
  }

  // The marks of a practice's page get the numbers of the brief; the numbers are returned.
  function renumber(section, sources) {
    return [...section.querySelectorAll(".pc-ref a")].map((mark) => {
      const number = numberOf(sources[Number(mark.hash.replace("#source-", "")) - 1]);
      const locator = mark.textContent.replace(/^\d+/, "");
      mark.textContent = number + locator;
      mark.setAttribute("aria-label", words.source.replace("{number}", number) + locator);
      mark.setAttribute("href", `#source-${number}`);
      return number;
    });
  }

  // A short record may rest on a source without a mark at any sentence; it is named below it.
  function footMarks(sources) {
    const marks = sources.map((_, index) => {
      const link = element("a", "", String(index + 1));
      link.href = `#source-${index + 1}`;
      return element("sup", "pc-ref", link);
    });
    return element("p", "pc-small", `${words.sources}: `, ...marks);
  }

  // --- a practice ----------------------------------------------------------------

  function answers(practice) {
    const found = questions.map(([question, label]) => ({ question, label, blocks: practice.answer(question), level: question === "results" && practice.level }));
    const told = found.filter(({ blocks, level }) => blocks || level).map(({ question, label, blocks, level }) => ({
      question,
      label,
      content: element("div", "", ...(level ? [element("p", "", level)] : []), ...(blocks || [element("p", "pc-unknown", words.unknown)])),
    }));
    const { unanswered } = practice;
    const content = element("div", "", unanswered.length ? element("ul", "", ...unanswered) : element("p", "", words.answered));
    return [...told, { question: "unknown", label: words.unanswered, content }];
  }

  function told(practice, index) {
    const made = {
      url: practice.url,
      heading: element("h2", "", practice.title),
      summary: element("p", "pc-lead", practice.summary),
      notices: practice.notices,
      answers: answers(practice),
      numbers: [],
    };
    const link = element("a", "pc-address", practice.url);
    link.href = practice.url;
    made.heading.id = `practice-${index + 1}`;
    const parts = made.answers.map(({ question, label, content }) => {
      const answer = element("div", "pc-brief__answer", element("h3", "", label), content);
      answer.dataset.answer = question;
      return answer;
    });
    made.section = element("section", "pc-brief__practice", made.heading, made.summary, ...made.notices, ...parts);
    made.section.setAttribute("aria-labelledby", made.heading.id);
    const { sources } = practice;
    if (!made.section.querySelector(".pc-ref")) made.section.append(footMarks(sources));
    made.numbers = renumber(made.section, sources);
    made.section.append(element("p", "pc-small pc-brief__address", `${words.address}: `, link));
    return made;
  }

  // --- the whole -------------------------------------------------------------------

  function glance(practices) {
    const strips = practices.map((practice) => practice.facts);
    const rows = strips[0].map(({ label }, index) => ({ label, cells: strips.map((facts) => [facts[index].value]) }));
    sideBySide(part("table"), practices, rows, words.unknown);
  }

  function decide() {
    const question = field.value.trim();
    part("decide").hidden = !question;
    part("decide").replaceChildren(element("span", "pc-label", words.decide), " ", element("strong", "", question));
  }

  function keep() {
    remember(ids.length ? query(ids, { question: field.value.trim() }) : location.search);
  }

  function offer(brief) {
    const whole = () => ({ ...brief, question: field.value.trim() });
    const name = `${words.file}-${[today.getFullYear(), today.getMonth() + 1, today.getDate()].map((number) => String(number).padStart(2, "0")).join("-")}`;
    part("print").addEventListener("click", () => window.print());
    part("markdown").addEventListener("click", () => save(`${name}.md`, "text/markdown", asMarkdown(whole())));
    part("csv").addEventListener("click", () => save(`${name}.csv`, "text/csv", asCsv(whole())));
    part("tools").hidden = false;
  }

  function say(sentences) {
    part("status").className = `pc-tool__status${sentences.length ? " pc-notice pc-notice--strong" : ""}`;
    part("status").replaceChildren(...sentences.map((sentence) => element("p", "", sentence)));
  }

  async function start() {
    field.value = new URLSearchParams(location.search).get("question") || "";
    part("tools").addEventListener("submit", (event) => event.preventDefault());
    // Browsers refuse an address that changes with every key.
    let pause;
    field.addEventListener("input", () => { decide(); clearTimeout(pause); pause = setTimeout(keep, 300); });
    for (const link of tool.querySelectorAll("a[data-back], .pc-crumbs a[href$='compare/']")) link.search = query(ids);
    decide();
    keep();
    if (!ids.length) return say([words.empty]);
    tool.setAttribute("aria-busy", "true");
    part("status").replaceChildren(element("p", "", words.loading));
    const loaded = await Promise.all(ids.slice(0, MOST).map(load));
    const practices = loaded.filter((practice) => !practice.fault);
    const sentences = loaded.filter((practice) => practice.fault).map((practice) => fault(practice, words));
    say([...sentences, ...(ids.length > MOST ? [words.many] : [])]);
    if (practices.length) {
      part("site").textContent = document.querySelector(".pc-logo span").textContent;
      part("date").textContent = date;
      glance(practices);
      const made = practices.map(told);
      part("practices").replaceChildren(...made.map(({ section }) => section));
      const entries = [...references.values()];
      entries.forEach((entry, index) => { entry.id = `source-${index + 1}`; });
      part("references").replaceChildren(...entries);
      part("sheet").hidden = false;
      const labels = [...questions.map(([, label]) => label), words.unanswered];
      offer({ title: tool.querySelector("h1").textContent, date, words, labels, table: part("table"), practices: made, references: entries });
    }
    tool.removeAttribute("aria-busy");
  }

  start();
})();
