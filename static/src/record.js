// Recording in the browser. What is recorded goes the same way as a file that is chosen: with the form, to our server.

const MOST_MINUTES = 10;
const KEEPING = ["next", "keep", "help", "pause"]; // buttons that keep an answer; help in danger waits for nothing
const box = document.querySelector("[data-record]");
const form = box && box.closest("form");
const file = form && form.querySelector("input[type=file]");

if (file && window.MediaRecorder && navigator.mediaDevices) {
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  const first = button.textContent;
  let recorder, ticking, pressed;
  box.hidden = false;

  const say = (words) => (status.textContent = words);

  const stopped = () => {
    button.textContent = first;
    clearInterval(ticking);
    say(box.dataset.refused);
  };

  const keep = (parts) => {
    const list = new DataTransfer();
    list.items.add(new File(parts, "sound", { type: recorder.mimeType }));
    file.files = list.files;
    say(box.dataset.keeping);
    form.requestSubmit(pressed || form.querySelector("[value=keep]"));
  };

  const record = (stream) => {
    const parts = [];
    const began = Date.now();
    recorder = new MediaRecorder(stream);
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      clearInterval(ticking);
      button.disabled = true;
      keep(parts);
    };
    recorder.start(1000);
    button.textContent = box.dataset.stop;
    say(box.dataset.recording);
    ticking = setInterval(() => {
      box.dispatchEvent(new Event("input")); // speaking is being here: a screen does not wipe itself meanwhile
      if (Date.now() - began > MOST_MINUTES * 60000 - 5000) recorder.stop();
    }, 1000);
  };

  form.addEventListener("submit", (event) => {
    const keeps = event.submitter && KEEPING.includes(event.submitter.value);
    if (!keeps || !recorder || recorder.state !== "recording") return;
    event.preventDefault();
    event.stopPropagation();
    pressed = event.submitter;
    recorder.stop();
  });

  button.addEventListener("click", () => {
    if (recorder && recorder.state === "recording") recorder.stop();
    else navigator.mediaDevices.getUserMedia({ audio: true }).then(record).catch(stopped);
  });
}
