/* The presenter's view: a second window with notes, time, this slide and the next. */
const presenter = (function () {
  const { say } = deck;
  const STARTED = "kit-started", OPEN = "kit-presenter";
  let view, started = Number(kept(STARTED)) || undefined;

  /* A reload forgets all but this, and a browser may refuse even this. */
  function kept(name) {
    try {
      return sessionStorage.getItem(name);
    } catch {
      return null;
    }
  }
  function keep(name, value) {
    try {
      sessionStorage.setItem(name, value);
    } catch { /* then the clock ends with this page */ }
  }
  function start(time) {
    started = time;
    keep(STARTED, time);
  }
  /* Where this page cannot write: the window was closed, or it has been loaded again. */
  function lost() {
    try {
      return !view.document.getElementById("elapsed");
    } catch {
      return true;
    }
  }

  function element(page, tag, properties, ...children) {
    const made = Object.assign(page.createElement(tag), properties);
    made.append(...children);
    return made;
  }
  function open() {
    if (view && !view.closed && lost()) view.close();
    view = window.open("", "kit-presenter", "popup,width=1200,height=800");
    if (!view) return deck.tell(kept(OPEN) ? say.again : say.blocked);
    deck.tell("");
    start(started ?? Date.now());
    keep(OPEN, "yes");
    const page = view.document;
    page.title = say.presenter;
    page.documentElement.lang = document.documentElement.lang;
    page.documentElement.className = "presenter";
    page.head.replaceChildren(element(page, "title", {}, say.presenter));
    document.querySelectorAll("head style, .kit-panel style").forEach((style) => page.head.append(page.importNode(style, true)));
    const reset = element(page, "button", { type: "button", onclick: () => { start(Date.now()); tick(); } }, say.reset);
    page.body.replaceChildren(
      element(page, "header", {},
        element(page, "span", { id: "place" }),
        element(page, "span", {}, say.elapsed + " ", element(page, "span", { id: "elapsed", className: "clock" })),
        element(page, "span", { id: "planned" }), reset),
      element(page, "section", {}, element(page, "div", { id: "now", className: "preview" })),
      element(page, "section", {}, element(page, "h2", {}, say.upcoming), element(page, "div", { id: "after", className: "preview" })),
      element(page, "section", { className: "said" }, element(page, "h2", {}, say.notes), element(page, "div", { id: "notes" })));
    page.onkeydown = deck.press;
    view.onresize = show;
    show();
    tick();
    view.focus();
  }
  function clock(seconds) {
    return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  }
  function tick() {
    if (!view) return;
    if (view.closed) {
      keep(OPEN, "");
      view = undefined;
      return;
    }
    if (lost()) return deck.tell(say.again);
    view.document.getElementById("elapsed").textContent =
      `${clock((Date.now() - started) / 1000)} / ${clock(60 * deck.minutes)}`;
  }
  function preview(box, slide) {
    box.replaceChildren();
    if (!slide) return box.append(say.end);
    const copy = box.ownerDocument.importNode(slide, true);
    copy.querySelectorAll("script, aside, .page").forEach((it) => it.remove());
    copy.hidden = false;
    copy.style.cssText = "";
    copy.removeAttribute("aria-hidden");
    copy.inert = true;
    copy.style.transform = `scale(${box.clientWidth / 1280})`;
    box.append(copy);
  }
  function show() {
    if (!view || view.closed || lost()) return;
    const page = view.document, place = deck.place(), slide = deck.slide();
    page.getElementById("place").textContent = slide.dataset.question ?? `${place + 1} / ${deck.count}`;
    page.getElementById("planned").textContent = `${say.planned} ${clock(60 * Number(slide.dataset.until))}`;
    preview(page.getElementById("now"), slide);
    preview(page.getElementById("after"), place + 1 < deck.count ? deck.slides[place + 1] : undefined);
    const notes = slide.querySelector("aside.notes");
    page.getElementById("notes").replaceChildren(
      ...(notes ? Array.from(notes.childNodes, (it) => page.importNode(it, true)) : [say.no_notes]));
  }
  deck.onChange(show);
  setInterval(tick, 500);
  /* From a file, a page loaded again cannot reach the window it had opened. */
  window.addEventListener("pagehide", () => view?.close());
  deck.ready.then(() => kept(OPEN) && open());
  return { open };
})();
