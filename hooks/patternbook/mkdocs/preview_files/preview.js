// Loads the page again when the preview has built again. MkDocs' own script stands in the page, where the policy allows none.
(async () => {
  const shown = Number(document.currentScript.dataset.epoch);
  const page = `/livereload/${shown}/${Date.now()}`;
  for (;;) {
    try {
      const answer = await fetch(page);
      if (Number(await answer.text()) > shown) return location.reload();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
})();
