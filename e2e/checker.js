// A small list of checks for where axe-core is not at hand: language, title, landmarks, headings, names, ids.
(() => {
  const found = new Map();
  const say = (id, help, node) => {
    if (!found.has(id)) found.set(id, { ID: id, Help: help, Nodes: [] });
    if (node && found.get(id).Nodes.length < 3) found.get(id).Nodes.push(node.outerHTML.slice(0, 240));
  };
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[aria-hidden=true]");
  const byIds = (ids) => (ids || "").split(" ").map((i) => document.getElementById(i)?.textContent || "").join("").trim();
  const name = (e) =>
    (e.getAttribute("aria-label") || byIds(e.getAttribute("aria-labelledby")) || [...(e.labels || [])].map((l) => l.textContent).join("") ||
      e.textContent || e.getAttribute("title") || e.getAttribute("alt") || "").trim();

  if (!document.documentElement.lang) say("html-lang", "the page names no language");
  if (!document.title.trim()) say("title", "the page has no title");
  if (document.querySelectorAll("main").length !== 1) say("main", "a page has one main part");
  if ([...document.querySelectorAll("h1")].filter(shown).length !== 1) say("h1", "a page has one first heading");
  let level = 0;
  for (const h of [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter(shown)) {
    const n = Number(h.tagName[1]);
    if (level && n > level + 1) say("heading-order", "a level of headings is left out", h);
    if (!h.textContent.trim()) say("heading-empty", "a heading is empty", h);
    level = n;
  }
  for (const e of [...document.querySelectorAll("input:not([type=hidden]),select,textarea")].filter(shown)) {
    const own = e.getAttribute("aria-label") || byIds(e.getAttribute("aria-labelledby")) || [...(e.labels || [])].map((l) => l.textContent).join("").trim();
    if (!own) say("label", "a field has no label", e);
  }
  for (const e of [...document.querySelectorAll("a[href],button,summary")].filter(shown)) if (!name(e)) say("name", "a link or button has no name", e);
  for (const e of document.querySelectorAll("img:not([alt])")) say("image-alt", "a picture has no words", e);
  for (const e of [...document.querySelectorAll("svg")].filter(shown)) {
    if (e.getAttribute("role") === "img" && !name(e) && !e.querySelector("title")) say("svg-name", "a drawing has no words", e);
  }
  const ids = new Set();
  for (const e of document.querySelectorAll("[id]")) {
    if (ids.has(e.id)) say("duplicate-id", "two pieces bear one id", e);
    ids.add(e.id);
  }
  for (const e of document.querySelectorAll("[aria-describedby],[aria-labelledby]")) {
    const refs = ((e.getAttribute("aria-describedby") || "") + " " + (e.getAttribute("aria-labelledby") || "")).trim().split(/\s+/);
    for (const r of refs) if (r && !document.getElementById(r)) say("aria-reference", "a reference leads nowhere: " + r, e);
  }
  for (const e of document.querySelectorAll("table")) if (shown(e) && !e.querySelector("th")) say("table-head", "a table has no heads", e);
  return [...found.values()];
})()
