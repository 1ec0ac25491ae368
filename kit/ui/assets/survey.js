// The survey page: choosing an answer moves the next question to the middle of the screen.
// The focus and the page stay where they are; nothing moves for people who asked for less motion.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const questions = [...document.querySelectorAll("fieldset.q")];
questions.forEach((q, i) => {
  q.addEventListener("change", (e) => {
    const next = questions[i + 1];
    if (still || !next || e.target.type !== "radio") return;
    if (!q.classList.contains("q--scale")) return;
    next.scrollIntoView({ block: "center", behavior: "smooth" });
  });
});
const text = document.querySelector("textarea[data-most]");
const count = document.querySelector("[data-left]");
if (text && count) {
  const tell = () => { count.textContent = `${[...text.value].length} / ${text.dataset.most}`; };
  text.addEventListener("input", tell);
  tell();
}
