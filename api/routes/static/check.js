// The check page: what is typed is checked, and the answer to the newest question is shown.

import { address, ask, post, Refused } from "./asking.js";
import { Places, related } from "./places.js";
import { handleTables } from "./tables.js";
import { badge, evidenceRows, kindWord, made, problemWords, VERDICTS } from "./words.js";

const WAIT_MS = 300;
const RETRY_MS = 5000;
const FIRST = 8;
const FIELDS = ["name", "type", "county", "town", "lon", "lat", "mode", "on", "romanization",
  "length_m", "former_name", "reason"];
const MORE = ["mode", "on", "romanization", "length_m", "former_name", "reason"];
const SCHEMES = ["mca", "nbs", "gb2260"];

const at = (id) => document.getElementById(id);
const form = at("form");
const divisions = new Map();
let places = null;
let question = 0;
let waiting = null;
let retry = null;
let running = null;

function value(id) {
  return at(id).value.trim();
}

// ---------------------------------------------------------------- the place

function point() {
  const [lon, lat] = [value("lon"), value("lat")];
  for (const id of ["lon", "lat"]) at(id).removeAttribute("aria-invalid");
  at("unplace").disabled = !lon && !lat;
  if (!lon || !lat) return null;
  const found = { lon: Number(lon), lat: Number(lat) };
  for (const id of ["lon", "lat"]) {
    if (!Number.isFinite(found[id])) at(id).setAttribute("aria-invalid", "true");
  }
  return Number.isFinite(found.lon) && Number.isFinite(found.lat) ? found : null;
}

function fill(select, items, chosen) {
  select.replaceChildren(new Option("未选择", ""));
  for (const item of items) {
    const held = [...item.codes].sort((a, b) => SCHEMES.indexOf(a.scheme) - SCHEMES.indexOf(b.scheme));
    if (!held.length) continue;
    divisions.set(held[0].code, item);
    const option = new Option(item.name, held[0].code);
    option.selected = held.some((one) => one.code === chosen);
    select.add(option);
  }
  select.disabled = !items.length;
}

async function loadCounties() {
  const found = await ask(address("divisions", { level: "county", limit: 1000 }));
  const items = found.features.map((feature) => ({ ...feature.properties, id: feature.id }));
  fill(at("county"), items, at("county").dataset.chosen);
  if (!places) return;
  places.showCounties({ ...found, features: found.features.filter((f) => f.geometry) });
  at("notice").hidden = !places.madeUp;
  at("legend-line").textContent = places.madeUp ? "区县界（示意，非法定）" : "区县界";
}

async function loadTowns(chosen) {
  const county = divisions.get(value("county"));
  fill(at("town"), [], "");
  if (places) places.showTowns(null);
  if (!county) return;
  const found = await ask(address("divisions", { level: "township", parent: county.id, limit: 1000 }));
  if (divisions.get(value("county")) !== county) return;
  fill(at("town"), found.features.map((f) => ({ ...f.properties, id: f.id })), chosen);
  if (places) places.showTowns({ ...found, features: found.features.filter((f) => f.geometry) });
}

function markDivision() {
  const chosen = divisions.get(value("town")) || divisions.get(value("county"));
  if (places) places.choose(chosen ? chosen.id : null);
}

// ---------------------------------------------------------------- asking

function wish() {
  const asked = { name: at("name").value };
  if (value("type")) asked.place_type = value("type");
  const code = value("town") || value("county");
  if (code) asked.division = code;
  const here = point();
  if (here) asked.location = here;
  for (const id of ["mode", "on", "romanization", "former_name", "reason"]) {
    if (value(id)) asked[id] = value(id);
  }
  if (value("length_m")) {
    const length = Number(value("length_m"));
    asked.length_m = Number.isFinite(length) ? length : value("length_m");
  }
  return asked;
}

function remember() {
  const query = new URLSearchParams();
  for (const id of FIELDS) if (value(id)) query.set(id, value(id));
  const told = query.toString();
  history.replaceState(null, "", told ? `?${told}${location.hash}` : location.pathname + location.hash);
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(check, WAIT_MS);
}

async function check() {
  clearTimeout(waiting);
  clearTimeout(retry);
  remember();
  if (running) running.abort();
  const mine = ++question;
  const here = point();
  if (places) places.place(here);
  if (!value("name")) {
    idle();
    return;
  }
  running = new AbortController();
  busy(true);
  try {
    const report = await post("name-checks", wish(), running.signal);
    if (mine === question) show(report, here, mine);
  } catch (error) {
    if (error.name !== "AbortError" && mine === question) fail(error);
  } finally {
    if (mine === question) busy(false);
  }
}

function busy(now) {
  const box = at("verdict");
  box.setAttribute("aria-busy", String(now));
  box.classList.toggle("stale", now);
  box.querySelector(".busy-word")?.remove();
  if (now) box.querySelector(".title").append(made("span", "busy-word", "正在审核…"));
}

// ---------------------------------------------------------------- showing

function tell(look, sign, word, ...said) {
  const box = at("verdict");
  box.className = `verdict ${look}`;
  const icon = made("span", "icon");
  icon.dataset.sign = sign;
  icon.setAttribute("aria-hidden", "true");
  const lines = said.map((line) => made("p", "said", line));
  box.replaceChildren(made("p", "title", icon, made("span", "word", word)), ...lines);
}

function clear() {
  at("spelling").hidden = true;
  at("findings-box").hidden = true;
  at("versions").textContent = "";
  at("found").textContent = "";
  at("map-said").textContent = "";
  if (places) places.showFindings([], null);
}

function idle() {
  busy(false);
  tell("idle", "…", "等待输入", "请输入拟用地名，结论随输入更新。");
  clear();
}

function fail(error) {
  clear();
  if (error instanceof Refused) {
    tell("failed", "✕", "无法审核", ...problemWords(error.problem));
    if (!error.problem.status || error.problem.status >= 500) retry = setTimeout(check, RETRY_MS);
    return;
  }
  tell("failed", "✕", "无法连接服务器",
    "没有审核结论。服务可能已停止或网络中断，恢复后将自动重试；也可按“审核”重试。");
  retry = setTimeout(check, RETRY_MS);
}

function show(report, here, mine) {
  tell(report.verdict, VERDICTS[report.verdict].sign, report.verdict_title, report.summary);
  showParts(report);
  showFindings(report.findings);
  at("versions").textContent =
    `规则 ${report.catalogue}　参数 ${report.parameters}　日期 ${report.on}`;
  const found = report.divisions.filter((one) => one.level > 1);
  at("found").textContent = here
    ? found.length
      ? `坐标位于${found.map((one) => one.name).join("")}${
        found.some((one) => one.geometry_status !== "official") ? "（据非法定界线，仅供参考）" : ""}`
      : "坐标不在已装载的区划范围内"
    : "";
  if (places) drawFindings(report.findings, here, mine);
}

async function drawFindings(findings, here, mine) {
  const said = await places.showFindings(findings, here);
  if (said === null || mine !== question) return;
  at("map-said").textContent = said;
  for (const button of document.querySelectorAll("#findings button[data-no]")) {
    const [one] = related([findings[Number(button.dataset.no)]]);
    button.hidden = !(one && places.has(one.other));
  }
}

function showParts(report) {
  const { toned, plain, uncertain } = report.romanization;
  const rows = [
    ["罗马字母拼写", made("span", "spelled", toned || "—")],
    ["标志用拼写", made("span", "spelled", plain || "—")],
    ["专名", report.specific || "—"],
    ["通名", report.generic || "—"],
    ["审核所据类别", kindWord(report.place_kind) || "不明"],
  ];
  for (const { character, alternatives } of uncertain) {
    rows.splice(2, 0, ["读音待核定", `“${character}”可读 ${alternatives.join("、")}`]);
  }
  facts(at("parts"), rows);
  at("spelling").hidden = false;
}

function facts(list, rows) {
  list.replaceChildren(...rows.flatMap(([label, text]) => [made("dt", "", label), made("dd", "", text)]));
  return list;
}

function showFindings(findings) {
  const list = at("findings");
  at("findings-box").hidden = !findings.length;
  at("findings-title").textContent = `审核意见（${findings.length} 条）`;
  list.replaceChildren(...findings.slice(0, FIRST).map(finding));
  at("findings-box").querySelector(".more-findings")?.remove();
  if (findings.length <= FIRST) return;
  const more = made("button", "more-findings", `显示其余 ${findings.length - FIRST} 条`);
  more.type = "button";
  more.addEventListener("click", () => {
    const rest = findings.slice(FIRST).map((one, no) => finding(one, no + FIRST));
    list.append(...rest);
    more.remove();
    rest[0].tabIndex = -1;
    rest[0].focus();
    if (places) drawFindings(findings, point(), question);
  });
  at("findings-box").append(more);
}

function finding(one, no) {
  const standing = one.source.standing === "confirmed"
    ? made("span", "standing", "条文已核实")
    : made("span", "standing assumed", "条文待确认");
  if (one.source.remark) standing.title = one.source.remark;
  const rows = [["依据", made("span", "", `${one.source.text} `, standing)]];
  rows.push(...evidenceRows(one.evidence, one.message));
  if (one.suggestion) rows.push(["怎么办", one.suggestion]);
  const rule = made("a", "", `${one.rule} ${one.title}`);
  rule.href = address("rules", { id: one.rule });
  rows.push(["规则", rule]);
  const item = made("li", `finding ${one.severity}`, made("p", "", badge(one.severity), one.message),
    facts(made("dl", "facts"), rows));
  const [other] = related([one]);
  if (other && places) {
    const button = made("button", "", "在地图上看");
    button.type = "button";
    button.hidden = true;
    button.dataset.no = String(no);
    button.setAttribute("aria-label", `在地图上看${other.other.name}`);
    button.addEventListener("click", () => places.lookAt(other.other));
    item.append(button);
  }
  return item;
}

// ---------------------------------------------------------------- beginning

function listen() {
  form.addEventListener("input", (event) => {
    // letters of an input method are no name yet
    if (!event.isComposing && event.target.id !== "county") soon();
  });
  form.addEventListener("compositionend", soon);
  at("county").addEventListener("change", async () => {
    await loadTowns("").catch(fail);
    markDivision();
    check();
  });
  at("town").addEventListener("change", markDivision);
  at("unplace").addEventListener("click", () => {
    at("lon").value = at("lat").value = "";
    at("lon").focus();
    check();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const id of FIELDS) at(id).value = "";
    fill(at("town"), [], "");
    if (places) {
      places.showTowns(null);
      places.choose(null);
    }
    at("name").focus();
    check();
  });
  at("print").addEventListener("click", () => window.print());
  window.addEventListener("online", check);
}

function openMap() {
  try {
    places = new Places(at("map"), (lon, lat) => {
      at("lon").value = lon;
      at("lat").value = lat;
      check();
    });
  } catch {
    at("map-said").textContent = "地图无法显示，其余功能不受影响。";
  }
}

async function begin() {
  openMap();
  listen();
  handleTables();
  at("more").open = MORE.some((id) => value(id));
  const towns = at("town").dataset.chosen;
  try {
    await loadCounties();
    await loadTowns(towns);
    markDivision();
  } catch (error) {
    if (!value("name")) fail(error);
  }
  if (value("name") || point()) check();
}

begin();
