// Maps of the console: what a page says in data-shapes (GeoJSON, degrees, longitude first),
// with the towns of the county (data-county, a code) underneath.
/* global L */
"use strict";

(() => {
  const COLOUR = "#0b5cad";
  const AREA = { color: "#57606a", weight: 1, fill: false, interactive: false };

  /** Say in Chinese what the buttons of a map do. */
  window.dimingChinese = (map) => {
    for (const [part, words] of [["in", "放大"], ["out", "缩小"]]) {
      const button = map.getContainer().querySelector(`.leaflet-control-zoom-${part}`);
      button?.setAttribute("title", words);
      button?.setAttribute("aria-label", words);
    }
  };

  async function divisions(query) {
    const answer = await fetch(`/api/v1/divisions?${new URLSearchParams(query)}`);
    return answer.ok ? answer.json() : { features: [] };
  }

  /** Say on the map, once, that lines which are no legal ones are made up. */
  function confess(map, features) {
    if (map.dimingConfessed || features.every((one) => one.properties.geometry_status === "official")) return;
    map.dimingConfessed = true;
    const note = L.control({ position: "bottomright" });
    note.onAdd = () => Object.assign(document.createElement("div"),
      { className: "map-note", textContent: "区划界线为示意数据，非法定界线" });
    note.addTo(map);
  }

  /** Draw a county with its towns; answers where it is, or null where no area is known. */
  window.dimingCounty = async (map, code) => {
    map.dimingCounty ||= L.layerGroup().addTo(map);
    const found = await divisions({ code, level: "county", limit: 1 }).catch(() => null);
    const county = found?.features[0];
    map.dimingCounty.clearLayers();
    if (!county?.geometry) return null;
    const drawn = L.geoJSON(county, { style: { ...AREA, weight: 2 } }).addTo(map.dimingCounty);
    const towns = await divisions({ level: "township", parent: county.properties.id, limit: 300 })
      .catch(() => ({ features: [] }));
    confess(map, [county, ...towns.features.filter((one) => one.geometry)]);
    map.dimingCounty.eachLayer((one) => { if (one !== drawn) map.dimingCounty.removeLayer(one); });
    for (const town of towns.features.filter((one) => one.geometry)) {
      const area = L.geoJSON(town, { style: { ...AREA, dashArray: "4 4" } }).addTo(map.dimingCounty);
      const words = document.createElement("span");
      words.textContent = town.properties.name;
      const icon = L.divIcon({ className: "area-name", html: words, iconSize: [0, 0] });
      L.marker(area.getBounds().getCenter(), { icon, interactive: false, keyboard: false })
        .addTo(map.dimingCounty);
    }
    return drawn.getBounds();
  };

  async function counties(map) {
    const found = await divisions({ level: "county", limit: 1000 }).catch(() => ({ features: [] }));
    const areas = found.features.filter((one) => one.geometry);
    if (areas.length) confess(map, areas);
    L.geoJSON(areas, { style: AREA }).addTo(map).bringToBack();
  }

  function show(box) {
    if (box.dataset.shown) return;
    box.dataset.shown = "1";
    const shapes = JSON.parse(box.dataset.shapes);
    const map = L.map(box, { attributionControl: false, maxZoom: 18 });
    L.control.scale({ imperial: false }).addTo(map);
    window.dimingChinese(map);
    const layer = L.geoJSON(shapes, {
      style: { color: COLOUR, weight: 4, fillOpacity: 0.2 },
      pointToLayer: (_, at) => L.circleMarker(at, { radius: 8, color: COLOUR, fillOpacity: 0.6 }),
      onEachFeature: (feature, drawn) => {
        const words = document.createElement("span");
        words.textContent = feature.properties.name;
        drawn.bindTooltip(words, { permanent: shapes.features.length < 12, direction: "top" });
        if (feature.properties.href) drawn.on("click", () => { location.href = feature.properties.href; });
      },
    }).addTo(map);
    map.fitBounds(layer.getBounds(), { maxZoom: 12, padding: [30, 30], animate: false });
    if (box.dataset.county) window.dimingCounty(map, box.dataset.county);
    else counties(map);
  }

  function all() {
    for (const box of document.querySelectorAll("[data-shapes]")) show(box);
  }

  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:load", all);
})();
