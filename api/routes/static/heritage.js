// Old names of the county (历史地名): worth taking up before a new one is made.

import { address, ask } from "./asking.js";
import { button, made, metres } from "./words.js";

const FIRST = 10;
// a whole building or event (…营业部旧址) is no specific part of another name
const SPECIFIC = /^(?!.*(旧址|故居|遗址|纪念))\p{Script=Han}{2,5}$/u;
const STANDINGS = { protected: "受保护", historical: "历史地名", vanished: "已消失" };

export class Heritage {
  constructor(box, tryName) {
    this.box = box;
    this.tryName = tryName;
    this.kept = new Map();
    this.turn = 0;
  }

  /** Show the old names of `county` (null: none), the nearest to `from` first. */
  async show(county, from, generic, distance) {
    const mine = ++this.turn;
    const found = county ? await this.of(county.id) : [];
    if (mine !== this.turn) return;
    this.box.hidden = !found.length;
    if (!found.length) return;
    const told = found.map((one) => ({ ...one, far: from && one.geometry ? distance(from, one.geometry) : null }));
    told.sort((a, b) => (a.far ?? Infinity) - (b.far ?? Infinity));
    this.box.querySelector("summary").textContent = `${county.name}的历史地名（${found.length} 个），可优先启用或派生`;
    const list = this.box.querySelector("ul");
    const items = told.map((one) => this.item(one, generic));
    list.replaceChildren(...items.slice(0, FIRST));
    this.box.querySelector(".more-old")?.remove();
    if (items.length <= FIRST) return;
    const more = button("more-old", `显示其余 ${items.length - FIRST} 个`, () => {
      list.append(...items.slice(FIRST));
      more.remove();
      items[FIRST].tabIndex = -1;
      items[FIRST].focus();
    });
    list.after(more);
  }

  item(one, generic) {
    const known = [one.list.title, STANDINGS[one.standing], one.far == null ? "" : `相距${metres(one.far)}`];
    const name = generic && !one.name.endsWith(generic) ? one.name + generic : one.name;
    const story = one.note ? `。${one.note}` : "";
    const item = made("li", "", made("b", "", one.name), made("small", "", `（${known.filter(Boolean).join("，")}${story}）`));
    if (!SPECIFIC.test(one.name)) return item;
    const node = button("try", name, () => this.tryName(name));
    node.setAttribute("aria-label", `试用“${name}”，重新审核`);
    item.append(node);
    return item;
  }

  async of(id) {
    if (!this.kept.has(id)) {
      this.kept.set(id, ask(address("heritage", { division: id, limit: 1000, f: "json" }))
        .then((found) => found.items)
        .catch(() => {
          this.kept.delete(id);
          return [];
        }));
    }
    return this.kept.get(id);
  }
}
