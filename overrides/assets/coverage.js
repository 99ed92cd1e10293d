// The practices behind the numbers are folded away; whoever follows a number, or prints the page, must see them.
"use strict";
(() => {
  const folds = document.querySelectorAll(".pc-coverage details");

  // Some browsers open a fold when the address names something in it; the others need to be told.
  function reveal() {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = named && named.closest(".pc-coverage details");
    if (!fold || fold.open) return;
    fold.open = true;
    named.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  // The same number chosen twice leaves the address as it is.
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".pc-matrix a[href^='#']")) setTimeout(reveal);
  });
  reveal();

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...folds].filter((fold) => !fold.open);
    for (const fold of closed) fold.open = true;
  });
  window.addEventListener("afterprint", () => { for (const fold of closed) fold.open = false; });
})();
