// Keys, layers and the choice of a record; every page works without this file.
"use strict";
(() => {
  const typing = (target) => target.matches("input, select, textarea");
  const layers = document.querySelectorAll("[data-layer]");
  for (const box of layers) {
    const show = () => {
      for (const prose of document.querySelectorAll(".prose")) {
        prose.classList.toggle(`hide-${box.dataset.layer}`, !box.checked);
        prose.classList.toggle(`show-${box.dataset.layer}`, box.checked);
      }
    };
    box.addEventListener("change", show);
    show();
  }
  const choose = (id, scroll) => {
    for (const old of document.querySelectorAll(".chosen")) old.classList.remove("chosen");
    for (const span of document.querySelectorAll(".prose [data-ids]")) {
      if (span.dataset.ids.split(" ").includes(id)) span.classList.add("chosen");
    }
    const card = document.getElementById(id);
    if (card && scroll) card.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const span = event.target.closest(".prose [data-ids]");
    if (span) choose(span.dataset.ids.split(" ").pop(), true);
  });
  if (matchMedia("(max-width: 48rem)").matches) {
    for (const box of document.querySelectorAll("details.filters-box")) box.open = false;
  }
  for (const map of document.querySelectorAll("figure.map")) { // where it is wider than the screen: to the largest dot
    const dot = map.querySelector(".dot");
    if (dot && map.scrollWidth > map.clientWidth) {
      map.scrollLeft += dot.getBoundingClientRect().left - map.getBoundingClientRect().left - map.clientWidth / 2;
    }
  }
  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const cards = [...document.querySelectorAll("article.card")];
    if (event.key === "j" || event.key === "k") {
      at = Math.max(0, Math.min(cards.length - 1, at + (event.key === "j" ? 1 : -1)));
      if (!cards[at]) return;
      const link = cards[at].querySelector("blockquote a");
      if (link) link.focus();
      cards[at].scrollIntoView({ block: "center" });
      choose(cards[at].id, false);
    } else if (event.key === "/") {
      event.preventDefault();
      const field = document.getElementById("q");
      if (field) field.focus(); else location.href = "/search";
    } else if (event.key === "?") {
      document.querySelector(".foot").scrollIntoView();
    } else if (event.key === "Enter") {
      const span = event.target.closest(".prose [data-ids]");
      if (span) choose(span.dataset.ids.split(" ").pop(), true);
    }
  });
})();
