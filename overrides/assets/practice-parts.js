// Practices as their own pages tell them: fetched in the reader's language and taken apart, so that there is no second copy of any fact.
"use strict";
window.pcParts = (() => {
  const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  const MOST = 4;
  const pages = new Map();

  // The ids in the address, or null if it names none.
  function asked() {
    const said = new URLSearchParams(location.search).get("practices");
    return said === null ? null : [...new Set(said.split(",").map((id) => id.trim()).filter(Boolean))];
  }

  // Commas stay readable in an address that people send to each other.
  function query(ids, more = {}) {
    const rest = new URLSearchParams(Object.entries(more).filter(([, value]) => value)).toString();
    return `?practices=${ids.map(encodeURIComponent).join(",")}${rest && "&"}${rest}`;
  }

  // The choice stands in the address, and the language menu carries it along.
  function remember(search) {
    if (search !== location.search) history.replaceState(null, "", search + location.hash);
    for (const link of document.querySelectorAll("header a[hreflang]")) link.search = search;
  }

  // A copy of a part of another page that can stand on this one: no ids twice, addresses seen from there, no headings within a cell.
  function copied(part, url) {
    const copy = document.importNode(part, true);
    for (const one of [copy, ...copy.querySelectorAll("*")]) {
      one.removeAttribute("id");
      one.removeAttribute("aria-labelledby");
      if (one.hasAttribute("href")) one.href = new URL(one.getAttribute("href"), url).href;
    }
    for (const heading of copy.querySelectorAll("h3")) {
      const label = document.createElement("p");
      label.className = "pc-label";
      label.append(...heading.childNodes);
      heading.replaceWith(label);
    }
    return copy;
  }

  // What stands in an element of the page, without the element.
  function inside(part, url) {
    const fragment = document.createDocumentFragment();
    if (part) fragment.append(...copied(part, url).childNodes);
    return fragment;
  }

  class Practice {
    constructor(id, url, page) {
      this.id = id;
      this.url = url;
      this.page = page;
    }
    get title() { return inside(this.page.querySelector("h1"), this.url); }
    get summary() { return inside(this.page.querySelector(".pc-lead"), this.url); }
    get notices() { return [...this.page.querySelectorAll(":scope > .pc-notice")].map((notice) => copied(notice, this.url)); }
    // The strip below the title: where, when, for whom, by whom, how sure.
    get facts() {
      return [...this.page.querySelectorAll("[data-fact]")].map((fact) => ({
        name: fact.dataset.fact,
        label: fact.querySelector("dt").textContent,
        value: inside(fact.querySelector("dd"), this.url),
      }));
    }
    get level() { return inside(this.page.querySelector(".pc-facts__level"), this.url); }
    // The blocks that answer a question, or nothing.
    answer(question) {
      const blocks = this.page.querySelectorAll(`[data-question="${question}"] > :is(.pc-block, .pc-dispute)`);
      return blocks.length ? [...blocks].map((block) => copied(block, this.url)) : null;
    }
    get unanswered() {
      return [...this.page.querySelectorAll('[data-question="unknown"] li')].map((line) => {
        const copy = copied(line, this.url);
        for (const mark of copy.querySelectorAll(".pc-unknown")) mark.remove();
        return copy;
      });
    }
    // Its sources in the order of their numbers.
    get sources() {
      return [...this.page.querySelectorAll("[data-source]")].map((line) => ({ id: line.dataset.source, entry: inside(line, this.url) }));
    }
  }

  async function fetched(id) {
    if (!ID.test(id)) return { id, fault: "missing" };
    const url = new URL(`../practices/${id}/`, location.href).href;
    try {
      const response = await fetch(url);
      if (response.status === 404) return { id, fault: "missing" };
      if (!response.ok) return { id, fault: "failed" };
      const page = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(`[data-practice="${id}"]`);
      return page ? new Practice(id, url, page) : { id, fault: "missing" };
    } catch {
      return { id, fault: "failed" };
    }
  }

  // A practice, or its id and what is wrong with it; one that failed is asked for again.
  async function load(id) {
    if (!pages.has(id)) pages.set(id, fetched(id));
    const practice = await pages.get(id);
    if (practice.fault === "failed") pages.delete(id);
    return practice;
  }

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  // A sentence about a practice that is not there.
  function fault(practice, words) {
    return words[practice.fault].replace("{id}", practice.id);
  }

  // Practices side by side: a column each, a row for each of {label, cells}. Too narrow for that, each row becomes a stack.
  function sideBySide(table, practices, rows, unknown) {
    const cell = (content, index) => {
      const made = element("td", "", element("span", "pc-versus__who", practices[index].title), ...(content || [element("span", "pc-unknown", unknown)]));
      made.firstChild.setAttribute("aria-hidden", "true"); // the column's header has said it
      made.setAttribute("role", "cell");
      return made;
    };
    const head = table.tHead.rows[0];
    while (head.cells.length > 1) head.lastElementChild.remove();
    for (const practice of practices) {
      const link = element("a", "", practice.title);
      link.href = practice.url;
      const header = element("th", "", link);
      header.scope = "col";
      header.setAttribute("role", "columnheader");
      head.append(header);
    }
    const body = table.tBodies[0];
    body.replaceChildren(...rows.map(({ label, cells }) => {
      const header = element("th", "", label);
      header.scope = "row";
      header.setAttribute("role", "rowheader");
      const row = element("tr", "", header, ...cells.map(cell));
      row.setAttribute("role", "row");
      return row;
    }));
    table.hidden = false;
    stackWhenNarrow(table, practices.length);
  }

  // How much room it needs depends on the number of columns, which style sheets cannot ask for. Paper is wide enough.
  const watched = new WeakMap();
  function stackWhenNarrow(table, columns) {
    watched.get(table)?.abort();
    const until = new AbortController();
    const narrow = matchMedia(`screen and (max-width: ${20 + 13 * columns}rem)`);
    const stack = () => table.classList.toggle("pc-versus--stacked", narrow.matches);
    narrow.addEventListener("change", stack, { signal: until.signal });
    watched.set(table, until);
    stack();
  }

  return { MOST, asked, query, remember, load, element, fault, sideBySide };
})();
