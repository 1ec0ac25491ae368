// The little script there is. Every page works without it.
// 1 focus to the error summary  2 Ctrl+Enter saves (never while an IME composes)
// 3 half-written forms are kept on the server  4 print buttons  5 echo of what a date means

const composing = (e) => e.isComposing || e.keyCode === 229;

const errors = document.querySelector(".errors");
if (errors) errors.focus();

document.addEventListener("keydown", (e) => {
  if (composing(e)) return;
  const form = e.target.closest && e.target.closest("form");
  if (form && e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    form.requestSubmit();
  }
  if (e.key === "Escape") for (const d of document.querySelectorAll("details.switch[open], details.menu[open]")) d.open = false;
  if (e.key === "Enter" && e.target.matches("input[data-noenter]")) e.preventDefault();
});

for (const b of document.querySelectorAll("[data-print]")) b.addEventListener("click", () => window.print());

for (const b of document.querySelectorAll("[data-show-password]")) {
  b.addEventListener("change", () => {
    const field = document.getElementById(b.dataset.showPassword);
    field.type = b.checked ? "text" : "password";
  });
}

// Half-written forms: every 5 s while typing, on leaving a field, and when the page is hidden.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const note = form.querySelector("[data-draft-note]");
  let dirty = false, timer = 0;
  const body = () => {
    const data = new URLSearchParams();
    for (const [k, v] of new FormData(form)) if (typeof v === "string") data.append(k, v);
    data.append("_form", form.dataset.draft);
    return data;
  };
  const keep = async () => {
    clearTimeout(timer); timer = 0;
    if (!dirty) return;
    dirty = false;
    try {
      const res = await fetch("/drafts", { method: "POST", body: body(), credentials: "same-origin", redirect: "manual" });
      if (res.ok && note) note.textContent = "保存しました " + (await res.text());
      if (!res.ok) throw new Error("not kept");
    } catch {
      dirty = true;
      if (note) note.textContent = "つながっていません。書いた内容はこの画面に残っています。";
    }
  };
  form.addEventListener("input", () => { dirty = true; if (!timer) timer = setTimeout(keep, 5000); });
  form.addEventListener("focusout", keep);
  form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && dirty) navigator.sendBeacon("/drafts", body());
  });
}

// Characters left in a text field, in words.
for (const field of document.querySelectorAll("[data-count]")) {
  const note = document.getElementById(field.dataset.count);
  const most = Number(field.dataset.most);
  const tell = () => { note.textContent = `${[...field.value].length}字／${most}字まで`; };
  field.addEventListener("input", tell);
  tell();
}

// Job pages renew themselves while the work goes on.
const job = document.querySelector("[data-job]");
if (job) setTimeout(() => location.reload(), 2000);

// A table wider than its place can be scrolled with the arrow keys, also where nothing in it takes the focus.
const fit = new ResizeObserver((all) => {
  for (const { target: box } of all) {
    if (box.scrollWidth > box.clientWidth && !box.querySelector("a, button, input, select, textarea")) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll(".table-wrap")) fit.observe(box);
