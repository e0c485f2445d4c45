// Whole tables: sent once, watched while they are checked, given back annotated; found again later.

import { address, ask, Refused } from "./asking.js";
import { badge, button, made, problemWords, VERDICTS } from "./words.js";

const POLL_MS = 500;
const PATIENCE = 120;
const FORMS = [["xlsx", "下载 XLSX（带颜色和图例）"], ["csv", "下载 CSV"], ["html", "打开可打印的报告"]];
const KEPT = "diming-tables";
const MOST_KEPT = 10;

const at = (id) => document.getElementById(id);
let current = null;
let turn = 0;

export function handleTables() {
  at("upload").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  at("cancel").addEventListener("click", cancel);
  at("file").addEventListener("change", showFile);
  const box = at("drop");
  for (const kind of ["dragenter", "dragover"]) {
    box.addEventListener(kind, (event) => {
      event.preventDefault();
      box.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    box.addEventListener(kind, (event) => {
      event.preventDefault();
      box.classList.remove("over");
    });
  }
  box.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    at("file").files = event.dataTransfer.files;
    showFile();
  });
  showRecent();
}

function showFile() {
  const file = at("file").files[0];
  at("file-name").textContent = file ? file.name : "未选择文件，可拖放到此处";
}

async function send() {
  const file = at("file").files[0];
  if (!file) {
    fail(["请先选择表格文件"]);
    at("file").focus();
    return;
  }
  const parts = new FormData();
  parts.set("file", file);
  parts.set("mode", at("file-mode").value);
  const mine = ++turn;
  at("file-result").hidden = true;
  busy(true);
  say(`正在上传“${file.name}”…`);
  await follow(mine, async () => {
    const job = await upload(parts);
    keep([{ id: job.id, name: job.file_name, sent: job.created }, ...recent()]);
    return job;
  });
}

/** Watch a job to its end; only the newest that a person looks at is shown. */
async function follow(mine, begin) {
  try {
    const job = await begin();
    current = job.id;
    await watch(job, mine);
  } catch (error) {
    if (mine !== turn) return;
    if (error instanceof Refused && error.problem.status === 404) forget(current);
    fail(error instanceof Refused
      ? [error.problem.title, ...problemWords(error.problem)]
      : ["无法连接服务器", "已上传的表格不会丢失：服务恢复后请在“最近的批量审核”中查看；没有列出的，请重新上传"]);
  } finally {
    if (mine === turn) busy(false);
    showRecent();
  }
}

/** Send with progress, which `fetch` does not tell. */
function upload(parts) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address("name-files"));
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar(event.loaded, event.total);
    });
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(request.response);
      else reject(new Refused({ title: `服务器回答 ${request.status}`, ...request.response }));
    });
    request.addEventListener("error", () => reject(new Error("network")));
    request.send(parts);
  });
}

async function watch(first, mine) {
  let job = first;
  let silent = 0;
  while (!["done", "failed"].includes(job.state)) {
    if (mine !== turn) return;
    if (!silent) showProgress(job);
    await new Promise((done) => setTimeout(done, POLL_MS));
    try {
      job = await ask(address(`name-files/${job.id}`));
      silent = 0;
    } catch (error) {
      const away = !(error instanceof Refused) || error.problem.status >= 500;
      if (!away || ++silent > PATIENCE) throw error;
      if (mine === turn) say("暂时无法连接服务器，正在重试；审核在服务器上继续。");
    }
  }
  if (mine !== turn) return;
  if (job.state === "failed") throw new Refused(job.failure);
  showResult(job);
}

async function cancel() {
  turn += 1;
  busy(false);
  say("已取消。");
  if (current) {
    await ask(address(`name-files/${current}`), { method: "DELETE" }).catch(() => null);
    forget(current);
    current = null;
  }
}

// ---------------------------------------------------------------- found again

function recent() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) || "[]").filter((one) => one && one.id && one.name);
  } catch {
    return [];
  }
}

function keep(jobs) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(jobs.slice(0, MOST_KEPT)));
  } catch { /* it is not found again after a reload, no more */ }
}

function forget(id) {
  keep(recent().filter((one) => one.id !== id));
  showRecent();
}

function showRecent() {
  const jobs = recent();
  at("recent").hidden = !jobs.length;
  at("recent").querySelector("ul").replaceChildren(...jobs.map(({ id, name, sent }) => {
    const when = new Date(sent).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" });
    const look = button("", "查看", () => {
      const mine = ++turn;
      current = id;
      at("file-result").hidden = true;
      busy(true);
      say(`正在读取“${name}”…`);
      follow(mine, () => ask(address(`name-files/${id}`)));
    });
    look.setAttribute("aria-label", `查看“${name}”的审核`);
    const drop = button("", "删除", async () => {
      await ask(address(`name-files/${id}`), { method: "DELETE" }).catch(() => null);
      if (current === id) {
        turn += 1;
        busy(false);
        say("已删除。");
        at("file-result").hidden = true;
      }
      forget(id);
    });
    drop.setAttribute("aria-label", `删除“${name}”的审核结果`);
    return made("li", "row", made("b", "", name), made("small", "hint", when), look, drop);
  }));
}

// ---------------------------------------------------------------- showing

function busy(now) {
  at("send").disabled = now;
  at("cancel").hidden = !now;
  at("progress").hidden = !now;
  if (now) at("progress").removeAttribute("value");
}

function bar(done, total) {
  at("progress").max = total;
  at("progress").value = done;
}

function say(text) {
  at("file-state").className = "";
  at("file-state").textContent = text;
}

function fail(lines) {
  at("file-state").className = "failed";
  at("file-state").textContent = lines.filter(Boolean).join("\n");
}

function showProgress(job) {
  if (job.rows_total) bar(job.rows_done, job.rows_total);
  else at("progress").removeAttribute("value");
  const of = job.rows_total ? ` / ${job.rows_total}` : "";
  const ahead = job.state === "waiting" && job.ahead ? `，前面还有 ${job.ahead} 个表格` : "";
  say(job.state === "checking" ? `${job.state_title}：${job.rows_done}${of} 行` : `${job.state_title}${ahead}…`);
}

function showResult(job) {
  const until = new Date(job.expires).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" });
  say(`“${job.file_name}”审核完毕，共 ${job.rows_done} 行。结果保留到 ${until}。${job.remarks.join("；")}`);
  at("downloads").replaceChildren(...FORMS.map(([form, word]) => {
    const link = made("a", "", word);
    link.href = address(`name-files/${job.id}/result`, { f: form });
    if (form === "html") link.target = "_blank";
    else link.setAttribute("download", "");
    return link;
  }));
  const counts = [...Object.keys(VERDICTS).map((v) => [v, job.counts[v]]), ["", job.unusable]];
  at("counts").tHead.rows[0].replaceChildren(...counts.map(([verdict]) => {
    const cell = made("th", "", badge(verdict));
    cell.scope = "col";
    return cell;
  }));
  at("counts").tBodies[0].rows[0].replaceChildren(...counts.map(([, count]) => made("td", "", String(count))));
  const words = Object.entries(job.categories).map(([word, count]) => `${word} ${count}`);
  at("categories").textContent = words.length ? `问题类别：${words.join("，")}` : "";
  showProblems(job);
  at("file-result").hidden = false;
}

function showProblems(job) {
  const table = at("problems");
  const bad = job.problems;
  table.closest(".scroll").hidden = !bad.length;
  table.caption.textContent = bad.length < job.problems_total
    ? `有问题的行（共 ${job.problems_total} 行，列出前 ${bad.length} 行）`
    : `有问题的行（${bad.length} 行）`;
  table.tBodies[0].replaceChildren(...bad.map((row) => made("tr", "",
    made("td", "", String(row.row)),
    made("td", "", row.name),
    made("td", "badge-cell", badge(row.verdict)),
    made("td", "", row.messages.join("；")))));
}
