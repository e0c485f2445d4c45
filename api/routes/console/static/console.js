// What every page of the console needs: a question before what cannot be undone,
// and no form sent twice.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const asked = event.submitter?.dataset.ask ?? form.dataset.ask;
  if (asked && !window.confirm(asked)) {
    event.preventDefault();
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});

window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
