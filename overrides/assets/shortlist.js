// The shortlist: practices that the reader picked, kept in this browser only, by their ids and nothing else.
// Other scripts use window.pcShortlist and listen for the event "pc-shortlist" on the document.
"use strict";
window.pcShortlist = (() => {
  const KEY = "pc-shortlist";
  const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  const link = document.querySelector("[data-shortlist]");
  const note = document.querySelector("[data-shortlist-unkept]");
  let ids = [];
  let kept = true;

  // Storage may be switched off, and what lies in it may be anything.
  function read() {
    let stored;
    try { stored = localStorage.getItem(KEY); } catch { kept = false; return; }
    try {
      const list = JSON.parse(stored || "[]");
      ids = Array.isArray(list) ? [...new Set(list.filter((id) => typeof id === "string" && ID.test(id)))] : [];
    } catch { ids = []; }
  }

  function change(next) {
    ids = next;
    try {
      if (ids.length) localStorage.setItem(KEY, JSON.stringify(ids));
      else localStorage.removeItem(KEY);
      kept = true;
    } catch { kept = false; }
    if (note) note.textContent = kept ? "" : note.dataset.shortlistUnkept;
    show();
  }

  function refresh(root) {
    for (const button of root.querySelectorAll("[data-pick]")) {
      button.setAttribute("aria-pressed", String(ids.includes(button.dataset.pick)));
      button.hidden = false;
    }
  }

  function show() {
    refresh(document);
    if (link) {
      link.hidden = !ids.length;
      link.querySelector("[data-shortlist-number]").textContent = ids.length;
      // A browser that keeps nothing can still carry the list to the next page.
      link.search = kept ? "" : `?practices=${ids.join(",")}`;
    }
    document.dispatchEvent(new CustomEvent("pc-shortlist", { detail: { ids: [...ids] } }));
  }

  // Another tab, or this one before the reader came back to it, may have changed the list.
  function again() { read(); show(); }

  function toggle(id) {
    if (kept) read();
    change(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
  }

  // Cards may come later, so the page listens and not the buttons.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (button) toggle(button.dataset.pick);
  });
  window.addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) again(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted && kept) again(); });
  again();

  return { ids: () => [...ids], kept: () => kept, toggle, clear: () => change([]), refresh };
})();
