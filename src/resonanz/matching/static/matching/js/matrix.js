// The heat map: arrow keys move from cell to cell, and the pair appears beside without leaving the page.
const table = document.querySelector("[data-matrix]");
const part = document.querySelector("[data-pair]");

const start = () => {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td > a")]);
  const cells = rows.flat();
  let here = cells.find((cell) => cell.parentElement.classList.contains("is-selected")) ?? cells[0];
  for (const cell of cells) cell.tabIndex = -1;
  if (here) here.tabIndex = 0;

  const go = (cell) => {
    if (!cell) return;
    here.tabIndex = -1;
    here = cell;
    here.tabIndex = 0;
    here.focus();
  };

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td > a");
    if (!cell || event.altKey || event.metaKey) return;
    const y = rows.findIndex((row) => row.includes(cell));
    const x = rows[y].indexOf(cell);
    const forward = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const last = rows[y].length - 1;
    const steps = {
      ArrowRight: [y, x + forward],
      ArrowLeft: [y, x - forward],
      ArrowDown: [y + 1, x],
      ArrowUp: [y - 1, x],
      Home: [event.ctrlKey ? 0 : y, 0],
      End: [event.ctrlKey ? rows.length - 1 : y, last],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    go(rows[step[0]]?.[step[1]]);
  });

  table.addEventListener("click", async (event) => {
    const cell = event.target.closest("td > a");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(cell.href);
    address.hash = "";
    try {
      const answer = await fetch(`${address}&part=pair`, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      part.replaceChildren(...page.body.childNodes);
    } catch {
      location.href = cell.href;
      return;
    }
    for (const other of table.querySelectorAll(".is-selected")) other.classList.remove("is-selected");
    cell.parentElement.classList.add("is-selected");
    here.tabIndex = -1;
    here = cell;
    here.tabIndex = 0;
    history.replaceState(null, "", address);
    if (part.getBoundingClientRect().top > innerHeight * 0.75) part.scrollIntoView({ block: "nearest" });
  });
};

if (table && part) {
  part.setAttribute("aria-live", "polite");
  start();
}
