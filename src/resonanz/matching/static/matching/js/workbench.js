// The workbench answers while one moves a slider: it tries the settings out and shows the pairs that would come of them.
// Nothing is kept before «Keep as a new run» is pressed, and the page works without this file.
const PAUSE = 350;
let timer, running;

const parts = (page) => [...page.querySelectorAll("[data-live]")].filter((part) => !part.parentElement.closest("[data-live]"));
const busy = (is) => { for (const part of parts(document)) part.setAttribute("aria-busy", String(is)); };

const tryOut = async (form) => {
  running?.abort();
  const mine = running = new AbortController();
  const body = new FormData(form);
  body.set("try", "1");
  busy(true);
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", signal: mine.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = parts(page);
    parts(document).forEach((part, index) => fresh[index] && part.replaceChildren(...fresh[index].childNodes));
    const acts = page.querySelector("[data-bench] .bench-acts");
    if (acts) form.querySelector(".bench-acts").replaceChildren(...acts.childNodes);
    if (page.querySelector("[data-bench][data-quiet]")) form.dataset.quiet = "";
  } catch {
    // Another try is on its way, or the line was gone for a moment; the buttons still work.
  } finally {
    if (running === mine) busy(false);
  }
};

const form = document.querySelector("[data-bench]");
form?.addEventListener("input", (event) => {
  if (event.target.matches("[data-filter]") || "quiet" in form.dataset || !form.checkValidity()) return;
  clearTimeout(timer);
  timer = setTimeout(tryOut, PAUSE, form);
});
form?.addEventListener("submit", () => { clearTimeout(timer); running?.abort(); });

for (const field of document.querySelectorAll("[data-filter]")) {
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLocaleLowerCase();
    for (const row of document.getElementById(field.dataset.filter).children) {
      row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    }
  });
}
