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
  const bar = form.querySelector("progress");
  if (bar && !("progress" in form.dataset)) bar.hidden = false;
});

window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// how far a file has come
document.addEventListener("submit", (event) => {
  const form = event.target;
  const bar = form.querySelector("progress");
  const file = form.querySelector("input[type=file]");
  if (event.defaultPrevented || !("progress" in form.dataset) || !bar || !file.files.length) return;
  event.preventDefault();
  const sending = new XMLHttpRequest();
  sending.open("POST", form.action);
  sending.setRequestHeader("Accept", "text/html");
  sending.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = 100 * loaded / total; });
  sending.addEventListener("load", () => {
    if (sending.status < 400) {
      location.href = sending.responseURL;
      if (new URL(sending.responseURL).pathname === location.pathname) location.reload();
      return;
    }
    const answer = new DOMParser().parseFromString(sending.responseText, "text/html");
    const note = answer.querySelector("[role=alert]") ?? document.createTextNode("没有保存，请重试。");
    document.querySelector("main [role=alert]")?.remove();
    form.before(note);
    note.focus?.();
    bar.hidden = true;
    delete form.dataset.sent;
  });
  sending.addEventListener("error", () => {
    bar.hidden = true;
    delete form.dataset.sent;
    window.alert("连接中断，文件没有传完，请重试。");
  });
  bar.hidden = false;
  sending.send(new FormData(form));
});

// what was refused is read first
document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-focus]")?.focus());

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-print]")) window.print();
});
