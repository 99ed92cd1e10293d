// Small comforts; every page works without them.
"use strict";
(() => {
  const root = document.documentElement;

  // Light or dark: remembered in this browser only.
  for (const button of document.querySelectorAll("[data-pc-theme]")) {
    button.addEventListener("click", () => {
      const theme = button.dataset.pcTheme;
      if (theme) root.dataset.theme = theme;
      else delete root.dataset.theme;
      try {
        if (theme) localStorage.setItem("pc-theme", theme);
        else localStorage.removeItem("pc-theme");
      } catch { /* private browsing: the choice lasts for this page */ }
      mark();
      const open = button.closest("details");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    });
  }
  function mark() {
    for (const button of document.querySelectorAll("[data-pc-theme]")) {
      button.setAttribute("aria-pressed", String((root.dataset.theme || "") === button.dataset.pcTheme));
    }
  }
  mark();

  // Menus close when the reader moves on or presses Escape.
  const menus = document.querySelectorAll("details.pc-pop");
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });
  for (const menu of menus) {
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }

  // A table that is wider than the screen scrolls within itself; the keyboard must reach it to do so.
  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const table of document.querySelectorAll(".md-typeset table, .pc-matrix, .pc-table")) wide.observe(table);
})();
