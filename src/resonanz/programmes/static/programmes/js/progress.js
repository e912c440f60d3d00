// A page that shows how far long work is: looks again every second or so, and follows where the work leads.
const part = document.querySelector("[data-progress]");
const PAUSE = 1500;
const look = async () => {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    if (answer.redirected) return location.replace(answer.url);
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-progress]");
      if (!part.contains(document.activeElement)) part.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // The line was gone for a moment; the next look tells.
  }
  return setTimeout(look, PAUSE);
};
if (part) setTimeout(look, PAUSE);
