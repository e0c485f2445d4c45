// Named statements that set warnings aside: offered, signed, taken back, carried in the address.

import { button, made, today } from "./words.js";

const KEY = "release";
const WHO = "diming-by";

export class Releases {
  /** `changed()` is called when a statement is signed or taken back. */
  constructor(changed) {
    this.changed = changed;
    this.signed = [];
  }

  /** Read the statements of an address. */
  read(query) {
    this.signed = query.getAll(KEY).map(parsed).filter(Boolean);
  }

  /** Write the statements into an address. */
  write(query) {
    for (const { rule, by, on, reason } of this.signed) {
      query.append(KEY, JSON.stringify([rule, by, on, reason]));
    }
  }

  /** Forget all; answers whether there were any. */
  clear() {
    const any = this.signed.length > 0;
    this.signed = [];
    return any;
  }

  sign(release) {
    this.signed = [...this.signed.filter((one) => one.rule !== release.rule), release];
    this.changed(`已提交对“${release.rule}”的具名说明，正在重新审核`);
  }

  withdraw(rule) {
    this.signed = this.signed.filter((one) => one.rule !== rule);
    this.changed("已撤回具名说明，正在重新审核");
  }

  /** The way out of a warning, closed until somebody asks for it. */
  offer(finding, no) {
    const box = made("details", "release", made("summary", "", "以具名说明解除这条警告"));
    const id = (part) => `release-${no}-${part}`;
    const form = made("form", "release-form");
    const choice = made("fieldset", "", made("legend", "", "说明的内容"));
    const reason = made("textarea");
    finding.statements.forEach((one, n) => {
      const radio = made("input");
      Object.assign(radio, { type: "radio", name: `statement-${no}`, id: id(n), checked: n === 0 });
      radio.addEventListener("change", () => { reason.value = one.text; });
      const basis = one.standing === "confirmed" ? one.source : `${one.source}，待主管部门确认`;
      const label = made("label", "", one.text, made("small", "", `（${basis}）`));
      label.htmlFor = radio.id;
      choice.append(made("div", "choice", radio, label));
    });
    Object.assign(reason, { id: id("reason"), required: true, maxLength: 1000, rows: 2 });
    reason.value = finding.statements[0].text;
    const by = made("input");
    Object.assign(by, { id: id("by"), required: true, maxLength: 100, autocomplete: "name" });
    by.value = remembered();
    const on = made("input");
    Object.assign(on, { id: id("on"), type: "date", required: true, value: today(), max: today() });
    const send = made("button", "strong", "签署说明并重新审核");
    send.type = "submit";
    form.append(choice, field(reason, "理由（可补充具体情况）", "wide"), field(by, "说明人姓名"),
      field(on, "说明日期"), made("p", "hint wide", "说明随审核意见一并记录、打印，由说明人负责。不予通过的意见不能以说明解除。"),
      made("p", "row wide", send));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const told = { rule: finding.rule, by: by.value.trim(), on: on.value, reason: reason.value.trim() };
      if (!told.by || !told.reason) {
        (told.by ? reason : by).focus();
        return;
      }
      remember(told.by);
      this.sign(told);
    });
    box.append(form);
    return box;
  }

  /** Who released a finding and why, with the way back. */
  told(finding, words) {
    const { by, on, reason } = finding.released;
    const back = button("", "撤回说明", () => this.withdraw(finding.rule));
    back.setAttribute("aria-label", `撤回对“${finding.title}”的具名说明`);
    return made("p", "released", made("b", "", "已解除"), `　${by}${words(on)}具名说明：${reason}`, back);
  }
}

function field(input, word, look = "") {
  const label = made("label", "", word);
  label.htmlFor = input.id;
  return made("div", `field ${look}`, label, input);
}

function parsed(text) {
  try {
    const [rule, by, on, reason] = JSON.parse(text);
    return [rule, by, on, reason].every((one) => typeof one === "string") ? { rule, by, on, reason } : null;
  } catch {
    return null;
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(WHO) || "";
  } catch {
    return "";
  }
}

function remember(by) {
  try {
    sessionStorage.setItem(WHO, by);
  } catch { /* the next form is empty, no more */ }
}
