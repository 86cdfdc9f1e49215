/* Say so at once when the kernel or the server is gone: what needs none goes on working. */
(function () {
  const given = document.getElementById("jupyter-config-data"), mark = document.getElementById("lost");
  if (!given) return;
  const { baseUrl, kernelId } = JSON.parse(given.textContent);
  async function ask() {
    let alive = false;
    try {
      const answer = await fetch(`${baseUrl}alive/${kernelId}`, { cache: "no-store", signal: AbortSignal.timeout(4000) });
      alive = (await answer.json()).alive;
    } catch { /* no server is no kernel */ }
    if (mark.hidden !== alive) mark.hidden = alive;
    mark.replaceChildren(...(alive ? [] : mark.dataset.text.split("\n").map((line) => Object.assign(document.createElement("p"), { textContent: line }))));
    setTimeout(ask, 2000);
  }
  ask();
})();
