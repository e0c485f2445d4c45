// Drawing the place of an application: by clicks on the map, or by coordinates from the keyboard.
// The shape is kept as GeoJSON (degrees, longitude first) in a hidden field.
/* global L */
"use strict";

(() => {
  const WORDS = { Point: "点", LineString: "线", Polygon: "面" };
  const LEAST = { Point: 1, LineString: 2, Polygon: 3 };
  const EARTH_M = 6371008.8;

  function metres(points) {
    const rad = Math.PI / 180;
    let sum = 0;
    for (let no = 1; no < points.length; no += 1) {
      const [[a, b], [c, d]] = [points[no - 1], points[no]];
      const h = Math.sin((d - b) * rad / 2) ** 2
        + Math.cos(b * rad) * Math.cos(d * rad) * Math.sin((c - a) * rad / 2) ** 2;
      sum += 2 * EARTH_M * Math.asin(Math.sqrt(h));
    }
    return sum;
  }

  class Drawing {
    constructor(box) {
      this.box = box;
      this.field = box.querySelector("input[type=hidden]");
      this.text = box.querySelector("[data-points]");
      this.said = box.querySelector("[data-said]");
      this.kind = "Point";
      this.points = [];
      this.kept = null;
      this.map = L.map(box.querySelector(".map"), { attributionControl: false, maxZoom: 18 });
      this.map.setView([30.0, 107.8], 7);
      L.control.scale({ imperial: false }).addTo(this.map);
      this.layer = L.layerGroup().addTo(this.map);
      window.dimingChinese(this.map);
      this.read();
      this.listen();
      this.show({ look: true });
      this.county();
    }

    /** Take over what was drawn before; shapes of several parts are shown, not edited. */
    read() {
      const shape = this.field.value ? JSON.parse(this.field.value) : null;
      if (!shape) return;
      if (!WORDS[shape.type]) {
        this.kept = shape;
        return;
      }
      this.kind = shape.type;
      this.points = { Point: () => [shape.coordinates], LineString: () => shape.coordinates,
        Polygon: () => shape.coordinates[0].slice(0, -1) }[shape.type]();
      this.write();
    }

    listen() {
      this.map.on("click", ({ latlng }) => {
        const at = latlng.wrap();
        this.add([Number(at.lng.toFixed(7)), Number(at.lat.toFixed(7))]);
      });
      this.box.addEventListener("click", ({ target }) => {
        const button = target.closest("button");
        if (!button) return;
        if (button.dataset.kind) this.kind = button.dataset.kind;
        if (button.dataset.do === "undo") this.points.pop();
        if (button.dataset.do === "clear") [this.points, this.kept] = [[], null];
        if (this.kind === "Point") this.points = this.points.slice(-1);
        this.write();
        this.changed();
      });
      this.text.addEventListener("change", () => this.typed());
      document.getElementById(this.box.dataset.county)
        ?.addEventListener("change", () => this.county());
    }

    add(point) {
      this.kept = null;
      this.points = this.kind === "Point" ? [point] : [...this.points, point];
      this.write();
      this.changed();
    }

    typed() {
      const rows = this.text.value.split(/\n+/).map((row) => row.trim()).filter(Boolean);
      const points = rows.map((row) => row.split(/[,，;；\s]+/).map(Number));
      const wrong = points.findIndex(([x, y]) => !(Math.abs(x) <= 180 && Math.abs(y) <= 90));
      if (wrong >= 0) {
        this.said.textContent = `第 ${wrong + 1} 行不是“经度,纬度”：${rows[wrong]}`;
        this.text.setAttribute("aria-invalid", "true");
        return;
      }
      this.points = points.map(([x, y]) => [x, y]);
      if (this.kind === "Point" && points.length > 1) this.kind = "LineString";
      this.changed({ look: true });
    }

    write() {
      this.text.value = this.points.map((point) => point.join(",")).join("\n");
    }

    changed({ look = false } = {}) {
      this.text.removeAttribute("aria-invalid");
      const shape = this.shape();
      this.field.value = shape ? JSON.stringify(shape) : "";
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
      this.show({ look });
    }

    shape() {
      if (this.kept) return this.kept;
      if (this.points.length < LEAST[this.kind]) return null;
      const coordinates = { Point: this.points[0], LineString: this.points,
        Polygon: [[...this.points, this.points[0]]] }[this.kind];
      return { type: this.kind, coordinates };
    }

    show({ look }) {
      this.layer.clearLayers();
      for (const button of this.box.querySelectorAll("[data-kind]")) {
        button.setAttribute("aria-pressed", String(button.dataset.kind === this.kind));
      }
      const shape = this.shape();
      if (shape && shape.type !== "Point") L.geoJSON(shape, { style: { weight: 4 } }).addTo(this.layer);
      for (const [x, y] of this.points) {
        L.circleMarker([y, x], { radius: 6, fillOpacity: 0.8 }).addTo(this.layer);
      }
      this.tell(shape);
      if (look && shape) {
        this.map.fitBounds(L.geoJSON(shape).getBounds(), { maxZoom: 15, padding: [30, 30], animate: false });
      }
    }

    tell(shape) {
      const lack = LEAST[this.kind] - this.points.length;
      if (this.kept) this.said.textContent = "已有多部分的图形；重新点击即改画。";
      else if (!this.points.length) this.said.textContent = `现在画${WORDS[this.kind]}：在图上点击，或填写坐标。`;
      else if (lack > 0) this.said.textContent = `画${WORDS[this.kind]}还差 ${lack} 点。`;
      else this.said.textContent = shape.type === "LineString"
        ? `线长约 ${Math.round(metres(this.points))} 米，共 ${this.points.length} 点。`
        : `已画${WORDS[this.kind]}。`;
    }

    async county() {
      const code = document.getElementById(this.box.dataset.county)?.value;
      if (!code) return;
      const bounds = await window.dimingCounty(this.map, code);
      if (bounds && !this.shape()) this.map.fitBounds(bounds, { animate: false });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll("[data-draw]")) new Drawing(box);
  });
})();
