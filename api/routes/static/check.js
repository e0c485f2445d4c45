// The check page: what is typed is checked, and the answer to the newest question is shown.

import { post, Refused } from "./asking.js";
import { Choosing } from "./choosing.js";
import { Findings } from "./findings.js";
import { Heritage } from "./heritage.js";
import { metresBetween, NoMap, Places } from "./places.js";
import { Releases } from "./releases.js";
import { handleTables } from "./tables.js";
import { button, facts, kindWord, made, problemWords, VERDICTS } from "./words.js";

const WAIT_MS = 300;
const RETRY_MS = 5000;
const SETTLED_MS = 2000;
const FIELDS = ["name", "type", "county", "town", "lon", "lat", "mode", "on", "romanization",
  "length_m", "former_name", "reason"];
const MORE = ["mode", "on", "romanization", "length_m", "former_name", "reason"];
// what a statement was signed about: another name or type needs another statement
const SIGNED_ABOUT = ["name", "type"];

const at = (id) => document.getElementById(id);
const form = at("form");
let places = new NoMap();
let question = 0;
let waiting = null;
let retry = null;
let running = null;
let written = location.search;
let writtenAt = -Infinity;
let latest = null;

const releases = new Releases((said) => {
  at("said").textContent = said;
  check({ settled: true });
});
const choosing = new Choosing({
  showCounties: (found) => {
    places.showCounties(found);
    at("notice").hidden = !places.madeUp;
    at("legend-line").textContent = places.madeUp ? "区县界（示意，非法定）" : "区县界";
  },
  showTowns: (found) => places.showTowns(found),
}, () => {
  places.choose(choosing.chosen ? choosing.chosen.id : null);
  check({ settled: true });
});
const findings = new Findings(at("findings"), releases, {
  lookAt: (other) => {
    places.lookAt(other);
    at("map").scrollIntoView({ block: "nearest" });
  },
  has: (other) => places.has(other),
  tryName,
});
const heritage = new Heritage(at("heritage"), tryName);

function value(id) {
  return at(id).value.trim();
}

function tryName(name) {
  at("name").value = name;
  releases.clear();
  at("said").textContent = `正在审核“${name}”`;
  at("name").focus({ preventScroll: true });
  at("verdict").scrollIntoView({ block: "nearest" });
  check({ settled: true });
}

// ---------------------------------------------------------------- asking

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

/** What is told of a place that is no place: the check would silently leave it out. */
function doubtOfPlace() {
  const [lon, lat] = [value("lon"), value("lat")];
  if (!lon && !lat) return "";
  if (!lon || !lat) return `坐标缺少${lon ? "纬度" : "经度"}，未采用；请补填，或清除坐标。`;
  if (point()) return "";
  return "坐标不是数字，未采用；请填写十进制度数，例如经度 108.41、纬度 30.81。";
}

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
  if (releases.signed.length) asked.releases = releases.signed;
  return asked;
}

/** Write the inputs into the address: a new entry for a new thought, not for every letter. */
function remember(settled) {
  const query = new URLSearchParams();
  for (const id of FIELDS) if (value(id)) query.set(id, value(id));
  releases.write(query);
  const told = query.toString() ? `?${query}` : "";
  if (told === written) return;
  const now = performance.now();
  const whole = (told || location.pathname) + location.hash;
  if (settled || now - writtenAt > SETTLED_MS) history.pushState(null, "", whole);
  else history.replaceState(null, "", whole);
  written = told;
  writtenAt = now;
}

async function recall() {
  if (location.search === written) return;
  written = location.search;
  const query = new URLSearchParams(written);
  for (const id of FIELDS) if (id !== "county" && id !== "town") at(id).value = query.get(id) || "";
  releases.read(query);
  at("more").open = MORE.some((id) => value(id));
  await choosing.restore(query.get("county") || "", query.get("town") || "").catch(() => null);
  places.choose(choosing.chosen ? choosing.chosen.id : null);
  check({ silent: true });
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(check, WAIT_MS);
}

async function check({ settled = false, silent = false } = {}) {
  clearTimeout(waiting);
  clearTimeout(retry);
  if (!silent) remember(settled);
  if (running) running.abort();
  const mine = ++question;
  const here = point();
  places.place(here);
  at("found").textContent = doubtOfPlace();
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
  latest = null;
  for (const id of ["spelling", "instead", "findings-box", "heritage", "tools"]) at(id).hidden = true;
  for (const id of ["versions", "map-said"]) at(id).textContent = "";
  places.showFindings([], null);
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
  const why = navigator.onLine ? "服务可能已停止或网络中断" : "本机网络已断开";
  tell("failed", "✕", "无法连接服务器",
    `没有审核结论。${why}，恢复后将自动重试；也可按“审核”重试。所填内容不会丢失。`);
  retry = setTimeout(() => check({ silent: true }), RETRY_MS);
}

function show(report, here, mine) {
  latest = report;
  tell(report.verdict, VERDICTS[report.verdict].sign, report.verdict_title, report.summary,
    ...report.unheard.map((one) => `${one.message}。`));
  showInstead(report.alternatives);
  showParts(report);
  const many = report.findings.length;
  at("findings-box").hidden = !many;
  at("findings-title").textContent = `审核意见（${many} 条）`;
  at("tools").hidden = false;
  findings.show(report);
  at("versions").textContent =
    `规则 ${report.catalogue}　参数 ${report.parameters}　日期 ${report.on}`;
  showFound(report, here);
  heritage.show(choosing.county || countyOf(report), here, report.generic, metresBetween);
  drawFindings(report.findings, here, mine);
}

/** Names that pass where this one does not, each with why it is offered. */
function showInstead(offers) {
  at("instead").hidden = !offers.length;
  at("instead").querySelector("ul").replaceChildren(...offers.map((offer) => {
    const node = button("try", offer.name, () => tryName(offer.name));
    node.setAttribute("aria-label", `试用“${offer.name}”，重新审核`);
    const spelled = made("span", "spelled", offer.romanization);
    return made("li", "row", node, spelled, made("small", "hint", `${offer.why}，${offer.verdict_title}`));
  }));
}

function countyOf(report) {
  const found = report.divisions.find((one) => one.level === 3);
  return found ? { id: found.id, name: found.name } : null;
}

function showFound(report, here) {
  if (!here) return;
  const found = report.divisions.filter((one) => one.level > 1);
  const legal = found.every((one) => one.geometry_status === "official");
  at("found").textContent = found.length
    ? `坐标位于${found.map((one) => one.name).join("")}${legal ? "" : "（据非法定界线，仅供参考）"}`
    : "坐标不在已装载的区划范围内";
}

async function drawFindings(list, here, mine) {
  const said = await places.showFindings(list, here);
  if (said === null || mine !== question) return;
  at("map-said").textContent = said;
  findings.refresh();
}

function showParts(report) {
  const { toned, plain, uncertain } = report.romanization;
  const rows = [
    ["罗马字母拼写", made("span", "spelled", toned || "—")],
    ["标志用拼写", made("span", "spelled", plain || "—")],
    ...uncertain.map(({ character, alternatives }) =>
      ["读音待核定", `“${character}”可读 `, ...spaced(alternatives), "，请按当地读音核定"]),
    ["专名", report.specific || "—"],
    ["通名", report.generic || "—"],
    ["审核所据类别", kindWord(report.place_kind) || "不明"],
  ];
  facts(at("parts"), rows);
  at("spelling").hidden = false;
}

function spaced(readings) {
  return readings.flatMap((one, no) => [no ? "、" : "", made("span", "spelled", one)]);
}

async function copy() {
  if (!latest) return;
  const text = latest.spoken.join("\n");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = made("textarea", "unseen", text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    at("copy").focus();
  }
  at("said").textContent = "审核意见全文已复制";
}

// ---------------------------------------------------------------- beginning

function listen() {
  form.addEventListener("input", (event) => {
    if (SIGNED_ABOUT.includes(event.target.id) && releases.clear()) {
      at("said").textContent = "地名或类别已改，原有的具名说明不再适用";
    }
    // letters of an input method are no name yet; choosing a division tells when it is done
    if (!event.isComposing && !["county", "town"].includes(event.target.id)) soon();
  });
  form.addEventListener("compositionend", (event) => { if (event.target.id !== "where") soon(); });
  at("unplace").addEventListener("click", () => {
    at("lon").value = at("lat").value = "";
    at("lon").focus();
    check({ settled: true });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check({ settled: true });
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const id of FIELDS) at(id).value = "";
    releases.clear();
    choosing.restore("", "");
    places.choose(null);
    at("name").focus();
    check({ settled: true });
  });
  at("print").addEventListener("click", () => window.print());
  at("copy").addEventListener("click", copy);
  window.addEventListener("popstate", recall);
  window.addEventListener("online", () => {
    at("offline").hidden = true;
    check({ silent: true });
  });
  window.addEventListener("offline", () => { at("offline").hidden = false; });
  at("offline").hidden = navigator.onLine;
}

function openMap() {
  try {
    places = new Places(at("map"), (lon, lat) => {
      at("lon").value = lon;
      at("lat").value = lat;
      check({ settled: true });
    });
  } catch {
    at("map-said").textContent = "地图无法显示，其余功能不受影响。";
  }
}

async function begin() {
  openMap();
  listen();
  handleTables();
  releases.read(new URLSearchParams(location.search));
  at("more").open = MORE.some((id) => value(id));
  const { county, town } = { county: at("county").dataset.chosen, town: at("town").dataset.chosen };
  try {
    await choosing.loadCounties(county);
    await choosing.loadTowns(town);
    places.choose(choosing.chosen ? choosing.chosen.id : null);
  } catch (error) {
    if (!value("name")) fail(error);
  }
  if (value("name") || point()) check({ silent: true });
}

begin();
