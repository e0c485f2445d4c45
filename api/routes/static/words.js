// What the interface answers, in words for people: verdicts, evidence, distances.

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
const STANDINGS = {
  standard: "标准地名", colloquial: "俗称", former: "曾用名", reserved: "已预留",
};
const LABELS = {
  how: "相同之处", word: "涉及词语", list: "所据名单", written: "书写", sounds_like: "读音近似",
  characters: "涉及字符", character: "涉及字", regulated: "规范字", code_point: "码位",
  digits: "涉及数字", amount: "涉及数量词", run: "音译词段", generics: "通名", generic: "通名",
  length: "字数", limit: "上限", stated: "申报值", least: "不小于", most: "不大于",
  found: "查得", stated_m: "申报长度（米）", measured_m: "量算长度（米）", computed: "应拼写为",
  readings: "可选读音", missing: "未填写", nearby: "附近地名", ended: "撤销日期",
  others: "另可能指", allowed: "可用", measures_on: "保护措施日期", decided_on: "决定日期",
  basis: "所据界线", off: "相差比例",
};
const TAKEN = ["name", "where", "kind", "status", "distance_m", "bearing_deg"];
const WINDS = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];

export function kindWord(kind) {
  return KINDS[kind] || kind || "";
}

export function metres(length) {
  return length < 1000 ? `${Math.round(length)} 米` : `${(length / 1000).toFixed(1)} 公里`;
}

export function direction(bearing) {
  return bearing == null ? "" : WINDS[Math.round(bearing / 45) % 8];
}

/** The evidence of a finding as pairs of label and text; what `message` says is not repeated. */
export function evidenceRows(evidence, message) {
  const rows = [];
  if (evidence.name) {
    const more = [kindWord(evidence.kind), STANDINGS[evidence.status]].filter(Boolean).join("，");
    rows.push(["相关地名", more ? `${evidence.name}（${more}）` : evidence.name]);
  }
  if (evidence.where && !message.includes(evidence.where)) rows.push(["所在", evidence.where]);
  if (evidence.distance_m != null) {
    const wind = direction(evidence.bearing_deg);
    rows.push(["距离", `${wind ? `在本处${wind}方向，` : ""}相距 ${metres(evidence.distance_m)}`]);
  }
  for (const [key, value] of Object.entries(evidence)) {
    if (key in LABELS && !TAKEN.includes(key)) {
      const text = plain(value);
      if (text && !message.includes(text)) rows.push([LABELS[key], text]);
    }
  }
  for (const old of evidence.names || []) {
    if (old && old.name) rows.push(["可用旧名", `${old.name}${old.where ? `（${old.where}）` : ""}`]);
  }
  return rows;
}

function plain(value) {
  if (value == null || value === "" || typeof value === "boolean") return "";
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join("、");
  if (typeof value === "object") return value.name || "";
  return String(value);
}

/** An element with a class and text or children; text is never read as HTML. */
export function made(tag, look, ...inner) {
  const node = document.createElement(tag);
  if (look) node.className = look;
  node.append(...inner);
  return node;
}

/** A verdict as sign and word, so that colour alone says nothing. */
export function badge(verdict) {
  const told = VERDICTS[verdict] || { word: "无法审核", sign: "?" };
  return made("span", `badge ${verdict || "none"}`, `${told.sign} ${told.word}`);
}

/** What a refusal says, one line for each thing that is wrong. */
export function problemWords(problem) {
  const wrong = (problem.errors || []).map((e) => `${e.field}：${e.message}。${e.remedy}`);
  return wrong.length ? wrong : [problem.detail, problem.remedy].filter(Boolean);
}
