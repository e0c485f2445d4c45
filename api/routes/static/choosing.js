// The division of a proposal: searched for while it is typed, or chosen from two lists.

import { address, ask } from "./asking.js";
import { made } from "./words.js";

const WAIT_MS = 200;
const MOST = 12;
const SCHEMES = ["mca", "nbs", "gb2260"];
const CODE = /^(\d{6}|\d{9}|\d{12})$/;

const at = (id) => document.getElementById(id);

/** The code by which a division is asked about: the ministry's before all others. */
function codeOf(item) {
  const held = [...item.codes].sort((a, b) => SCHEMES.indexOf(a.scheme) - SCHEMES.indexOf(b.scheme));
  return held.length ? held[0].code : "";
}

export class Choosing {
  /** `drawn` has showCounties, showTowns; `changed()` is called when a person has chosen. */
  constructor(drawn, changed) {
    this.drawn = drawn;
    this.changed = changed;
    this.known = new Map();
    this.turn = 0;
    this.asked = null;
    this.active = -1;
    this.listen();
  }

  /** The division that is chosen, the finer one before the coarser. */
  get chosen() {
    return this.known.get(at("town").value) || this.known.get(at("county").value) || null;
  }

  get county() {
    return this.known.get(at("county").value) || null;
  }

  async loadCounties(code) {
    const found = await ask(address("divisions", { level: "county", limit: 1000 }));
    this.fill(at("county"), found.features.map(flat), code);
    this.drawn.showCounties({ ...found, features: found.features.filter((f) => f.geometry) });
  }

  /** Choose by codes, as an address has them. */
  async restore(county, town) {
    const item = [...this.known.values()].find((one) => one.codes.some((held) => held.code === county));
    at("county").value = item && item.level === "county" ? codeOf(item) : "";
    await this.loadTowns(town);
  }

  async loadTowns(code) {
    const county = this.county;
    this.fill(at("town"), [], "");
    this.drawn.showTowns(null);
    if (!county) return;
    const found = await ask(address("divisions", { level: "township", parent: county.id, limit: 1000 }));
    if (this.county !== county) return;
    this.fill(at("town"), found.features.map(flat), code);
    this.drawn.showTowns({ ...found, features: found.features.filter((f) => f.geometry) });
  }

  fill(select, items, chosen) {
    select.replaceChildren(new Option("未选择", ""));
    for (const item of items) {
      const code = codeOf(item);
      if (!code) continue;
      this.known.set(code, item);
      const option = new Option(item.name, code);
      option.selected = item.codes.some((one) => one.code === chosen);
      select.add(option);
    }
    select.disabled = !items.length;
  }

  listen() {
    at("county").addEventListener("change", async () => {
      await this.loadTowns("").catch(() => null);
      this.changed();
    });
    at("town").addEventListener("change", () => this.changed());
    const box = at("where");
    box.addEventListener("input", (event) => {
      event.stopPropagation();
      clearTimeout(this.waiting);
      if (!event.isComposing) this.waiting = setTimeout(() => this.search(), WAIT_MS);
    });
    box.addEventListener("compositionend", () => { this.waiting = setTimeout(() => this.search(), WAIT_MS); });
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    at("where-list").addEventListener("mousedown", (event) => event.preventDefault());
  }

  async search() {
    const words = at("where").value.trim().split(/\s+/);
    const last = words.at(-1);
    if (!last) {
      this.close();
      return;
    }
    if (this.asked) this.asked.abort();
    this.asked = new AbortController();
    const mine = ++this.turn;
    const wish = CODE.test(last) ? { code: last } : { q: last };
    const query = (level) => ask(
      address("divisions", { level, ...wish, limit: MOST, f: "json", geometry: false }),
      { signal: this.asked.signal },
    );
    try {
      const [counties, towns] = await Promise.all([query("county"), query("township")]);
      if (mine !== this.turn) return;
      const fits = (item) => words.slice(0, -1).every((word) => (item.parent?.name || "").includes(word));
      const found = [...counties.items, ...towns.items].filter((item) => codeOf(item) && fits(item));
      this.offer(found.slice(0, MOST), counties.numberMatched + towns.numberMatched);
    } catch (error) {
      if (error.name !== "AbortError") this.say("暂时查不到政区，请用下面的列表选择。");
    }
  }

  offer(items, matched) {
    this.items = items;
    this.active = -1;
    at("where-list").replaceChildren(...items.map((item, no) => {
      const above = item.level === "township" && item.parent ? item.parent.name : "";
      const node = made("li", "", made("b", "", item.name), above ? made("small", "", `　${above}`) : "");
      node.id = `where-${no}`;
      node.setAttribute("role", "option");
      node.setAttribute("aria-selected", "false");
      node.addEventListener("click", () => this.take(no));
      return node;
    }));
    at("where-list").hidden = !items.length;
    at("where").setAttribute("aria-expanded", String(items.length > 0));
    at("where").removeAttribute("aria-activedescendant");
    const more = matched > items.length ? `，仅列出前 ${items.length} 个` : "";
    this.say(items.length ? `找到 ${matched} 个政区${more}，用上下方向键选择` : "没有找到这样的区县、乡镇或街道");
  }

  key(event) {
    const open = !at("where-list").hidden;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open) this.take(Math.max(this.active, 0));
      else this.search();
    } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.active + step + this.items.length) % this.items.length);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.search();
    }
  }

  mark(no) {
    this.active = no;
    [...at("where-list").children].forEach((node, n) => {
      node.setAttribute("aria-selected", String(n === no));
      if (n === no) node.scrollIntoView({ block: "nearest" });
    });
    at("where").setAttribute("aria-activedescendant", `where-${no}`);
  }

  async take(no) {
    const item = this.items[no];
    this.close();
    at("where").value = "";
    const county = item.level === "county" ? item : [...this.known.values()].find((one) => one.id === item.parent?.id);
    if (!county) return;
    await this.restore(codeOf(county), item.level === "township" ? codeOf(item) : "").catch(() => null);
    this.say(`已选择${item.level === "township" ? county.name : ""}${item.name}`);
    this.changed();
  }

  close() {
    at("where-list").hidden = true;
    at("where").setAttribute("aria-expanded", "false");
    at("where").removeAttribute("aria-activedescendant");
  }

  say(text) {
    at("where-said").textContent = text;
  }
}

function flat(feature) {
  return { ...feature.properties, id: feature.id };
}
