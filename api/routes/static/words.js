// What the interface answers, in words for people: verdicts, kinds, distances.

export const VERDICTS = {
  pass: { word: "通过", sign: "✓" },
  note: { word: "提示", sign: "i" },
  warn: { word: "警告", sign: "!" },
  block: { word: "不予通过", sign: "✕" },
};

const KINDS = {
  natural: "自然地理实体", division: "行政区划", township: "乡镇、街道",
  committee: "村（居）民委员会所在地", village: "自然村、集镇", park: "公园、广场、自然保护地",
  zone: "开发区、园区", street: "道路、街巷", building: "住宅区、楼宇",
  facility: "交通、水利等设施", other: "其他地理实体",
};
const WINDS = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];

export function kindWord(kind) {
  return KINDS[kind] || kind || "";
}

export function metres(length) {
  return length < 1000 ? `${Math.round(length)}米` : `${(length / 1000).toFixed(1)}公里`;
}

export function direction(bearing) {
  return bearing == null ? "" : WINDS[Math.round(bearing / 45) % 8];
}

/** A day as people say it. */
export function dayWord(day) {
  const [year, month, date] = String(day).split("-").map(Number);
  return date ? `${year}年${month}月${date}日` : String(day);
}

/** Today where the officials are, as a form field has it. */
export function today() {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date());
}

/** An element with a class and text or children; text is never read as HTML. */
export function made(tag, look, ...inner) {
  const node = document.createElement(tag);
  if (look) node.className = look;
  node.append(...inner);
  return node;
}

/** A button that does something when it is pressed. */
export function button(look, word, press) {
  const node = made("button", look, word);
  node.type = "button";
  node.addEventListener("click", press);
  return node;
}

/** A verdict as sign and word, so that colour alone says nothing. */
export function badge(verdict) {
  const told = VERDICTS[verdict] || { word: "无法审核", sign: "?" };
  return made("span", `badge ${verdict || "none"}`, `${told.sign} ${told.word}`);
}

/** Pairs of label and text as a list of terms. */
export function facts(list, rows) {
  list.replaceChildren(...rows.flatMap(([label, ...text]) => [made("dt", "", label), made("dd", "", ...text)]));
  return list;
}

/** What a refusal says, one line for each thing that is wrong. */
export function problemWords(problem) {
  const wrong = (problem.errors || []).map((e) => `${FIELDS[e.field] || e.field}：${e.message}。${e.remedy}`);
  return wrong.length ? wrong : [problem.detail, problem.remedy].filter(Boolean);
}

const FIELDS = {
  name: "拟用地名", place_type: "地名类别", division: "政区", location: "坐标",
  "location.lon": "经度", "location.lat": "纬度", on: "按哪一天审核", romanization: "申报的罗马字母拼写",
  length_m: "长度", former_name: "更名前的地名", reason: "命名理由", file: "表格文件", mode: "审核方式",
};
