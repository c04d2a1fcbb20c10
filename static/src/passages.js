// Marking words of a text with the mouse or the keyboard. Without this, words are typed and sentences are ticked.

/** The words that are marked now inside this element, or nothing. */
function markedIn(element) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return element.contains(range.commonAncestorContainer) ? range : null;
}

/** Marked words are copied into the field of what is to be taken out. */
function markWords(text) {
  const field = document.querySelector(text.dataset.markWords);
  document.addEventListener("selectionchange", () => {
    const range = markedIn(text);
    const words = range && range.toString().trim();
    if (words) field.value = words.slice(0, field.maxLength > 0 ? field.maxLength : undefined);
  });
}

/** Characters as the server counts them: one for each code point. */
const length = (text) => [...text].length;

/** How far into the whole text a point of the page lies; nothing outside a sentence. */
function place(node, offset) {
  const start = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const sentence = start && start.closest("[data-from]");
  if (!sentence) return null;
  const before = document.createRange();
  before.setStart(sentence, 0);
  before.setEnd(node, offset);
  return Number(sentence.dataset.from) + length(before.toString());
}

/** Marked words are sent by their place, and shown so that it can be seen what will be sent. */
function markSentences(group) {
  const [start, end] = ["start", "end"].map((name) => group.querySelector(`[name=${name}]`));
  const shown = group.querySelector("[data-marked]");
  const keep = (from, to, words) => {
    start.value = from;
    end.value = to;
    shown.hidden = !words;
    shown.textContent = words ? `Marked: “${words}”` : "";
  };
  document.addEventListener("selectionchange", () => {
    const range = markedIn(group);
    if (!range) return;
    const from = place(range.startContainer, range.startOffset);
    const to = place(range.endContainer, range.endOffset);
    if (from !== null && to !== null && from < to) keep(from, to, range.toString().trim());
  });
  group.addEventListener("click", (event) => {
    if (markedIn(group) && event.target.closest("label")) event.preventDefault();
  });
  group.addEventListener("change", () => keep("", "", ""));
}

export function passages() {
  document.querySelectorAll("[data-mark-words]").forEach(markWords);
  document.querySelectorAll("[data-mark-sentences]").forEach(markSentences);
}
