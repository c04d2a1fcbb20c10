// Leaving fast. The form works without any of this; here the screen is blanked at once and Back has nothing to show.
const WITHIN = 4000;
const NEEDED = 3;

function blank() {
  document.title = "Loading";
  document.body.replaceChildren();
  document.documentElement.style.background = "#fff";
}

function leave(form) {
  const to = form.dataset.exit;
  const at = form.action;
  blank();
  // The server ends the sign-in and changes a cookie, so that the browser may not bring earlier pages back.
  const told = navigator.sendBeacon && navigator.sendBeacon(at, new URLSearchParams({ quiet: "1" }));
  if (told) {
    location.replace(to);
  } else {
    HTMLFormElement.prototype.submit.call(form);
  }
}

function countShifts(form) {
  const words = form.querySelector("[data-exit-words]");
  const hint = form.querySelector("[data-exit-hint]");
  let presses = [];
  const say = (text) => {
    words.textContent = text;
    hint.hidden = Boolean(text);
  };
  hint.hidden = false;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.repeat) return;
      const now = Date.now();
      presses = event.key === "Shift" ? presses.filter((time) => now - time < WITHIN).concat(now) : [];
      if (presses.length >= NEEDED) return leave(form);
      const left = NEEDED - presses.length;
      if (presses.length) say(left > 1 ? words.dataset.twice : words.dataset.once);
      else if (words.textContent) say("");
    },
    true,
  );
}

export function exitControl() {
  const form = document.querySelector("form[data-exit]");
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      leave(form);
    });
    countShifts(form);
  }
  // A page kept in memory may hold typed words: never show it again, ask the server instead.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      blank();
      location.reload();
    }
  });
}
