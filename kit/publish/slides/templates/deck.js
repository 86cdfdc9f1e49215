/* Turn the slides: by key, button, touch or presenter remote; answer questions with back-up slides. */
const deck = (function () {
  const stage = document.querySelector(".reveal");
  const slides = Array.from(stage.querySelectorAll(".slides > section"));
  const count = Number(stage.dataset.count);
  const keys = document.getElementById("keys"), bar = document.getElementById("bar");
  const { say, marks } = JSON.parse(document.getElementById("deck-words").textContent);
  const listeners = [];
  const live = document.getElementById("lost");
  const root = document.documentElement;
  let left = 0, pointed = false, resting;

  const place = () => Reveal.getIndices().h;
  const slide = () => slides[place()];

  /* What of a slide comes after its claim, one key press each; whoever jumps to a slide sees all. */
  const PARTS = [":is(.chart, .change, .number) > .body > .pictures", ".compare li + li", ".compare .words p", ".kit-gap", ".ask"];
  const steps = (it) => PARTS.map((part) => Array.from(it.querySelectorAll(part))).filter((found) => found.length);
  const built = new Map();
  const step = (it) => built.get(it) ?? steps(it).length;
  function build(it, number) {
    built.set(it, number);
    steps(it).forEach((parts, place) => parts.forEach((part) => part.classList.toggle("later", place >= number)));
  }
  const finish = () => build(slide(), steps(slide()).length);

  function go(target, number = Infinity) {
    if (target < count) left = target;
    build(slides[target], Math.min(number, steps(slides[target]).length));
    if (target === place()) settle();
    else Reveal.slide(target);
  }
  function turn(way) {
    const from = place(), next = step(slide()) + way;
    if (from >= count) return back();
    if (next >= 0 && next <= steps(slide()).length) return go(from, next);
    const to = from + way;
    if (to >= 0 && to < count) go(to, way > 0 ? 0 : Infinity);
  }
  function back() {
    if (root.classList.contains("overview")) return overview();
    if (place() >= count) go(left, step(slides[left]));
  }
  function open(key) {
    const found = slides.findIndex((it) => it.dataset.key === key);
    if (found < 0) return false;
    if (found === place()) back();
    else Reveal.slide(found);
    return true;
  }

  /* A guess belongs to the findings after it; on its own slide the same key shows the answer. */
  function guess() {
    const own = (it) => it.matches(".guess") && it.dataset.lesson === slide().dataset.lesson;
    const found = slides.findIndex(own);
    if (found < 0) return tell(say.no_guess);
    if (found !== place()) return go(found);
    Array.from(slide().querySelectorAll(".kit-slider button")).find((it) => !it.hidden)?.click();
    document.activeElement?.blur();
  }

  /* The choices of a chart lie over its slide; closed again, all stands as the claim says. */
  const panel = (it) => it.querySelector(":scope > .choices");
  const claimed = (it) => panel(it)?.dataset.claimed;
  function choose(it) {
    const form = panel(it).querySelector(".kit-panel > form");
    if (!form) return;
    const values = claimed(it).split(",");
    form.querySelectorAll("fieldset").forEach((field, number) => {
      form.elements[field.querySelector("input").name].value = values[number];
    });
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function choices() {
    const it = slide(), own = panel(it);
    if (!own) return;
    own.hidden = !own.hidden;
    if (own.hidden) choose(it);
    foot(it);
    if (own.hidden) document.activeElement?.blur();
    else own.querySelector("input:checked, input, select")?.focus();
  }

  function overview() {
    const on = root.classList.toggle("overview");
    slides.forEach((it) => {
      if (on) it.setAttribute("tabindex", "0");
      else it.removeAttribute("tabindex");
      it.setAttribute("role", on ? "link" : "region");
      if (on) it.removeAttribute("aria-hidden");
      Array.from(it.children, (part) => part.inert = on);
      if (on) it.hidden = false;
    });
    if (on) return void slide().focus();
    document.activeElement?.blur();
    Reveal.sync();
    Reveal.layout();
  }
  function visit(target) {
    const found = slides.indexOf(target.closest?.(".slide"));
    if (found < 0) return false;
    overview();
    go(found);
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
    Home: () => go(0), End: () => go(count - 1), o: overview, g: guess, z: choices,
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
    if (root.classList.contains("overview")) return look(event);
    const focused = event.target.closest?.(".body") && event.target !== document.body;
    if (keys.open) {
      if (event.key === "?") keys.close();
      else if (open(named(event))) keys.close();
      return;
    }
    if (event.key === "Escape" && panel(slide())?.hidden === false) return choices();
    if (event.key === "Escape" && focused) return event.target.blur();
    if (taken(event)) return;
    if (event.key === " ") turn(event.shiftKey ? -1 : 1);
    else if (commands[named(event)]) commands[named(event)]();
    else if (!open(named(event))) return;
    event.preventDefault();
  }

  /* In the overview the arrows move from slide to slide. */
  function look(event) {
    const ways = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 1, PageUp: -1 };
    const here = slides.indexOf(document.activeElement);
    if (named(event) === "o" || event.key === "Escape") overview();
    else if (ways[event.key]) slides[Math.min(Math.max(here + ways[event.key], 0), slides.length - 1)].focus();
    else if (!["Enter", " "].includes(event.key) || !visit(document.activeElement)) return;
    event.preventDefault();
  }

  /* The text shrinks, a little, before anything would be cut. */
  function fit(it) {
    it.querySelectorAll(".words, .pictures").forEach((part) => {
      part.style.zoom = "";
      for (let zoom = 0.98; part.scrollHeight > part.clientHeight + 1 && zoom > 0.7; zoom -= 0.02) {
        part.style.zoom = String(zoom);
      }
    });
    const title = it.querySelector(":scope > h1"), rest = it.querySelector(".body");
    title?.style.removeProperty("font-size");
    for (let size = 60; title && rest.scrollHeight > rest.clientHeight + 1 && size >= 44; size -= 4) title.style.fontSize = `${size}px`;
    /* A claim has two lines, beside a big number three: a long one is a little smaller. */
    const claim = it.querySelector(":scope > h2"), most = it.matches(".number") ? 3 : 2;
    claim?.style.removeProperty("font-size");
    for (let size = most === 3 ? 36 : 44; claim && !it.matches(".section") && size >= 36 && claim.getBoundingClientRect().height / scale(it) > most * 1.3 * size + 12; size -= 2) {
      claim.style.fontSize = `${size}px`;
    }
  }
  const scale = (it) => it.getBoundingClientRect().width / 1280 || 1;
  /* A panel's other views have other bases, sources and certainty; they were written with the page. */
  const feet = new Map(slides.map((it) => [it, read(it)]));
  function read(it) {
    const data = it.querySelector(".feet"), find = (part) => it.querySelector(`.foot ${part}`);
    const parts = { base: find(".base"), source: find(".source"), notes: it.querySelector(".how"), mark: find(".mark") };
    return { ...parts, states: data && JSON.parse(data.textContent), said: "" };
  }
  function foot(it) {
    const found = feet.get(it), given = live && it.querySelector("[data-foot]")?.dataset.foot;
    const key = given || (found.states && (panel(it)?.hidden ? claimed(it) : state(it)));
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
    const it = slide();
    fit(it);
    foot(it);
    if (panel(it) && !live && state(it) !== claimed(it)) panel(it).hidden = false;
    bar.querySelector("[data-go=choices]").hidden = !panel(it);
    bar.querySelector("[data-go=back]").hidden = place() < count;
    tell("");
    listeners.forEach((listener) => listener());
  }

  document.addEventListener("keydown", press);
  document.addEventListener("click", (event) => {
    if (root.classList.contains("overview") && visit(event.target)) return;
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".clock")) return count_down(button);
    const ways = { previous: () => turn(-1), next: () => turn(1), back, keys: list, overview, choices };
    if (button.dataset.go) ways[button.dataset.go]();
    if (button.dataset.open) {
      keys.close();
      open(button.dataset.open);
    }
  });
  /* A clock stands until somebody starts it. */
  let ticking;
  function count_down(button) {
    clearInterval(ticking);
    button.toggleAttribute("data-running");
    if (!button.hasAttribute("data-running")) return;
    ticking = setInterval(() => {
      button.dataset.seconds = Math.max(0, button.dataset.seconds - 1);
      face(button);
    }, 1000);
  }
  function face(button) {
    const seconds = Number(button.dataset.seconds);
    button.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
  stage.querySelectorAll(".clock").forEach(face);
  document.addEventListener("pointermove", () => {
    root.classList.add("moved");
    clearTimeout(resting);
    resting = setTimeout(() => root.classList.remove("moved"), 3000);
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
    build(it, steps(it).length);
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
  return { ready, slides, count, say, place, slide, step, steps, finish, press, open, tell, minutes: Number(stage.dataset.minutes), onChange: (it) => listeners.push(it) };
})();
