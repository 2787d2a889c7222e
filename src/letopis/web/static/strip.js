// The window of time on the overview of a timeline: dragged, pinched, or moved by keys. Without this file the bars are links.
"use strict";
const begin = () => {
  const figure = document.querySelector("figure.overview");
  const svg = figure && figure.querySelector("svg.overview");
  if (!svg || svg.querySelector(".window")) return;
  const EDGE = 24, WIDTH = 720, TALL = 46, GRIP = 10, NS = "http://www.w3.org/2000/svg";
  const { address, sayShow, sayUntil, saySince } = figure.dataset;
  const starts = figure.dataset.starts.split(" "), ends = figure.dataset.ends.split(" "); // ISO dates, a bar each
  const first = 0, last = starts.length - 1;
  const from = ends.findIndex((end) => end >= figure.dataset.since);
  const to = starts.findLastIndex((start) => start <= `${figure.dataset.until}~`); // a year ends behind its months
  let since = from < 0 ? last : from, until = Math.max(since, figure.dataset.until && to >= 0 ? to : last);
  const x = (at) => EDGE + (at / (last + 1)) * (WIDTH - 2 * EDGE);
  const bars = (px) => ((px - EDGE) / (WIDTH - 2 * EDGE)) * (last + 1);
  const make = (name, parent, attributes) => {
    const one = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
    return parent.appendChild(one);
  };
  const pane = make("rect", svg, { class: "window", y: 0, height: TALL });
  svg.prepend(pane); // behind the bars, which stay links
  const thumbs = [saySince, sayUntil].map((label) => {
    const thumb = make("g", svg, { class: "thumb", role: "slider", tabindex: 0, "aria-label": label,
      "aria-valuemin": first, "aria-valuemax": last });
    make("rect", thumb, { y: 8, width: 5, height: TALL - 16, rx: 2 });
    return thumb;
  });
  const show = document.createElement("a");
  show.className = "show";
  show.hidden = true;
  figure.querySelector("figcaption").prepend(show);

  const draw = () => {
    pane.setAttribute("x", x(since));
    pane.setAttribute("width", x(until + 1) - x(since));
    [since, until].forEach((at, n) => {
      thumbs[n].setAttribute("aria-valuenow", at);
      thumbs[n].setAttribute("aria-valuetext", n ? ends[at] : starts[at]);
      thumbs[n].firstChild.setAttribute("x", x(at + n) - 2.5);
    });
    const whole = since === first && until === last;
    show.href = address + (whole ? "" : `${/[?&]$/.test(address) ? "" : "&"}since=${starts[since]}&until=${ends[until]}`);
    show.textContent = `${sayShow}: ${starts[since] === ends[until] ? starts[since] : `${starts[since]}–${ends[until]}`}`;
  };
  const set = (a, b) => {
    const low = Math.min(last, Math.max(first, Math.round(Math.min(a, b))));
    const high = Math.min(last, Math.max(first, Math.round(Math.max(a, b))));
    if (low === since && high === until) return;
    [since, until] = [low, high];
    show.hidden = false;
    draw();
  };
  const slide = (by) => {
    const wide = until - since, low = Math.min(last - wide, Math.max(first, since + by));
    set(low, low + wide);
  };
  const widen = (by) => set(Math.min(since - by, until), Math.max(until + by, since));

  // Pointers: an edge, the window, or a new window from where there is none; two fingers are its two edges.
  const down = new Map();
  let held = null, moved = false;
  const place = (event) => {
    const box = svg.getBoundingClientRect();
    return ((event.clientX - box.left) / box.width) * WIDTH;
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const at = place(event);
    down.set(event.pointerId, at);
    moved = down.size > 1;
    const whole = since === first && until === last;
    if (Math.abs(at - x(since)) < GRIP) held = { edge: until, start: at };
    else if (Math.abs(at - x(until + 1)) < GRIP) held = { edge: since, start: at };
    else if (!whole && at > x(since) && at < x(until + 1)) held = { since, until, start: at };
    else held = { edge: Math.floor(bars(at)), start: at };
  });
  addEventListener("pointermove", (event) => {
    if (!held || !down.has(event.pointerId)) return;
    const at = place(event);
    down.set(event.pointerId, at);
    if (Math.abs(at - held.start) > 4) moved = true;
    if (!moved) return;
    event.preventDefault();
    const two = [...down.values()].sort((a, b) => a - b);
    if (two.length > 1) set(Math.floor(bars(two[0])), Math.floor(bars(two[1])));
    else if ("edge" in held) set(Math.floor(bars(at)), held.edge);
    else {
      [since, until] = [held.since, held.until];
      slide(Math.round(bars(at) - bars(held.start)));
      draw();
    }
  });
  const drop = (event) => {
    if (!down.delete(event.pointerId) || down.size || !held) return;
    held = null;
    if (moved && event.type === "pointerup" && !show.hidden) location.assign(show.href);
  };
  addEventListener("pointerup", drop);
  addEventListener("pointercancel", drop);
  svg.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // a plain wheel scrolls the page; with Ctrl, or two fingers on a pad, it zooms
    event.preventDefault();
    widen(Math.sign(event.deltaY) * Math.max(1, Math.round((until - since) / 10)));
  }, { passive: false });

  thumbs.forEach((thumb, n) => thumb.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.round((last - first) / 10));
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page }[event.key];
    if (event.key === "Enter") location.assign(show.href);
    else if (event.key === "+" || event.key === "=") widen(1);
    else if (event.key === "-") widen(-1);
    else if (event.key === "Home") n ? set(since, since) : set(first, until);
    else if (event.key === "End") n ? set(since, last) : set(until, until);
    else if (step && event.shiftKey) slide(step);
    else if (step) n ? set(since, Math.max(since, until + step)) : set(Math.min(until, since + step), until);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }));
  draw();
};
begin();
document.addEventListener("htmx:afterSettle", begin); // it comes later when a large chronicle has to be counted first
