// A text field with suggestions: the editable combobox with a list of WAI-ARIA 1.2. Without this file it is a text field.
// The server sends the options, their words and the sentence that a screen reader speaks, all in the page's language.

const WAIT = 150; // milliseconds after the last letter
const LEAST = 2; // letters

class Combobox {
  constructor(box) {
    this.url = new URL(box.dataset.url, location.href);
    this.input = box.querySelector("input[type=text]");
    this.code = box.querySelector("[data-combo-code]");
    this.madeFor = box.querySelector("[data-combo-for]");
    this.list = box.querySelector("[data-combo-list]");
    this.status = box.querySelector("[data-combo-status]");
    this.active = -1;
    this.becomeCombobox();
    this.input.addEventListener("input", (event) => this.typed(event));
    this.input.addEventListener("compositionend", (event) => this.typed(event));
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays where one types
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  becomeCombobox() {
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) this.input.setAttribute(name, value);
    const label = this.input.labels[0];
    if (label) {
      label.id ||= `${this.input.id}_label`;
      this.list.setAttribute("aria-labelledby", label.id);
    }
  }

  typed(event) {
    if (event.isComposing) return;
    this.code.value = this.madeFor.value = ""; // what was chosen was chosen for other words
    this.input.closest("[data-combo]").querySelector("[data-combo-choices]")?.remove();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asked?.abort();
    const text = this.input.value.trim();
    if (text.length < LEAST) {
      this.close();
      return;
    }
    this.asked = new AbortController();
    this.url.searchParams.set("q", text);
    try {
      const response = await fetch(this.url, { signal: this.asked.signal, headers: { Accept: "application/json" } });
      this.show(await response.json());
    } catch {
      this.close(); // no network, or another letter came first: the words alone are enough
    }
  }

  show({ results, message }) {
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(...results.map((result, index) => this.option(result, index)));
    this.activate(-1);
    this.status.textContent = message;
    this.list.hidden = !results.length;
    this.input.setAttribute("aria-expanded", String(results.length > 0));
  }

  option({ code, label, group }, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}_${index}`;
    option.className = "combo-option";
    option.dataset.code = code;
    option.dataset.label = label;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const title = document.createElement("bdi");
    title.textContent = label.replaceAll("/", "/\u200b"); // where a narrow page may break the line
    option.append(title);
    if (group !== label) {
      const small = document.createElement("small");
      small.textContent = group;
      option.append(" ", small);
    }
    return option;
  }

  pressed(event) {
    const open = !this.list.hidden;
    const options = this.list.children.length;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.ask();
      else this.move(event.key === "ArrowDown" ? 1 : -1, options);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab") this.close();
  }

  // From the text through the options and back to the text.
  move(step, options) {
    const places = options + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
  }

  activate(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.list.children[index];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else this.input.removeAttribute("aria-activedescendant");
  }

  choose(option) {
    this.input.value = this.madeFor.value = option.dataset.label;
    this.code.value = option.dataset.code;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }
}

for (const box of document.querySelectorAll("[data-combo]")) new Combobox(box);
