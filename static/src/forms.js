// Small help for forms. Every form works the same without it.

/** A second press of the same button within a second is a slip, not a second answer. Without a network nothing is sent:
 *  the page stays with what was typed, where the browser would put a page of its own in its place. */
export function sendOnce() {
  const unsent = document.body.dataset.unsent;
  let last = -1000; // the clock of events begins at nought with the page
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-exit]")) return;
    if (unsent && form.method === "post" && !navigator.onLine) {
      event.preventDefault();
      tell(unsent, event.submitter || form.lastElementChild);
    } else if (event.timeStamp - last < 1000) event.preventDefault();
    else last = event.timeStamp;
  });
}

/** Says it just above what was pressed, aloud too; gone when the network is back. */
function tell(words, pressed) {
  document.querySelectorAll("[data-told]").forEach((one) => one.remove());
  const box = document.createElement("p");
  box.className = "govuk-error-message";
  box.dataset.told = "";
  box.setAttribute("role", "alert");
  pressed.before(box);
  box.textContent = words;
  window.addEventListener("online", () => box.remove(), { once: true });
}

/** Keyboard and screen reader start at what has to be mended. */
export function showErrors() {
  const summary = document.querySelector(".govuk-error-summary");
  if (!summary || summary.dataset.disableAutoFocus) return;
  summary.tabIndex = -1;
  summary.focus();
}

/** Says how much room is left, aloud only when the typing pauses. */
export function countCharacters() {
  document.querySelectorAll("[data-maxlength]").forEach((group) => {
    const field = group.querySelector("textarea");
    const shown = group.querySelector(".govuk-character-count__message");
    if (!field || !shown) return;
    const spoken = shown.cloneNode();
    spoken.removeAttribute("id");
    spoken.className = "govuk-visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    shown.after(spoken);
    const most = Number(group.dataset.maxlength);
    let pause;
    const tell = () => {
      const left = most - field.value.replace(/\r?\n/g, "\r\n").length;
      const many = Math.abs(left).toLocaleString("en-GB");
      const english = `You have ${many} character${many === "1" ? "" : "s"} ${left < 0 ? "too many" : "left"}`;
      const told = left < 0 ? field.dataset.over : field.dataset.left;
      const text = told ? `${told} ${many}` : english;
      shown.textContent = text;
      shown.classList.toggle("govuk-error-message", left < 0);
      clearTimeout(pause);
      pause = setTimeout(() => (spoken.textContent = text), 1000);
    };
    field.addEventListener("input", tell);
    if (field.value) tell();
  });
}
