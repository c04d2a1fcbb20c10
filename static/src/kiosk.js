// A screen in a waiting room: when nobody touches it for a while, it warns, and then forgets the person before.
const WARN = 20;
const told = document.querySelector('meta[name="wipe"]');

function watch(after, to) {
  const box = document.createElement("div");
  box.className = "dv-wipe";
  box.hidden = true;
  box.innerHTML = '<p role="alert"></p><button class="govuk-button" type="button"></button>';
  box.querySelector("button").textContent = told.dataset.stay;
  document.body.append(box);
  const words = box.querySelector("p");
  let last = Date.now();
  const awake = () => {
    last = Date.now();
    box.hidden = true;
    words.textContent = "";
  };
  for (const kind of ["keydown", "pointerdown", "touchstart", "scroll", "input"]) {
    document.addEventListener(kind, awake, { capture: true, passive: true });
  }
  setInterval(() => {
    const left = Math.ceil(after - (Date.now() - last) / 1000);
    if (left <= 0) {
      document.title = "Loading";
      document.body.replaceChildren();
      location.replace(to);
    } else if (left <= WARN) {
      box.hidden = false;
      if (!words.textContent || left % 10 === 0) words.textContent = told.dataset.told.replace("{seconds}", left);
    }
  }, 500);
}

if (told) {
  const [after, to] = told.content.split(" ");
  watch(Number(after), to);
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
}
