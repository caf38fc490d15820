// A drawing as PNG, made here from its SVG file at twice the size. Without this the SVG file is there.
(() => {
  "use strict";
  const { gettext } = window.patternbookWords;

  async function png(file) {
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(answer.statusText);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await answer.text())}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve, reject) => {
      canvas.toBlob((made) => (made ? resolve(made) : reject(new Error("too large")))); // browsers limit the size of a picture
    });
  }

  function save(made, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(made);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  for (const line of document.querySelectorAll("[data-save]")) {
    const file = line.dataset.save;
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    button.className = "pb-plain";
    button.textContent = "PNG";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        save(await png(file), file.split("/").at(-1).replace(/svg$/, "png"));
      } catch {
        said.textContent = ` ${gettext("The PNG could not be made here; the SVG is the same drawing.")}`;
      }
    });
    line.append(", ", button, said);
  }
})();
