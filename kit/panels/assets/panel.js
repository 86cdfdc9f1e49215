(function (root) {
  const form = root.querySelector("form");
  const status = root.querySelector("[role=status]");
  const views = new Map();
  root.querySelectorAll(":scope > .kit-view").forEach((view) => views.set(view.dataset.state, view));
  const filled = [...views].filter(([, view]) => !("empty" in view.dataset)).map(([key]) => key.split(","));
  const fields = Array.from(form.querySelectorAll("fieldset"), (field) => [...field.querySelectorAll("input")]);
  const names = fields.map(([first]) => first.name);
  let shown = root.querySelector(":scope > .kit-view:not([hidden])");
  let telling;
  function state() {
    return names.map((name) => form.elements[name].value).join(",");
  }
  // A choice is offered if, with those before it, something can be seen; those after it follow.
  function limit() {
    const given = [];
    fields.forEach((radios) => {
      const offered = (radio) => filled.some((it) => [...given, radio.value].every((value, at) => it[at] === value));
      radios.forEach((radio) => { radio.disabled = !offered(radio); });
      const chosen = radios.find((it) => it.checked && !it.disabled) ?? radios.find((it) => !it.disabled);
      chosen.checked = true;
      given.push(chosen.value);
    });
  }
  function show() {
    const next = views.get(state());
    if (!next || next === shown) return false;
    root.dispatchEvent(new CustomEvent("turn", { detail: [shown, next] }));
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
    if (given === null || !filled.some((it) => it.join() === given)) return;
    given.split(",").forEach((value, place) => { form.elements[names[place]].value = value; });
    limit();
    show();
    for (let it = root.closest("details"); it; it = it.parentElement.closest("details")) it.open = true;
  }
  function tell() {
    status.textContent = shown.querySelector(".kit-reading").textContent;
    const hash = new URLSearchParams(location.hash.slice(1));
    hash.set(root.dataset.panel, state());
    history.replaceState(null, "", "#" + hash.toString().replaceAll("%2C", ","));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    limit();
    if (!show()) return;
    clearTimeout(telling);
    telling = setTimeout(tell, 30); // when the picture is there
  });
  root.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    const said = target.parentElement.textContent;
    root.querySelectorAll(".kit-view [type=checkbox]").forEach((box) => {
      if (box.parentElement.textContent === said) box.checked = target.checked;
    });
  });
  window.addEventListener("hashchange", restore);
  restore();
  limit();
})(document.currentScript.parentElement);
