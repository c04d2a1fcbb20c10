// A browser offers to keep a sound as a file. On a phone that somebody else checks it would be found: the offer goes.
export function offerNoCopies() {
  document.querySelectorAll("audio").forEach((player) => player.controlsList && player.controlsList.add("nodownload"));
}
