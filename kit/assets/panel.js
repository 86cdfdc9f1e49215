(function (root) {
  const form = root.querySelector("form");
  const status = root.querySelector("[role=status]");
  const sections = new Map();
  root.querySelectorAll(":scope > section").forEach((part) => sections.set(part.dataset.state, part));
  const names = Array.from(form.querySelectorAll("fieldset"), (field) => field.querySelector("input").name);
  let shown = root.querySelector(":scope > section:not([hidden])");
  function state() {
    return names.map((name) => form.elements[name].value).join(",");
  }
  function show() {
    const next = sections.get(state());
    if (!next || next === shown) return false;
    const open = shown.querySelector("details")?.open;
    shown.hidden = true;
    next.hidden = false;
    const numbers = next.querySelector("details");
    if (numbers) numbers.open = open;
    shown = next;
    return true;
  }
  function restore() {
    const given = new URLSearchParams(location.hash.slice(1)).get(root.dataset.panel)
      ?? new URLSearchParams(location.search).get(root.dataset.panel);
    if (given === null || !sections.has(given)) return;
    given.split(",").forEach((value, place) => { form.elements[names[place]].value = value; });
    show();
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    if (!show()) return;
    status.textContent = shown.querySelector(".kit-reading").textContent;
    const hash = new URLSearchParams(location.hash.slice(1));
    hash.set(root.dataset.panel, state());
    history.replaceState(null, "", "#" + hash.toString().replaceAll("%2C", ","));
  });
  root.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    const said = target.parentElement.textContent;
    root.querySelectorAll("section [type=checkbox]").forEach((box) => {
      if (box.parentElement.textContent === said) box.checked = target.checked;
    });
  });
  window.addEventListener("hashchange", restore);
  restore();
})(document.currentScript.parentElement);
