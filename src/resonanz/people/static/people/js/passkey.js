// Passkeys: hands the ids on the page to allauth's script. Without JavaScript the other ways to sign in remain.
document.addEventListener("DOMContentLoaded", () => {
  const part = document.querySelector("[data-passkey]");
  if (!part || !window.allauth || !window.PublicKeyCredential) return;
  const { passkey, button, credential, passwordless } = part.dataset;
  window.allauth.webauthn.forms[passkey]({
    ids: { [passkey === "addForm" ? "add" : passkey === "loginForm" ? "login" : "authenticate"]: button, credential, passwordless, data: "js_data" },
  });
  document.getElementById(button).hidden = false;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    part.querySelector("[data-passkey-error]").hidden = false;
  });
});
