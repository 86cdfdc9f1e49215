(function (root) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  // Marks of the same side and answer move from where they stood.
  function marks(view) {
    const found = new Map();
    const drawn = [...view.querySelectorAll(".kit-drawing svg")].find((it) => it.clientWidth);
    drawn?.querySelectorAll("[class*=kit-is-]").forEach((mark) => {
      const key = mark.tagName + mark.getAttribute("class");
      found.set(found.has(key) ? key + found.size : key, [mark, mark.getBBox()]);
    });
    return found;
  }
  function move(before, after) {
    after.forEach(([mark, now], key) => {
      const old = before.get(key)?.[1];
      if (!old) return;
      const size = mark.tagName === "path" && now.width && now.height ? ` scale(${old.width / now.width}, ${old.height / now.height})` : "";
      const from = `translate(${old.x - now.x}px, ${old.y - now.y}px)${size}`;
      mark.animate([{ transform: from }, { transform: "none" }], { duration: 400, easing: "ease-out" });
    });
  }
  root.addEventListener("turn", ({ detail: [left, next] }) => {
    if (still.matches) return;
    const before = marks(left);
    requestAnimationFrame(() => move(before, marks(next)));
  });
})(document.currentScript.parentElement);
