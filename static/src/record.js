// Recording in the browser. What is recorded goes the same way as a file that is chosen: with the form, to our server.

const MOST_MINUTES = 10;
const box = document.querySelector("[data-record]");
const form = box && box.closest("form");
const file = form && form.querySelector("input[type=file]");

if (file && window.MediaRecorder && navigator.mediaDevices) {
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  const first = button.textContent;
  let recorder, ticking;
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
    form.requestSubmit(form.querySelector("[value=keep]"));
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
      if (Date.now() - began > MOST_MINUTES * 60000 - 5000) recorder.stop();
    }, 1000);
  };

  button.addEventListener("click", () => {
    if (recorder && recorder.state === "recording") recorder.stop();
    else navigator.mediaDevices.getUserMedia({ audio: true }).then(record).catch(stopped);
  });
}
