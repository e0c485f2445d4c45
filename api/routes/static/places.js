// The map: counties, the place of the proposal, the names it conflicts with.
/* global L */

import { address, ask } from "./asking.js";
import { direction, made, metres, VERDICTS } from "./words.js";

const COLOURS = { block: "#a4161a", warn: "#c77700", note: "#1a73e8" };
const CHONGQING = [[28.1, 105.2], [32.3, 110.3]];
const LABELLED = 6;
const DRAWN = 30;
const TALL = 42;
// where a label may stand: Leaflet's word, its offset, and the corner in widths and heights
const MARGIN = 4;
const NEAR = 11;
const SIDES = [
  ["right", [10, 0], 0, -0.5], ["left", [-10, 0], -1, -0.5],
  ["top", [0, -10], -0.5, -1], ["bottom", [0, 10], -0.5, 0],
];
const LOCATIONS = { synthetic: "示意位置", public: "公开来源的位置", unknown: "位置来源不详" };

export class Places {
  /** `onPick(lon, lat)` is called when a person clicks a place. */
  constructor(box, onPick) {
    // Leaflet drops a second wish to zoom while it still moves for the first: no animation
    this.map = L.map(box, { attributionControl: false, zoomSnap: 0.25, maxZoom: 18 });
    this.map.fitBounds(CHONGQING);
    chineseScale().addTo(this.map);
    this.map.on("zoomend moveend", () => this.nameAreas());
    this.map.on("layeradd", ({ layer }) => keyboard(layer));
    this.counties = L.geoJSON(null, { style: (f) => this.look(f), onEachFeature: named }).addTo(this.map);
    this.towns = L.geoJSON(null, { style: (f) => this.look(f), onEachFeature: named }).addTo(this.map);
    this.areaNames = L.layerGroup().addTo(this.map);
    this.found = L.layerGroup().addTo(this.map);
    this.here = L.layerGroup().addTo(this.map);
    this.signs = new Map();
    this.names = new Map();
    this.areas = new Map();
    this.boxes = [];
    this.chosen = null;
    this.turn = 0;
    this.map.on("click", (event) => {
      const at = event.latlng.wrap();
      this.picked = true;
      onPick(Number(at.lng.toFixed(6)), Number(at.lat.toFixed(6)));
    });
    translate(this.map, box);
  }

  look(feature) {
    const town = feature.properties.level === "township";
    const chosen = feature.id === this.chosen;
    const dashed = feature.properties.geometry_status !== "official";
    return {
      color: chosen ? "#0b4f9e" : town ? "#8a97a3" : "#57606a",
      weight: chosen ? 2.5 : town ? 0.8 : 1.1,
      dashArray: dashed ? "5 4" : null,
      fillColor: chosen ? "#9cc3f0" : "#ffffff",
      fillOpacity: chosen ? 0.35 : town ? 0 : 0.55,
    };
  }

  /** Draw the counties once; answers their statuses and whether any is made up. */
  showCounties(collection) {
    this.counties.addData(collection);
    if (this.counties.getLayers().length) {
      this.map.fitBounds(this.counties.getBounds(), { animate: false });
    }
    this.nameAreas();
  }

  /** Draw the towns of the chosen county, under everything else. */
  showTowns(collection) {
    this.towns.clearLayers();
    if (collection) this.towns.addData(collection);
    this.nameAreas();
  }

  /** Write the names of areas into them, where there is room and no other label stands. */
  nameAreas() {
    this.areaNames.clearLayers();
    const view = this.map.getBounds();
    const taken = [...this.boxes];
    const size = this.map.getSize();
    for (const group of [this.counties, this.towns]) {
      group.eachLayer((layer) => {
        const bounds = layer.getBounds();
        if (!view.intersects(bounds)) return;
        const { name } = layer.feature.properties;
        const [low, high] = [bounds.getSouthWest(), bounds.getNorthEast()].map((p) => this.map.latLngToContainerPoint(p));
        const wide = name.length * 12 + 4;
        if (high.x - low.x < wide * 0.8 || low.y - high.y < 14) return;
        const centre = layer.getCenter ? layer.getCenter() : bounds.getCenter();
        const { x, y } = this.map.latLngToContainerPoint(centre);
        const box = [x - wide / 2, y - 8, x + wide / 2, y + 8];
        if (!within(box, size) || taken.some((other) => overlap(box, other))) return;
        taken.push(box);
        const icon = L.divIcon({ className: "area-name", html: made("span", "", name), iconSize: [0, 0] });
        L.marker(centre, { icon, interactive: false, keyboard: false }).addTo(this.areaNames);
      });
    }
  }

  /** Mark a division (or none) as the place of the proposal, and look at it. */
  choose(id) {
    this.chosen = id;
    for (const layer of [this.counties, this.towns]) layer.setStyle((f) => this.look(f));
    const area = this.areaOf(id);
    if (area) {
      area.bringToFront();
      this.map.fitBounds(area.getBounds(), { maxZoom: 12, padding: [20, 20], animate: false });
    } else if (id === null && this.counties.getLayers().length) {
      this.map.fitBounds(this.counties.getBounds(), { animate: false });
    }
  }

  areaOf(id) {
    let found = null;
    for (const group of [this.towns, this.counties]) {
      group.eachLayer((layer) => { if (layer.feature.id === id) found = found || layer; });
    }
    return found;
  }

  /** Whether any line that is drawn is no legal one. */
  get madeUp() {
    return this.counties.getLayers().some((l) => l.feature.properties.geometry_status !== "official");
  }

  /** Whether a place is in view, and near enough to be told from its neighbours. */
  sees(point) {
    return this.map.getZoom() >= NEAR - 1 && this.map.getBounds().contains([point.lat, point.lon]);
  }

  /** Mark the place of the proposal; null takes the mark away. */
  place(point) {
    this.here.clearLayers();
    if (!point) return;
    // who clicks has the place before their eyes already
    if (!this.picked && !this.sees(point)) this.map.setView([point.lat, point.lon], NEAR, { animate: false });
    this.picked = false;
    const icon = L.divIcon({ className: "pin", iconSize: [14, 14] });
    L.marker([point.lat, point.lon], { icon, keyboard: false, interactive: false })
      .bindTooltip("拟命名位置", { permanent: true, direction: "top", offset: [0, -8], className: "tip short" })
      .addTo(this.here);
  }

  /**
   * Draw the names that findings are about, with lines from the proposal.
   * Answers one sentence about what is drawn, or null if a newer call has come.
   */
  async showFindings(findings, point) {
    const turn = ++this.turn;
    const others = related(findings);
    const drawn = await Promise.all(others.slice(0, DRAWN).map((o) => this.whereOf(o)));
    if (turn !== this.turn) return null;
    this.found.clearLayers();
    this.signs.clear();
    const area = point ? null : this.areaOf(this.chosen);
    const from = point ? L.latLng(point.lat, point.lon) : area ? area.getBounds().getCenter() : null;
    const corners = from ? [from] : [];
    let shown = 0;
    drawn.forEach((sign) => {
      if (!sign.at && !sign.area) return;
      this.draw(sign, from, Boolean(point));
      if (sign.at) corners.push(sign.at);
      else corners.push(sign.bounds.getSouthWest(), sign.bounds.getNorthEast());
      shown += 1;
    });
    if (shown) this.map.fitBounds(L.latLngBounds(corners).pad(0.25), { maxZoom: 13, animate: false });
    this.label(drawn.filter((sign) => sign.to).slice(0, LABELLED));
    this.nameAreas();
    return told(others.length, shown, Math.min(others.length, DRAWN));
  }

  /** Write names beside their dots, where they hide no dot and no other label. */
  label(signs) {
    const taken = signs.map(({ to }) => {
      const { x, y } = this.map.latLngToContainerPoint(to);
      return [x - 9, y - 9, x + 9, y + 9];
    });
    signs.forEach((sign) => {
      const at = this.map.latLngToContainerPoint(sign.to);
      const wide = Math.max(90, sign.other.name.length * 14 + 30);
      const ways = SIDES.map(([direction, offset, x, y]) => {
        const [left, top] = [at.x + offset[0] + x * wide, at.y + offset[1] + y * TALL];
        return { direction, offset, box: [left, top, left + wide, top + TALL] };
      });
      const size = this.map.getSize();
      const free = ways.filter(({ box }) => !taken.some((other) => overlap(box, other)));
      const way = free.find(({ box }) => within(box, size)) || free[0] || ways[0];
      taken.push(way.box);
      L.tooltip({ permanent: true, direction: way.direction, offset: way.offset, className: "tip short" })
        .setLatLng(sign.to).setContent(labelOf(sign)).addTo(this.found);
    });
    this.boxes = taken;
  }

  draw(sign, from, exact) {
    const { other, severity } = sign;
    const colour = COLOURS[severity];
    const to = sign.at || sign.bounds.getCenter();
    if (sign.area) {
      L.geoJSON(sign.area, { style: { color: colour, weight: 1.5, dashArray: "4 4", fillOpacity: 0.15 } })
        .bindTooltip(`${sign.area.properties.name}（${sign.area.properties.geometry_label}）`, { className: "tip", sticky: true })
        .addTo(this.found);
    }
    const far = farness(sign, from, to, exact);
    Object.assign(sign, { to, far });
    if (from) {
      L.polyline([from, to], { color: colour, weight: 1.5, opacity: 0.75, dashArray: exact && sign.at ? null : "2 5" })
        .bindTooltip(far, { className: "tip", sticky: true })
        .addTo(this.found);
    }
    const dot = L.circleMarker(to, {
      radius: 8, color: "#fff", weight: 2, fillColor: colour, fillOpacity: sign.area ? 0.55 : 1,
    });
    const tip = made("div", "", made("b", "", `${VERDICTS[severity].sign} ${other.name}`));
    for (const line of [other.where, far, sign.basis]) if (line) tip.append(made("br"), line);
    dot.bindTooltip(tip, { className: "tip", direction: "top", offset: [0, -8] }).addTo(this.found);
    const words = [other.name, other.where, far, sign.basis].filter(Boolean).join("，");
    dot.getElement()?.setAttribute("aria-label", words);
    this.signs.set(keyOf(other), dot);
  }

  /** Where another name is: its point, or the area of the division it is known to be in. */
  async whereOf({ other, severity }) {
    const full = other.id == null ? null : await this.nameOf(other.id);
    const status = full && full.location_status;
    if (other.lat != null && other.lon != null) {
      return { other, severity, at: L.latLng(other.lat, other.lon), basis: LOCATIONS[status] || "" };
    }
    const area = full && await this.areaAround(full.division_id);
    if (!area) return { other, severity };
    const bounds = L.geoJSON(area).getBounds();
    return { other, severity, area, bounds, basis: `库中无坐标，以${area.properties.name}代替` };
  }

  /** The area of a division, or of the nearest one above it that has any, below the province. */
  async areaAround(id) {
    let division = id == null ? null : await this.divisionOf(id);
    while (division && !division.geometry) {
      const above = division.properties.parents.find((p) => p.valid.to === null);
      division = above ? await this.divisionOf(above.id) : null;
    }
    return division && division.properties.level !== "province" ? division : null;
  }

  nameOf(id) {
    return once(this.names, id, () =>
      ask(address(`names/${encodeURIComponent(id)}`)).then((feature) => feature.properties));
  }

  divisionOf(id) {
    return once(this.areas, id, () => ask(address(`divisions/${id}`)));
  }

  /** Whether the name of a finding is on the map. */
  has(other) {
    return this.signs.has(keyOf(other));
  }

  /** Look at the name of a finding. */
  lookAt(other) {
    const dot = this.signs.get(keyOf(other));
    if (!dot) return;
    this.map.setView(dot.getLatLng(), Math.max(this.map.getZoom(), 11), { animate: false });
    dot.openTooltip();
  }
}

/** The other names of findings, each once with its heaviest severity. */
export function related(findings) {
  const seen = new Map();
  for (const { evidence, severity } of findings) {
    const places = evidence.name ? [evidence] : (evidence.names || []).filter((n) => n && n.name);
    for (const other of places) if (!seen.has(keyOf(other))) seen.set(keyOf(other), { other, severity });
  }
  return [...seen.values()];
}

function keyOf(other) {
  return other.id != null ? `id${other.id}` : `${other.name}@${other.where || ""}`;
}

function told(every, shown, tried) {
  if (!every) return "";
  const rest = every - tried;
  const lost = tried - shown;
  return `相关地名 ${every} 个，图上标出 ${shown} 个`
    + (lost ? `，${lost} 个库中没有位置` : "") + (rest ? `，其余 ${rest} 个未画出` : "") + "。";
}

function within([left, top, right, bottom], size) {
  return left >= MARGIN && top >= MARGIN && right <= size.x - MARGIN && bottom <= size.y - MARGIN;
}

/** The metres from a place to the nearest corner of a geometry, by Leaflet's sphere. */
export function metresBetween({ lon, lat }, geometry) {
  const from = L.latLng(lat, lon);
  let least = Infinity;
  const walk = (part) => {
    if (typeof part[0] === "number") least = Math.min(least, from.distanceTo(L.latLng(part[1], part[0])));
    else part.forEach(walk);
  };
  walk(geometry.coordinates);
  return least;
}

/** A scale in Chinese. */
function chineseScale() {
  const scale = L.control.scale({ imperial: false });
  scale._updateMetric = function update(most) {
    const round = this._getRoundNum(most);
    this._updateScale(this._mScale, round < 1000 ? `${round} 米` : `${round / 1000} 公里`, round / most);
  };
  return scale;
}

/** Stands in where no map can be drawn. */
export class NoMap {
  madeUp = false;
  showCounties() {}
  showTowns() {}
  choose() {}
  place() {}
  lookAt() {}
  has() { return false; }
  async showFindings() { return ""; }
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

function labelOf({ other, severity, far }) {
  const node = made("span", "", `${VERDICTS[severity].sign} ${other.name}`);
  if (far) node.append(made("br"), made("small", "", far.replace("距所选政区中心", "")));
  return node;
}

function farness({ other, area }, from, to, exact) {
  if (other.distance_m != null) {
    return `${direction(other.bearing_deg)}${other.bearing_deg == null ? "" : "面，"}相距${metres(other.distance_m)}`;
  }
  if (!from) return "";
  const whence = exact ? (area ? `距${area.properties.name}中心` : "") : "距所选政区中心";
  return `${whence}约${metres(from.distanceTo(to))}`;
}

function once(kept, key, get) {
  if (!kept.has(key)) {
    kept.set(key, get().catch(() => {
      kept.delete(key);
      return null;
    }));
  }
  return kept.get(key);
}

/** Let the keyboard reach the names in the way, but not pass through a hundred areas and lines. */
function keyboard(layer) {
  const node = layer instanceof L.Path ? layer.getElement() : null;
  if (!node) return;
  const dot = layer instanceof L.CircleMarker;
  node.setAttribute("tabindex", dot ? "0" : "-1");
  node.setAttribute("role", dot ? "img" : "presentation");
}

function named(feature, layer) {
  const { name, geometry_label: label } = feature.properties;
  const tip = made("span", "", made("b", "", name), made("br"), label || "");
  layer.bindTooltip(tip, { sticky: true, className: "tip" });
}

function translate(map, box) {
  for (const [look, word] of [["in", "放大"], ["out", "缩小"]]) {
    const button = box.querySelector(`.leaflet-control-zoom-${look}`);
    button.title = word;
    button.setAttribute("aria-label", word);
  }
}
