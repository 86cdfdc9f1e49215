/* Turn the slides: by key, button, touch or presenter remote; answer questions with back-up slides. */
const deck = (function () {
  const stage = document.querySelector(".reveal");
  const slides = Array.from(stage.querySelectorAll(".slides > section"));
  const count = Number(stage.dataset.count);
  const keys = document.getElementById("keys");
  const { say, marks } = JSON.parse(document.getElementById("deck-words").textContent);
  const listeners = [];
  const live = document.getElementById("lost");
  let left = 0, pointed = false;

  const place = () => Reveal.getIndices().h;
  const slide = () => slides[place()];

  function go(target) {
    if (target < count) left = target;
    Reveal.slide(target);
  }
  function turn(step) {
    const from = place();
    if (from >= count) return back();
    go(Math.min(Math.max(from + step, 0), count - 1));
  }
  function back() {
    if (place() >= count) go(left);
  }
  function open(key) {
    const found = slides.findIndex((it) => it.dataset.key === key);
    if (found < 0) return false;
    if (found === place()) back();
    else Reveal.slide(found);
    return true;
  }
  function list() {
    if (keys.open) keys.close();
    else keys.showModal();
  }
  function tell(text) {
    document.getElementById("told").textContent = text;
  }
  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }
  const commands = {
    ArrowRight: () => turn(1), ArrowDown: () => turn(1), PageDown: () => turn(1), n: () => turn(1),
    ArrowLeft: () => turn(-1), ArrowUp: () => turn(-1), PageUp: () => turn(-1), Backspace: () => turn(-1),
    Home: () => go(0), End: () => go(count - 1),
    b: () => Reveal.togglePause(), ".": () => Reveal.togglePause(),
    f: full, F5: full, p: () => presenter.open(), "?": list, Escape: back,
  };
  /* With Caps Lock a letter is the same key; of other keys the name stays. */
  const named = ({ key }) => (key.length === 1 ? key.toLowerCase() : key);

  /* A key belongs to the control that has the focus, unless a presenter's remote sends it. */
  function taken(event) {
    const target = event.target.closest?.("input, select, textarea, [contenteditable], [role=slider], .jupyter-widgets, summary, button, a");
    if (!target) return false;
    if (event.key === "PageDown" || event.key === "PageUp") {
      return target.matches("select, textarea, input[type=range], input[type=number], [role=slider]");
    }
    if (target.matches("summary, button, a")) return [" ", "Enter"].includes(event.key);
    return true;
  }
  function press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const focused = event.target.closest?.(".body") && event.target !== document.body;
    if (keys.open) {
      if (event.key === "?") keys.close();
      else if (open(named(event))) keys.close();
      return;
    }
    if (event.key === "Escape" && focused) return event.target.blur();
    if (taken(event)) return;
    if (event.key === " ") turn(event.shiftKey ? -1 : 1);
    else if (commands[named(event)]) commands[named(event)]();
    else if (!open(named(event))) return;
    event.preventDefault();
  }

  /* The text shrinks, a little, before anything would be cut. */
  function fit(it) {
    it.querySelectorAll(".words, .pictures").forEach((part) => {
      part.style.zoom = "";
      for (let zoom = 0.96; part.scrollHeight > part.clientHeight + 1 && zoom > 0.5; zoom -= 0.04) {
        part.style.zoom = String(zoom);
      }
    });
  }
  /* A panel's other views have other bases, sources and certainty; they were written with the page. */
  const feet = new Map(slides.map((it) => [it, read(it)]));
  function read(it) {
    const data = it.querySelector(".feet"), find = (part) => it.querySelector(`.foot ${part}`);
    const parts = { base: find(".base"), source: find(".source"), notes: find(".how"), mark: find(".mark") };
    return { ...parts, states: data && JSON.parse(data.textContent), said: "" };
  }
  function foot(it) {
    const found = feet.get(it), given = live && it.querySelector("[data-foot]")?.dataset.foot;
    const key = given || (found.states && state(it));
    if (!key || key === found.said) return;
    const said = given ? JSON.parse(given) : found.states[key];
    found.said = key;
    /* Most states share something: what stays is not laid out again. */
    for (const name of ["base", "source", "notes"]) {
      if (found[name].textContent !== said[name]) found[name].textContent = said[name];
    }
    if (found.grade !== said.mark) found.mark.innerHTML = marks[said.mark] ?? "";
    found.grade = said.mark;
  }
  function state(it) {
    const views = Array.from(it.querySelectorAll("[data-state]"));
    return views.find((view) => view.matches(".kit-view") ? !view.hidden : view.getClientRects().length)?.dataset.state;
  }
  /* What a kernel or a widget shows comes a moment later. */
  if (live) new MutationObserver(() => foot(slide())).observe(stage, { subtree: true, childList: true, attributeFilter: ["class"] });
  function settle() {
    const hash = new URLSearchParams(location.hash.slice(1));
    hash.set("slide", place() + 1);
    history.replaceState(null, "", "#" + hash.toString().replaceAll("%2C", ","));
    fit(slide());
    foot(slide());
    tell("");
    listeners.forEach((listener) => listener());
  }

  document.addEventListener("keydown", press);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const ways = { previous: () => turn(-1), next: () => turn(1), back, keys: list };
    if (button.dataset.go) ways[button.dataset.go]();
    if (button.dataset.open) {
      keys.close();
      open(button.dataset.open);
    }
  });
  document.addEventListener("pointerdown", () => { pointed = true; }, true);
  document.addEventListener("keydown", () => { pointed = false; }, true);
  document.addEventListener("change", ({ target }) => {
    /* Who has clicked goes on with the arrows of a remote; who uses the keyboard stays in the panel. */
    if (pointed && target.matches(".kit-panel :is([type=radio], [type=checkbox], [type=range])")) target.blur();
    foot(slide());
    listeners.forEach((listener) => listener());
  });
  window.addEventListener("beforeprint", () => slides.forEach((it) => {
    it.hidden = false;
    it.removeAttribute("aria-hidden");
    foot(it); /* of a panel whose state stands in the address */
    fit(it);
  }));
  window.addEventListener("afterprint", () => Reveal.sync());

  const wanted = Number(new URLSearchParams(location.hash.slice(1)).get("slide")) - 1;
  const ready = Reveal.initialize({
    width: 1280, height: 720, margin: 0, minScale: 0.05, maxScale: 8, center: false, display: "grid",
    hash: false, history: false, respondToHashChanges: false, keyboard: false, controls: false,
    progress: false, overview: false, transition: "none", backgroundTransition: "none",
    scrollActivationWidth: 0, autoAnimate: false, help: false, viewDistance: 1000, mobileViewDistance: 1000,
  }).then(() => {
    Reveal.on("slidechanged", settle);
    if (wanted > 0 && wanted < slides.length) Reveal.slide(wanted);
    settle();
    document.documentElement.dataset.ready = "";
  });
  return { ready, slides, count, say, place, slide, press, tell, minutes: Number(stage.dataset.minutes), onChange: (it) => listeners.push(it) };
})();
