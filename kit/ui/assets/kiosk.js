// The kiosk. Each answer is a button of a form and works without this; with it, every screen of the day is in the
// page (the book), answers wait in the browser while there is no network, and who walks away is asked.
// An answer bears a random key: sent twice, it counts once.
const { kiosk: code, lang: home, version: drawn } = document.body.dataset;
const base = `/k/${code}`;
const IDLE = 30_000, COUNTDOWN = 20_000, THANKS = 6_000, BEAT = 30_000, HOLD = 5_000;
const MOST = 5000, TOGETHER = 100;

let book = null, version = drawn, now = null, screen = "", since = Date.now();

const post = (path, fields) => fetch(base + path, { method: "POST", body: new URLSearchParams(fields), signal: AbortSignal.timeout(10_000) });

// ---- the queue: answers that the server has not confirmed
const opened = new Promise((done) => {
  const ask = indexedDB.open(`kaname-kiosk-${code}`, 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore("answers", { keyPath: "key" });
  ask.onsuccess = () => done(ask.result);
  ask.onerror = () => done(null);
});
const store = async (mode, act) => {
  const db = await opened;
  if (!db) throw new Error("no store");
  return new Promise((done, fail) => {
    const tx = db.transaction("answers", mode);
    const ask = act(tx.objectStore("answers"));
    tx.oncomplete = () => done(ask && ask.result);
    tx.onerror = tx.onabort = () => fail(tx.error);
  });
};
const held = new Map(); // where the browser keeps nothing, the page does
const count = () => store("readonly", (s) => s.count()).catch(() => held.size);
const some = () => store("readonly", (s) => s.getAll(null, TOGETHER)).catch(() => [...held.values()].slice(0, TOGETHER));
const drop = (keys) => store("readwrite", (s) => { for (const k of keys) s.delete(k); }).catch(() => { for (const k of keys) held.delete(k); });
const keep = async (answer) => {
  if (await count() >= MOST) return;
  await store("readwrite", (s) => s.put(answer)).catch(() => held.set(answer.key, answer));
};

let sending = null, cut = false;
const showWaiting = () => { for (const dot of document.querySelectorAll("[data-wait]")) dot.hidden = !cut; };
const sendAll = async () => {
  for (let all = await some(); all.length; all = await some()) {
    const lines = all.map((n) => ["a", [n.survey, n.key, n.lang, Math.max(0, Date.now() - n.ended), n.full ? "f" : "p", n.marks].join(".")]);
    const res = await post("/answers", lines);
    if (!res.ok) throw new Error(String(res.status));
    await drop(all.map((n) => n.key));
  }
};
const send = () => {
  sending ??= sendAll().then(() => { cut = false; }, () => { cut = true; }).finally(() => { sending = null; showWaiting(); });
  return sending;
};

// ---- the screens
const key = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const steps = () => Number(book.body.dataset.steps);

const show = (page, name) => {
  const sheet = book.querySelector(`template[data-page="${page}"]`);
  document.body.replaceChildren(document.importNode(sheet.content, true));
  document.body.className = { thanks: "ki ki-ty", idle: "ki ki-idle", exit: "ki ki-idle" }[name] || "ki";
  const html = document.documentElement;
  html.lang = sheet.dataset.html;
  html.dataset.text = now.text;
  html.dataset.contrast = now.contrast;
  html.toggleAttribute("data-low", now.low);
  document.title = sheet.dataset.title;
  for (const [press, on] of [["big", now.text === "xlarge"], ["contrast", now.contrast !== ""], ["low", now.low]]) {
    document.querySelector(`button[value="${press}"]`)?.setAttribute("aria-pressed", String(on));
  }
  screen = name;
  since = Date.now();
  showWaiting();
  document.querySelector("h1")?.focus({ preventScroll: true });
};
const ask = () => show(`${now.lang}.q${now.step}`, "ask");
const restart = () => {
  now = { key: key(), lang: home, step: 0, marks: book.body.dataset.blank, text: "large", contrast: "", low: false };
  ask();
};
const untouched = () => screen === "ask" && now.step === 0 && now.lang === home && now.text === "large" && !now.contrast && !now.low && !now.marks.match(/[^0]/);

const mark = (character) => {
  const at = Number(document.getElementById("ki").dataset.at);
  now.marks = now.marks.slice(0, at) + character + now.marks.slice(at + 1);
};

// end keeps what was answered: to the end, or 途中.
const end = (full) => {
  if (!now.marks.match(/[^0]/)) return false;
  keep({ key: now.key, survey: book.body.dataset.survey, lang: now.lang, full, marks: now.marks, ended: Date.now() }).then(send);
  return true;
};

const press = (value) => {
  const [what, rest] = value.split(/\.(.*)/);
  if (what === "a") { mark(String.fromCharCode(48 + Number(rest))); now.step++; }
  else if (what === "skip") { mark("0"); now.step++; }
  else if (what === "back") { now.step--; ask(); mark("0"); return; }
  else if (what === "lang") now.lang = rest;
  else if (what === "big") now.text = now.text === "large" ? "xlarge" : "large";
  else if (what === "contrast") now.contrast = now.contrast ? "" : "high";
  else if (what === "low") now.low = !now.low;
  else if (what === "quit") { leave(); return; }
  if (now.step < steps()) { ask(); return; }
  if (end(true)) show(`${now.lang}.thanks`, "thanks"); else restart();
};
const leave = () => { if (end(false)) show(`${now.lang}.thanks`, "thanks"); else restart(); };

document.addEventListener("submit", (e) => {
  if (!book || e.target.id !== "ki") return;
  e.preventDefault();
  press(e.submitter.value);
});
document.addEventListener("click", (e) => {
  if (!book) return;
  if (e.target.closest("[data-again]")) { e.preventDefault(); restart(); }
  if (e.target.closest("[data-go]")) ask();
  if (e.target.closest("[data-end]")) leave();
});

// ---- who walks away
for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, () => { if (screen !== "idle" && screen !== "thanks") since = Date.now(); });
setInterval(() => {
  if (!book) return;
  const gone = Date.now() - since;
  if (screen === "thanks" && gone >= THANKS) restart();
  else if (screen === "idle" && gone >= COUNTDOWN) { end(false); restart(); }
  else if (screen === "idle") {
    const words = book.querySelector(`template[data-page="${now.lang}.idle"]`).content.querySelector("[data-left]");
    const left = document.querySelector("[data-left]"), fresh = words.innerHTML.replace("20", String(Math.ceil((COUNTDOWN - gone) / 1000)));
    if (left.innerHTML !== fresh) left.innerHTML = fresh;
  } else if (screen === "exit" && gone >= IDLE) restart();
  else if (screen === "ask" && gone >= IDLE) {
    if (untouched()) since = Date.now(); else show(`${now.lang}.idle`, "idle");
  }
}, 250);

// ---- the corner that staff know: held for five seconds, it asks for the number
let hold = 0;
document.addEventListener("pointerdown", (e) => {
  if (book && e.target.closest("[data-corner]")) hold = setTimeout(() => show("exit", "exit"), HOLD);
});
for (const up of ["pointerup", "pointercancel"]) document.addEventListener(up, () => clearTimeout(hold));
document.addEventListener("contextmenu", (e) => e.preventDefault());

// ---- the server: is it there, is our screen on, is the book of today
const fetchBook = async () => {
  const res = await fetch(base + "/book", { signal: AbortSignal.timeout(10_000) });
  if (!res.ok) throw new Error(String(res.status));
  const fresh = new DOMParser().parseFromString(await res.text(), "text/html");
  if (!fresh.querySelector("template[data-page]")) throw new Error("no book");
  book = fresh;
  version = fresh.body.dataset.version;
};
const beat = async () => {
  try {
    const [state, wanted] = (await (await post("/alive", { waiting: String(await count()) })).text()).split(" ");
    if (!["on", "off"].includes(state)) throw new Error("not ours");
    if ((state === "off") !== (drawn === "off") && (drawn === "off" || untouched())) location.reload();
    else if (state === "on" && wanted !== version && untouched()) { await fetchBook(); restart(); }
    await send();
  } catch {
    cut = (await count()) > 0 || cut;
    showWaiting();
  }
};

if (drawn && drawn !== "off") fetchBook().then(restart, () => {});
setInterval(beat, BEAT);
addEventListener("online", beat);
beat();
