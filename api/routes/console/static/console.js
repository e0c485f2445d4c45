// What every page of the console needs: a question before what cannot be undone,
// and no form sent twice.
"use strict";

// the answer to a form can be reloaded and kept as a bookmark: it stands under the page's address
if (document.body.dataset.address) history.replaceState(null, "", document.body.dataset.address);

document.addEventListener("submit", (event) => {
  const form = event.target;
  const chosen = [...form.elements].find((one) => one.dataset.askIf && one.checked && !one.defaultChecked);
  const asked = chosen?.dataset.askIf ?? event.submitter?.dataset.ask ?? form.dataset.ask;
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

// who has no mouse scrolls a wide table by the keys, for which its box has to take the focus
const scrollable = () => {
  for (const box of document.querySelectorAll(".scroll")) {
    const wide = box.scrollWidth > box.clientWidth;
    if (wide === box.hasAttribute("tabindex")) continue;
    if (!wide) {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      continue;
    }
    const words = box.querySelector("caption, th")?.textContent.trim().slice(0, 40);
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `${words || ""}（可左右滚动）`);
  }
};
document.addEventListener("DOMContentLoaded", scrollable);
window.addEventListener("resize", scrollable);
document.addEventListener("htmx:afterSettle", scrollable);
document.addEventListener("toggle", scrollable, true);

// a part of a page that was refused says why, in its place
const note = (words, remedy, href, wanted) => {
  const box = document.createElement("div");
  box.className = "note bad";
  box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("strong"), { textContent: words }));
  box.append(document.createElement("br"), remedy);
  if (href) box.append(" ", Object.assign(document.createElement("a"), { href, textContent: wanted }));
  return box.outerHTML;
};
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const kind = detail.xhr.getResponseHeader("Content-Type") || "";
  if (detail.xhr.status < 400 || !kind.includes("json")) return;
  let told = {};
  try { told = JSON.parse(detail.xhr.responseText); } catch { /* an answer from a proxy */ }
  const out = detail.xhr.status === 401 || told.type === "/problems/form-outdated";
  detail.serverResponse = out
    ? note("登录已过期", "先把填写的内容抄存，再", "/sign-in", "重新登录")
    : note(told.detail || told.title || "没有得到回答", told.remedy || "请稍后重试");
});
for (const kind of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, ({ detail }) => {
    detail.target.innerHTML = note("连接中断", "请检查网络，继续填写后会再试。");
  });
}
