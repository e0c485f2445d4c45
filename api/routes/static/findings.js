// Findings as cards: one for all that rest on the same article and ask for the same.

import { address, ask } from "./asking.js";
import { related } from "./places.js";
import { badge, button, dayWord, facts, made } from "./words.js";

const FIRST = 6;

export class Findings {
  /** `tell` has: lookAt(other), has(other), tryName(name), drawMore(); `releases` the statements. */
  constructor(list, releases, tell) {
    this.list = list;
    this.releases = releases;
    this.tell = tell;
    this.buttons = [];
  }

  show(report) {
    this.buttons = [];
    this.list.parentElement.querySelector(".more-findings")?.remove();
    const cards = grouped(report.findings);
    this.list.replaceChildren(...cards.slice(0, FIRST).map((group, no) => this.card(group, no, report)));
    if (cards.length <= FIRST) return;
    const more = button("more-findings", `显示其余 ${cards.length - FIRST} 项`, () => {
      const rest = cards.slice(FIRST).map((group, no) => this.card(group, no + FIRST, report));
      this.list.append(...rest);
      more.remove();
      rest[0].tabIndex = -1;
      rest[0].focus();
      this.refresh();
    });
    this.list.after(more);
  }

  /** Show the ways to the map of those names that are on it. */
  refresh() {
    for (const { node, other } of this.buttons) node.hidden = !this.tell.has(other);
  }

  card(group, no, report) {
    const [one] = group;
    const look = `finding ${one.released ? "pass" : one.severity}`;
    const head = made("p", "head", badge(one.severity), made("span", "rule-title", one.title));
    const item = made("li", look, head, this.said(group));
    const rows = [["依据", `${one.source.text} `, standing(one.source)]];
    if (group.length === 1) rows.push(...evidence(one));
    if (one.suggestion) rows.push(["怎么办", one.suggestion]);
    item.append(facts(made("dl", "facts"), rows));
    const tries = [...new Set(group.flatMap((each) => namesToTry(each, report)))].slice(0, 4);
    if (tries.length) {
      item.append(made("p", "row tries", made("span", "hint", "试一试"), ...tries.map((name) => {
        const node = button("try", name, () => this.tell.tryName(name));
        node.setAttribute("aria-label", `试用“${name}”，重新审核`);
        return node;
      })));
    }
    if (one.released) item.append(this.releases.told(one, dayWord));
    else if (one.statements.length) item.append(this.releases.offer(one, no));
    item.append(about(one));
    return item;
  }

  said(group) {
    if (group.length === 1) return made("p", "message", group[0].message, ...this.wayToMap(group[0]));
    return made("ul", "messages", ...group.map((each) => {
      const more = evidence(each).filter(([label]) => label === "距离").map(([, text]) => text);
      const small = more.length ? [made("small", "", `（${more.join("；")}）`)] : [];
      return made("li", "", each.message, ...small, ...this.wayToMap(each));
    }));
  }

  wayToMap(one) {
    return related([one]).slice(0, 1).map(({ other }) => {
      const node = button("to-map", "在地图上看", () => this.tell.lookAt(other));
      node.hidden = true;
      node.setAttribute("aria-label", `在地图上看${other.name}${other.where ? `（${other.where}）` : ""}`);
      this.buttons.push({ node, other });
      return node;
    });
  }
}

function grouped(findings) {
  const groups = new Map();
  for (const one of findings) {
    const key = JSON.stringify([one.rule, one.severity, one.source.text, one.suggestion, one.released]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(one);
  }
  return [...groups.values()];
}

function evidence(one) {
  return one.evidence_in_words.map(({ label, text }) => [label, text]);
}

function standing(source) {
  const sure = source.standing === "confirmed";
  const node = made("span", sure ? "standing" : "standing assumed", sure ? "条文已核实" : "条文待确认");
  if (source.remark) node.title = source.remark;
  return node;
}

/** The reason of a rule, asked for when somebody wants to read it. */
function about(one) {
  const text = made("p", "hint", "正在读取…");
  const box = made("details", "about", made("summary", "", `规则说明（${one.rule}）`), text);
  box.addEventListener("toggle", async () => {
    if (!box.open || box.dataset.read) return;
    box.dataset.read = "yes";
    try {
      const [rule] = (await ask(address("rules", { id: one.rule }))).rules;
      const until = rule.until ? `，至 ${dayWord(rule.until)}` : "";
      text.textContent = `${rule.reason}（${rule.source.number}，${dayWord(rule.since)}起施行${until}）`;
    } catch {
      delete box.dataset.read;
      text.textContent = "暂时读不到规则说明，请稍后再试。";
    }
  });
  return box;
}

/** Whole names that a finding suggests, made so that a click tries them. */
export function namesToTry(one, report) {
  const { name, generic } = report;
  const found = [];
  for (const [, quoted] of one.suggestion.matchAll(/“([^“”]{2,20})”/g)) {
    if (quoted !== name && isWhole(quoted, name, generic)) found.push(quoted);
  }
  const { character, regulated, names } = one.evidence;
  if (character && regulated && name.includes(character)) found.push(name.replaceAll(character, regulated));
  for (const old of names || []) {
    if (old && old.name) found.push(old.name.endsWith(generic) ? old.name : old.name + generic);
  }
  // what is offered beside the verdict need not be offered twice
  const offered = new Set(report.alternatives.map((one) => one.name));
  return found.filter((each) => each !== name && !offered.has(each));
}

function isWhole(quoted, name, generic) {
  if (generic && quoted.endsWith(generic)) return quoted.length > generic.length;
  return !name.includes(quoted) && [...quoted].some((letter) => name.includes(letter));
}
