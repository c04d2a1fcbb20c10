// Passkeys: asks the browser for one and puts the answer into the form. Without it the app's codes work as well.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const opened = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

/** The server's wish as the browser wants it: numbers instead of letters. */
function asked({ publicKey }) {
  const wish = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (wish.user) wish.user = { ...wish.user, id: bytes(wish.user.id) };
  if (wish.excludeCredentials) wish.excludeCredentials = opened(wish.excludeCredentials);
  if (wish.allowCredentials) wish.allowCredentials = opened(wish.allowCredentials);
  return { publicKey: wish };
}

/** The browser's answer as the server wants it: letters instead of numbers. */
function answered(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  if (key.response.getTransports) response.transports = key.response.getTransports();
  const extensions = key.getClientExtensionResults();
  return { id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: extensions };
}

async function askBrowser(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  const wish = asked(JSON.parse(document.getElementById(form.dataset.options).textContent));
  problem.hidden = true;
  try {
    const key = await navigator.credentials[form.dataset.passkey](wish);
    form.elements.credential.value = JSON.stringify(answered(key));
    form.submit();
  } catch {
    problem.hidden = false;
    problem.focus();
  }
}

export function passkeys() {
  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.parentElement.querySelectorAll("[data-passkey-none]").forEach((words) => (words.hidden = true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      askBrowser(form);
    });
  });
}
