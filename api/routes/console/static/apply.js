// The form of an application: fields follow the kind of place; names are checked as they are typed.
"use strict";

(() => {
  function follow() {
    const type = document.getElementById("place_type");
    const kind = type?.selectedOptions[0]?.dataset.kind || "";
    for (const part of document.querySelectorAll("[data-kinds]")) {
      const filled = [...part.querySelectorAll("input, select")].some((one) => one.value);
      part.hidden = Boolean(type) && !part.dataset.kinds.split(" ").includes(kind) && !filled;
    }
  }

  // letters of an input method are no name yet
  document.addEventListener("input", (event) => {
    if (event.isComposing) event.stopPropagation();
  }, true);
  document.addEventListener("compositionend", (event) => {
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("change", follow);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    const field = document.getElementById(button.dataset.fill);
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  document.addEventListener("DOMContentLoaded", follow);
})();
