// Forms with `data-offline` are not lost without a network: what was typed is kept on this device first, then sent, and
// forgotten once the server has it. Each form has a key, under which the server stores it once, however often it comes.
// Without this file, the browser sends the form.

const notes = document.querySelector("[data-offline-notes]");
const person = notes?.dataset.person ?? "";
const PATIENCE = 15000; // milliseconds: a network that takes longer is as good as none
const AGAIN = 30000; // milliseconds between two attempts while something waits
const PAGES = "resonanz-pages"; // the same name stands in service-worker.js

// ── The store on this device ────────────────────────────────────────────────

const opened = () => new Promise((resolve, reject) => {
  const request = indexedDB.open("resonanz-offline", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "key" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function inStore(mode, act) {
  const database = await opened();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("entries", mode);
    const request = act(transaction.objectStore("entries"));
    transaction.oncomplete = () => { database.close(); resolve(request.result); };
    transaction.onerror = transaction.onabort = () => { database.close(); reject(transaction.error); };
  });
}
const keep = (entry) => inStore("readwrite", (store) => store.put(entry));
const forget = (key) => inStore("readwrite", (store) => store.delete(key));
const kept = async () => (await inStore("readonly", (store) => store.getAll())).sort((one, other) => one.at - other.at);
const waiting = async () => (await kept()).filter((entry) => entry.person === person && entry.state === "waiting");

// ── Sending ─────────────────────────────────────────────────────────────────

const isLogin = (response) => response.redirected && new URL(response.url).pathname === notes.dataset.login;
const tokenOf = (root) => root.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// Send an entry once. Says "stored" (with where to go), "signed-out", "question" (the server wants to show something),
// "refused" (the token of the page is too old), or "later".
async function post(entry, token) {
  const body = new URLSearchParams(entry.fields);
  body.set("csrfmiddlewaretoken", token);
  let response;
  try {
    response = await fetch(entry.action, {
      method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(PATIENCE),
    });
    if (isLogin(response)) return { answer: "signed-out" };
    if (response.ok && (response.headers.get("Content-Type") ?? "").startsWith("application/json")) {
      return { answer: "stored", to: (await response.json()).to };
    }
  } catch {
    return { answer: "later" };
  }
  if (response.status === 403) return { answer: "refused" };
  return { answer: response.ok || response.status === 404 ? "question" : "later" };
}

// Send an entry; where the token of this page is too old, with a fresh one.
async function send(entry, token) {
  const first = await post(entry, token);
  if (first.answer !== "refused") return first;
  try {
    const response = await fetch(entry.page, { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
    if (isLogin(response)) return { answer: "signed-out" };
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const second = await post(entry, tokenOf(page));
    return second.answer === "refused" ? { answer: "question" } : second;
  } catch {
    return { answer: "later" };
  }
}

// ── What the page says ──────────────────────────────────────────────────────

function say(name, shown = true) {
  const note = notes.querySelector(`[data-offline-note="${name}"]`);
  note.hidden = !shown;
  return note;
}

async function sayWhatWaits(answers = []) {
  const here = new Set([...document.querySelectorAll("form[data-offline] [name=key]")].map((field) => field.value));
  const entries = await kept();
  const mine = entries.filter((entry) => entry.person === person && !here.has(entry.key));
  const signedOut = answers.includes("signed-out") || (person === "" && entries.length > 0);
  say("signed-out", signedOut);
  say("waiting", !signedOut && mine.some((entry) => entry.state === "waiting"));
  say("question", !signedOut && mine.some((entry) => entry.state === "question"));
}

// ── A form is sent ──────────────────────────────────────────────────────────

const newKey = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
  (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

function renew(form) {
  form.elements.key.value = newKey();
}

function localDay() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

async function submitted(form, submitter) {
  for (const field of form.querySelectorAll("[data-offline-today]")) field.value = localDay();
  const fields = [...new FormData(form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const entry = {
    key: form.elements.key.value, person, action: form.action, page: location.href, fields, state: "waiting",
    at: Date.now(), // sent in the order in which they were typed
  };
  try {
    await keep(entry);
  } catch {
    return natively(form, submitter); // no store on this device: then as ever
  }
  const { answer, to } = await inTurn(entry, tokenOf(form));
  if (answer === "stored") {
    await forget(entry.key);
    location.assign(to);
    return;
  }
  if (answer === "question") {
    await keep({ ...entry, state: "question" }); // until it is answered: the page that comes now has the same key
    natively(form, submitter);
    return;
  }
  form.reset();
  renew(form);
  await sayWhatWaits([answer]);
  notes.scrollIntoView({ block: "center" });
}

// Send an entry after those that were typed before; while these wait, it waits as well.
async function inTurn(entry, token) {
  const others = async () => (await waiting()).some((one) => one.key !== entry.key);
  if (await others()) {
    const answers = await alone();
    if (await others()) return { answer: answers.at(-1) ?? "later" };
  }
  return send(entry, token);
}

function natively(form, submitter) {
  form.dataset.offlineNative = "";
  form.requestSubmit(submitter ?? undefined);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!notes || !form.matches("form[data-offline]") || "offlineNative" in form.dataset) return;
  event.preventDefault();
  if ("offlineSending" in form.dataset) return;
  form.dataset.offlineSending = "";
  submitted(form, event.submitter).finally(() => delete form.dataset.offlineSending);
});

// ── What waits is sent later ────────────────────────────────────────────────

let attempt = null;

async function retry() {
  const here = new Set([...document.querySelectorAll("form[data-offline] [name=key]")].map((field) => field.value));
  const answers = [];
  let target = "";
  for (const entry of (await waiting()).filter((one) => person && !here.has(one.key))) {
    const { answer, to } = await send(entry, tokenOf(document));
    answers.push(answer);
    if (answer === "stored") {
      await forget(entry.key);
      target = to;
    } else if (answer === "question") {
      await keep({ ...entry, state: "question" });
    } else break; // the others would fare no better
  }
  if (target) say("sent");
  if (target && new URL(target, location.href).pathname === location.pathname) location.reload();
  await sayWhatWaits(answers);
  clearTimeout(attempt);
  if (person && (await waiting()).length) {
    attempt = setTimeout(alone, AGAIN);
  }
  return answers;
}

// One page at a time: several may be open.
function alone() {
  return navigator.locks ? navigator.locks.request("resonanz-offline", retry) : retry();
}

const question = async () => (await kept()).find((one) => one.person === person && one.state === "question");

async function dropQuestion() {
  const entry = await question();
  if (entry) await forget(entry.key);
  await sayWhatWaits();
}

async function openQuestion() {
  const entry = await question();
  if (!entry) return;
  const form = document.createElement("form");
  form.method = "post";
  form.action = entry.action;
  for (const [name, value] of [...entry.fields, ["csrfmiddlewaretoken", tokenOf(document)]]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

// ── The page that opens without a network ───────────────────────────────────

// Whoever else used this device before: the copies of that person's pages go.
async function ownPagesOnly() {
  if (!person || localStorage.getItem("resonanz-person") === person) return;
  await caches.delete(PAGES);
  localStorage.setItem("resonanz-person", person);
}

async function keepPages() {
  const links = [...document.querySelectorAll("a[data-offline-page]")].map((link) => link.href);
  const forms = document.querySelectorAll("form[data-offline]");
  if (!("serviceWorker" in navigator) || !(links.length || forms.length)) return;
  await navigator.serviceWorker.register(notes.dataset.worker);
  const cache = await caches.open(PAGES);
  const mark = (link) => `resonanz-kept ${link}`; // once for each page, as long as the browser is open
  for (const link of links.filter((one) => !sessionStorage.getItem(mark(one)))) {
    const response = await fetch(link, { headers: { "Resonanz-Offline": "copy" } });
    if (response.headers.has("Resonanz-Offline")) await cache.put(link, response);
    sessionStorage.setItem(mark(link), "1");
  }
  if (sessionStorage.getItem("resonanz-kept")) return;
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], script[src]")];
  const sprite = document.querySelector("svg use")?.getAttribute("href")?.split("#")[0];
  await cache.addAll([...new Set([...parts.map((part) => part.href ?? part.src), ...(sprite ? [sprite] : [])])]);
  sessionStorage.setItem("resonanz-kept", "1");
}

if (notes && "indexedDB" in window) {
  for (const form of document.querySelectorAll("form[data-offline][data-offline-fresh]")) {
    renew(form);
    for (const field of form.querySelectorAll("[data-offline-day]")) field.value = localDay(); // a copy may be days old
  }
  notes.querySelector("[data-offline-open]").addEventListener("click", openQuestion);
  notes.querySelector("[data-offline-drop]").addEventListener("click", dropQuestion);
  addEventListener("online", alone);
  alone();
  if ("caches" in window && person) ownPagesOnly().then(keepPages).catch(() => {}); // a comfort: nothing depends on it
}
