// Topics are dragged by their handle, or moved with the arrow keys on it. Without this file the arrows beside them do it.
const form = document.querySelector("[data-order]");
const list = form.querySelector("ol");
const status = form.querySelector("[role=status]");

function numbers() {
  return [...list.children].map((item) => item.dataset.item).join(",");
}

async function keep() {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("order", numbers());
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    status.textContent = answer.status === 204 ? status.dataset.said : status.dataset.failed;
    status.classList.toggle("visually-hidden", answer.status === 204);
  } catch {
    status.textContent = status.dataset.failed;
    status.classList.remove("visually-hidden");
  }
}

form.classList.add("with-handles");
for (const grip of list.querySelectorAll("[data-grip]")) {
  const item = grip.closest("li");
  grip.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const other = event.key === "ArrowUp" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (event.key === "ArrowUp") other.before(item);
    else other.after(item);
    grip.focus();
    keep();
  });
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    const before = numbers();
    item.classList.add("dragged");
    const move = ({ clientY }) => {
      for (const other of list.children) {
        if (other === item) continue;
        const box = other.getBoundingClientRect();
        if (clientY < box.top || clientY > box.bottom) continue;
        if (clientY < box.top + box.height / 2) other.before(item);
        else other.after(item);
      }
    };
    const drop = () => {
      grip.removeEventListener("pointermove", move);
      item.classList.remove("dragged");
      if (numbers() !== before) keep();
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", drop, { once: true });
    grip.addEventListener("pointercancel", drop, { once: true });
  });
}
