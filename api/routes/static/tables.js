// Whole tables: sent once, watched while they are checked, given back annotated.

import { address, ask, Refused } from "./asking.js";
import { badge, made, problemWords, VERDICTS } from "./words.js";

const POLL_MS = 400;
const PATIENCE = 10;
const FORMS = [["csv", "下载 CSV"], ["xlsx", "下载 XLSX（带颜色和图例）"], ["html", "打开可打印的报告"]];

const at = (id) => document.getElementById(id);
let current = null;
let unwanted = false;

export function handleTables() {
  at("upload").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  at("cancel").addEventListener("click", cancel);
}

async function send() {
  const file = at("file").files[0];
  if (!file) {
    fail(["请先选择表格文件"]);
    return;
  }
  const parts = new FormData();
  parts.set("file", file);
  parts.set("mode", at("file-mode").value);
  at("file-result").hidden = true;
  unwanted = false;
  busy(true);
  say(`正在上传“${file.name}”…`);
  try {
    const job = await upload(parts);
    current = job.id;
    await watch(job);
  } catch (error) {
    if (unwanted) say("已取消。");
    else fail(error instanceof Refused
      ? [error.problem.title, ...problemWords(error.problem)]
      : ["无法连接服务器，审核没有完成", "请确认服务正在运行，然后重新上传"]);
  } finally {
    current = null;
    busy(false);
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

async function watch(first) {
  let job = first;
  let silent = 0;
  while (!["done", "failed", "stopped"].includes(job.state)) {
    showProgress(job);
    await new Promise((done) => setTimeout(done, POLL_MS));
    try {
      job = await ask(address(`name-files/${job.id}`));
      silent = 0;
    } catch (error) {
      if (error instanceof Refused || ++silent > PATIENCE) throw error;
      say("暂时无法连接服务器，正在重试…");
    }
  }
  if (job.state === "failed") throw new Refused(job.failure);
  if (job.state === "done") showResult(job);
  else say("已取消。");
}

async function cancel() {
  unwanted = true;
  if (current) await ask(address(`name-files/${current}`), { method: "DELETE" }).catch(() => null);
}

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
  say(`${job.state_title}：${job.rows_done}${of} 行`);
}

function showResult(job) {
  say(`“${job.file_name}”审核完毕，共 ${job.rows_done} 行。${job.remarks.join("；")}`);
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
