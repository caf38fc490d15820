// Conveniences only: every page reads without this.
(() => {
  "use strict";
  for (const block of document.querySelectorAll(".pb-copy pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pb-copy-button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    if (navigator.clipboard) block.append(button);
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, [contenteditable]");
    const cite = document.getElementById("cite");
    if (event.key === "c" && cite && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      cite.scrollIntoView();
      cite.querySelector("a").focus();
    }
  });
})();
