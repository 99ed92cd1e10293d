// The comparison: which practices to put side by side, and the table. The choice stands in the address.
"use strict";
(() => {
  const { MOST, asked, query, remember, load, element, fault, sideBySide } = window.pcParts;
  const shortlist = window.pcShortlist;
  const tool = document.querySelector("[data-compare]");
  const part = (name) => tool.querySelector(`[data-${name}]`);
  const words = JSON.parse(tool.dataset.words);
  const shown = JSON.parse(tool.dataset.shown);
  const questions = JSON.parse(tool.dataset.questions);
  const language = document.documentElement.lang;

  // Practices of the address stay in the list for as long as the page is open, even if they are on no shortlist.
  const visiting = asked() || [];
  let chosen = visiting.slice(0, MOST);
  let picked = shortlist.ids();
  if (asked() === null && picked.length >= 2 && picked.length <= MOST) chosen = picked;
  let latest = 0;
  let tooMany = visiting.length > MOST;

  const count = (number) => {
    const form = shown[new Intl.PluralRules(language).select(number)] || shown.other;
    return form.replace("{count}", new Intl.NumberFormat(language).format(number));
  };

  // --- the list to choose from ---------------------------------------------------

  function row(practice) {
    const box = element("input");
    box.type = "checkbox";
    box.value = practice.id;
    box.checked = chosen.includes(practice.id);
    const label = element("label", "", box, element("span", "", ...(practice.fault ? [practice.id] : [practice.title])));
    const listed = picked.includes(practice.id);
    const button = element("button", "pc-plain", listed ? words.remove : words.add, element("span", "pc-sr", ": ", label.lastChild.cloneNode(true)));
    button.type = "button";
    button.dataset.change = practice.id;
    const line = element("li", "", label, button);
    line.dataset.id = practice.id;
    return line;
  }

  async function drawList(turn) {
    const ids = [...new Set([...picked, ...visiting])];
    const practices = (await Promise.all(ids.map(load))).filter((practice) => !practice.fault || picked.includes(practice.id));
    if (turn !== latest) return;
    const before = document.activeElement;
    const list = part("list");
    const held = list.contains(before) && before.closest("li");
    const place = [...list.children].indexOf(held);
    list.replaceChildren(...practices.map(row));
    part("boxes").hidden = !practices.length;
    part("empty").hidden = Boolean(practices.length);
    part("clear").hidden = !picked.length;
    part("unkept").hidden = shortlist.kept();
    part("chosen").hidden = false;
    // Whoever used the keyboard goes on with the same practice, or with the one in its place if it is gone.
    if (!held) return;
    const same = [...list.children].find((one) => one.dataset.id === held.dataset.id);
    const next = same || list.children[Math.min(place, list.children.length - 1)];
    if (next) next.querySelector(before.matches("input") ? "input" : "button").focus();
    else tool.querySelector("#chosen").focus();
  }

  part("list").addEventListener("change", (event) => {
    const box = event.target;
    tooMany = box.checked && chosen.length >= MOST;
    if (tooMany) box.checked = false;
    else chosen = box.checked ? [...chosen, box.value] : chosen.filter((id) => id !== box.value);
    draw(true);
  });
  part("list").addEventListener("click", (event) => {
    const button = event.target.closest("[data-change]");
    if (!button) return;
    const id = button.dataset.change;
    if (picked.includes(id)) forget([id]);
    shortlist.toggle(id);
  });
  part("clear").addEventListener("click", () => {
    forget(picked);
    tool.querySelector("#chosen").focus();
    shortlist.clear();
  });

  // What is taken off the list is not compared any more either.
  function forget(ids) {
    chosen = chosen.filter((id) => !ids.includes(id));
    for (const id of ids) if (visiting.includes(id)) visiting.splice(visiting.indexOf(id), 1);
    if (asked() !== null || chosen.length) remember(query(chosen));
  }

  document.addEventListener("pc-shortlist", (event) => {
    picked = event.detail.ids;
    chosen = chosen.filter((id) => picked.includes(id) || visiting.includes(id));
    draw(asked() !== null);
  });

  // --- the table -----------------------------------------------------------------

  function rows(practices) {
    // For whom and how sure are answered below, with sources.
    const strips = practices.map((practice) => practice.facts.filter(({ name }) => name !== "whom" && name !== "level"));
    const all = [
      { label: words.notes, cells: practices.map((practice) => practice.notices), optional: true },
      { label: words.short, cells: practices.map((practice) => [element("p", "", practice.summary)]) },
      ...strips[0].map(({ label }, index) => ({ label, cells: strips.map((facts) => [facts[index].value]) })),
      ...questions.map(([question, label]) => ({
        label,
        cells: practices.map((practice) => answer(practice, question)),
        optional: question === "users" || question === "reviews",
      })),
      { label: words.unanswered, cells: practices.map(({ unanswered }) => (unanswered.length ? [element("ul", "", ...unanswered)] : [words.answered])) },
    ];
    return all.filter(({ cells, optional }) => !optional || cells.some((cell) => cell && cell.length));
  }

  // How sure a result is stands beside it.
  function answer(practice, question) {
    const blocks = practice.answer(question);
    return question === "results" ? [element("p", "", practice.level), ...(blocks || [element("p", "pc-unknown", words.unknown)])] : blocks;
  }

  async function drawTable(turn) {
    const loaded = await Promise.all(chosen.map(load));
    if (turn !== latest) return;
    const found = loaded.filter((practice) => !practice.fault);
    const faults = loaded.filter((practice) => practice.fault).map((practice) => fault(practice, words));
    const enough = found.length >= 2;
    if (enough) sideBySide(part("table"), found, rows(found), words.unknown);
    part("result").hidden = !enough;
    part("brief").search = query(found.map((practice) => practice.id));
    const short = picked.length || visiting.length ? [words.few] : [];
    const sentences = [...faults, ...(tooMany ? [words.many] : []), ...(enough ? [count(found.length)] : short)];
    say(sentences, faults.length || tooMany);
  }

  function say(sentences, strong) {
    part("status").className = `pc-tool__status${strong ? " pc-notice pc-notice--strong" : ""}`;
    part("status").replaceChildren(...sentences.map((sentence) => element("p", "", sentence)));
  }

  async function draw(changed) {
    const turn = ++latest;
    if (changed) remember(query(chosen));
    else remember(location.search);
    tool.setAttribute("aria-busy", "true");
    if (!part("status").children.length) say([words.loading]);
    await Promise.all([drawList(turn), drawTable(turn)]);
    if (turn === latest) tool.removeAttribute("aria-busy");
  }

  draw(asked() === null && chosen.length > 0);
})();
