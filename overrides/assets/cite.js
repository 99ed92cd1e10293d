// References to take along: copied to the clipboard or saved as a file. Without this script they can be selected on the page.
"use strict";
(() => {
  for (const root of document.querySelectorAll("[data-cite]")) {
    const status = root.querySelector("[data-status]");

    function say(words) {
      // A second copy must be told too: screen readers pass over a text that does not change.
      status.textContent = "";
      setTimeout(() => { status.textContent = words; });
    }

    // Where the clipboard is closed to us (no secure address, or the reader said no), one key press is left to the reader.
    async function copy(element) {
      try {
        await navigator.clipboard.writeText(element.textContent.trim());
        say(root.dataset.copied);
      } catch {
        getSelection().selectAllChildren(element);
        say(root.dataset.refused);
      }
    }

    function save(element, { save: name, type }) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([element.textContent + "\n"], { type: `${type};charset=utf-8` }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    }

    for (const actions of root.querySelectorAll("[data-actions]")) {
      const text = actions.previousElementSibling;
      actions.hidden = false;
      actions.querySelector("[data-copy]").addEventListener("click", () => copy(text));
      const file = actions.querySelector("[data-save]");
      if (file) file.addEventListener("click", () => save(text, file.dataset));
    }
  }
})();
