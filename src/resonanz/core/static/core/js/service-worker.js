// Lets pages open without a network: those that the server marks for it (a form, never what somebody wrote), and what they
// are drawn with. With a network, everything comes from there. Whoever signs out takes the copies along.

const PAGES = "resonanz-pages"; // the same name stands in offline.js
const SIGN_OUT = "/account/logout/";
const DRAWN_WITH = ["style", "script", "font", "image"];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function page(request) {
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected && response.headers.has("Resonanz-Offline")) {
      const cache = await caches.open(PAGES);
      await cache.put(request.url, response.clone());
    }
    return response;
  } catch (error) {
    const copy = await caches.match(request.url, { ignoreVary: true });
    if (copy) return copy;
    throw error;
  }
}

async function drawing(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await caches.match(request.url, { ignoreVary: true });
    if (copy) return copy;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === SIGN_OUT) event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (DRAWN_WITH.includes(request.destination)) event.respondWith(drawing(request));
});
