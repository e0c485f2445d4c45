// One point of a form: by a click on the map, by numbers, or where the telephone is.
/* global L */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("[data-place]")) {
    const [lon, lat] = ["lon", "lat"].map((name) => box.querySelector(`[name=${name}]`));
    const said = box.querySelector("[data-said]");
    const map = L.map(box.querySelector(".map"), { attributionControl: false, maxZoom: 18 });
    L.control.scale({ imperial: false }).addTo(map);
    map.setView([30.0, 107.8], 7);
    window.dimingChinese(map);
    let pin = null;

    const show = (look) => {
      const at = [Number(lat.value), Number(lon.value)];
      pin?.remove();
      if (!lon.value || !lat.value || at.some((one) => !Number.isFinite(one))) return false;
      pin = L.circleMarker(at, { radius: 9, color: "#0b5cad", fillOpacity: 0.6 }).addTo(map);
      if (look) map.setView(at, Math.max(map.getZoom(), 15));
      return true;
    };
    const set = (x, y, words, look) => {
      lon.value = x.toFixed(6);
      lat.value = y.toFixed(6);
      said.textContent = words;
      show(look);
    };

    map.on("click", ({ latlng }) => set(latlng.wrap().lng, latlng.lat, "已在地图上定位。", false));
    for (const field of [lon, lat]) field.addEventListener("change", () => show(true));
    const here = box.querySelector("[data-here]");
    if (!navigator.geolocation || !window.isSecureContext) here.hidden = true;
    here.addEventListener("click", () => {
      said.textContent = "正在定位……";
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => set(coords.longitude, coords.latitude,
          `已用手机定位，误差约 ${Math.round(coords.accuracy)} 米，请在地图上核对。`, true),
        () => { said.textContent = "没有取得位置，请点地图或填写经纬度。"; },
        { enableHighAccuracy: true, timeout: 20000 });
    });
    // what the register knows of the place: the sign stands somewhere at it
    const known = box.dataset.known && L.geoJSON(JSON.parse(box.dataset.known), {
      interactive: false,
      style: { color: "#8a4b00", weight: 4, dashArray: "6 6", fillOpacity: 0.05 },
      pointToLayer: (_, at) => L.circleMarker(at, { radius: 7, color: "#8a4b00", fill: false }),
    }).addTo(map);
    const found = show(true);
    if (!found && known) map.fitBounds(known.getBounds(), { maxZoom: 15, padding: [30, 30], animate: false });
    else if (!found && box.dataset.county) {
      window.dimingCounty(map, box.dataset.county).then((bounds) => bounds && map.fitBounds(bounds));
    }
  }
});
