// Small comforts. Every page works without this file.

// A page that comes back from the browser's memory (the button «back») has the key of a form that was sent: what is written
// there now would be taken for the same once more. So it is fetched anew.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("[data-key]")) location.reload();
});

// Menus made of <details>: close on Escape, and on a click or a focus outside.
const menus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});

// Light, dark or as on the device: kept in a cookie, so that the server writes it into the next page and nothing flashes.
for (const group of document.querySelectorAll("[data-theme-choices]")) {
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    const theme = button.dataset.themeChoice;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    const age = theme ? 60 * 60 * 24 * 365 : 0;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
    for (const other of group.querySelectorAll("[data-theme-choice]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  });
}

// <button data-dialog="id"> opens a native dialog; <button data-close> inside closes it; data-print prints the page.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-print]")) window.print();
});
for (const element of document.querySelectorAll("[data-script-only]")) element.hidden = false;

// <input type="range" data-range-for="id"> moves the number field with that id, and follows it.
for (const range of document.querySelectorAll("[data-range-for]")) {
  const number = document.getElementById(range.dataset.rangeFor);
  if (!number) continue;
  range.value = number.value;
  range.addEventListener("input", () => { number.value = range.value; });
  number.addEventListener("input", () => { range.value = number.value; });
}

// A refused form leads to its mistakes at once.
document.querySelector(".error-summary")?.scrollIntoView({ block: "nearest" });
