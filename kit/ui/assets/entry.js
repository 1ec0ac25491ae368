// The entry grid: one key a cell, one sheet after the other, without waiting for the server.
// The page works without this, one sheet a page. What the server has not confirmed stays in `waiting` and is sent again.
const form = document.querySelector("[data-entry]");
const note = document.querySelector("[data-entry-note]");
const number = form.elements.sheet;
const cells = [...form.querySelectorAll("[data-keys]")];
const waiting = [];
let todo = form.dataset.todo.split(" ").filter(Boolean).map(Number);
let sending = false;

const say = (words) => { note.textContent = words; };
const plain = (s) => s.normalize("NFKC").replace(/[−ー‐]/g, "-").toLowerCase();
const go = (i) => { const c = cells[i]; if (c) { c.focus(); c.select(); } };

const next = (after) => todo.find((n) => n > after) ?? todo[0];

// finish puts the sheet into the queue and clears the row for the next one.
const finish = () => {
  const sheet = Number(plain(number.value));
  if (!sheet) { number.focus(); say("紙の番号を入れてください。"); return; }
  waiting.push({ sheet, body: new URLSearchParams(new FormData(form)) });
  todo = todo.filter((n) => n !== sheet);
  for (const c of cells) { c.value = ""; c.removeAttribute("aria-invalid"); }
  if (form.elements.again) form.elements.again.remove();
  const following = next(sheet);
  number.value = following ? String(following).padStart(4, "0") : "";
  if (following) go(0); else { number.focus(); say("入れる番号は、いまはありません。"); }
  send();
};

const swap = (page) => {
  for (const id of ["entry-facts", "entry-rows", "entry-missing", "entry-totals", "entry-closing", "entry-second"]) {
    const fresh = page.getElementById(id), old = document.getElementById(id);
    if (fresh && old) old.replaceWith(fresh);
  }
};

// refused shows the sheet again as it was typed, with what the server says about it.
const refused = (page, item) => {
  for (const c of cells) c.value = item.body.get(c.name) || "";
  number.value = item.body.get("sheet");
  const bad = page.querySelectorAll("[aria-invalid]");
  for (const b of bad) document.getElementById(b.id)?.setAttribute("aria-invalid", "true");
  say(`${String(item.sheet).padStart(4, "0")} はまだ入っていません。` + [...page.querySelectorAll(".errors li")].map((e) => e.textContent.trim()).join(" "));
  const first = bad[0] && document.getElementById(bad[0].id);
  if (first) { first.focus(); first.select(); }
};

const send = async () => {
  if (sending || !waiting.length) return;
  sending = true;
  const item = waiting[0];
  try {
    const res = await fetch(form.action, { method: "POST", body: item.body, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await res.text(), "text/html");
    if (res.status >= 500 || (res.ok && !page.getElementById("entry-rows"))) throw new Error("not kept");
    waiting.shift();
    if (res.ok) {
      swap(page);
      say(waiting.length ? `あと${waiting.length}枚 送っています` : "保存しました");
    } else if (page.getElementById("entry-rows")) {
      refused(page, item);
    } else {
      say((page.querySelector("main")?.innerText || "").trim());
    }
  } catch {
    say(`つながっていません。${waiting.length}枚をこの画面で預かっています。閉じずにお待ちください。`);
    setTimeout(() => { sending = false; send(); }, 3000);
    return;
  }
  sending = false;
  send();
};

const press = (cell, key) => {
  const i = cells.indexOf(cell);
  if (!cell.dataset.keys.includes(key)) {
    cell.setAttribute("aria-invalid", "true");
    say(`「${key}」の答えは、この問いにありません。`);
    return;
  }
  cell.removeAttribute("aria-invalid");
  if ("many" in cell.dataset && !"-*".includes(key)) { cell.value += key; return; }
  cell.value = key;
  if (i + 1 < cells.length) go(i + 1);
};

form.addEventListener("keydown", (e) => {
  if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
  const cell = e.target, i = cells.indexOf(cell);
  if (e.key === "Enter" && e.target.tagName === "INPUT") {
    e.preventDefault();
    if (i === cells.length - 1) finish(); else go(i + 1);
    return;
  }
  if (i < 0 || !cell.dataset.keys) return;
  const key = plain(e.key);
  if (key === "+") { e.preventDefault(); finish(); return; }
  if (e.key === "Backspace" && cell.value === "" && i > 0) { e.preventDefault(); go(i - 1); cells[i - 1].value = ""; return; }
  if (e.key === "ArrowLeft" || e.key === "ArrowRight") { e.preventDefault(); go(i + (e.key === "ArrowLeft" ? -1 : 1)); return; }
  if (key.length === 1 && key !== " ") { e.preventDefault(); press(cell, key); }
});

// What an input method wrote in full width is read as the key it stands for.
form.addEventListener("compositionend", (e) => {
  if (!e.target.dataset?.keys) return;
  const keys = plain(e.target.value);
  e.target.value = "";
  for (const k of keys) press(e.target, k);
});

form.addEventListener("submit", (e) => { e.preventDefault(); finish(); });
addEventListener("beforeunload", (e) => { if (waiting.length) e.preventDefault(); });
