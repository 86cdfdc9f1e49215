/* The presenter's view: a second window with this slide, clock and pace, the next slide, and notes. */
const presenter = (function () {
  const { say } = deck;
  const STARTED = "kit-started", OPEN = "kit-presenter", SVG = "http://www.w3.org/2000/svg";
  const GOOD = 30, LATE = 60; /* seconds behind the plan */
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
    view = window.open("", "kit-presenter", "popup,width=1280,height=800");
    if (!view) return deck.tell(kept(OPEN) ? say.again : say.blocked);
    deck.tell("");
    start(started ?? Date.now());
    keep(OPEN, "yes");
    const page = view.document, root = page.documentElement;
    page.title = say.presenter;
    root.lang = document.documentElement.lang;
    root.className = "presenter";
    root.dataset.theme = "light";
    page.head.replaceChildren(element(page, "title", {}, say.presenter));
    document.querySelectorAll("head style, .kit-panel style").forEach((style) => page.head.append(page.importNode(style, true)));
    page.body.replaceChildren(left(page), right(page), said(page));
    page.onkeydown = deck.press;
    view.onresize = show;
    show();
    tick();
    view.focus();
  }
  function left(page) {
    return element(page, "section", { className: "left" }, element(page, "h2", { id: "coming" }), element(page, "div", { id: "now", className: "preview" }));
  }
  function right(page) {
    const reset = element(page, "button", { type: "button", onclick: () => { start(Date.now()); tick(); } }, say.reset);
    const time = element(page, "div", { className: "time" }, element(page, "span", { className: "clock", ariaLabel: say.elapsed }, element(page, "span", { id: "elapsed" })), element(page, "span", { id: "whole" }), reset);
    const pace = element(page, "div", { id: "pace" }, bar(page), element(page, "div", { className: "facts-row" },
      element(page, "span", { id: "place" }), element(page, "span", { id: "planned" }), element(page, "span", { className: "said-pace", id: "said-pace" })));
    return element(page, "section", { className: "right" }, time, pace,
      element(page, "div", { className: "next" }, element(page, "h2", {}, say.upcoming), element(page, "div", { id: "after", className: "preview" })),
      element(page, "div", {}, element(page, "h2", {}, say.questions), questions(page)));
  }
  function bar(page) {
    const drawn = page.createElementNS(SVG, "svg");
    drawn.setAttribute("class", "pace");
    drawn.setAttribute("viewBox", "0 0 100 4");
    drawn.setAttribute("preserveAspectRatio", "none");
    drawn.setAttribute("width", "100%");
    drawn.setAttribute("aria-hidden", "true");
    for (const name of ["track", "gone"]) {
      const part = page.createElementNS(SVG, "rect");
      for (const [key, value] of Object.entries({ class: name, width: 100, height: 4 })) part.setAttribute(key, value);
      drawn.append(part);
    }
    return drawn;
  }
  function questions(page) {
    const asked = deck.slides.filter((it) => it.dataset.key);
    return element(page, "ul", { className: "asked" }, ...asked.map((it) => element(page, "li", {},
      element(page, "button", { type: "button", onclick: () => deck.open(it.dataset.key) },
        element(page, "kbd", {}, it.dataset.key), " " + it.dataset.question))));
  }
  function said(page) {
    return element(page, "section", { className: "said", tabIndex: 0, ariaLabel: say.notes }, element(page, "div", { id: "notes" }));
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
    const page = view.document, gone = (Date.now() - started) / 1000, whole = 60 * deck.minutes;
    page.getElementById("elapsed").textContent = clock(gone);
    page.getElementById("whole").textContent = `/ ${clock(whole)}`;
    page.querySelector(".pace .gone").setAttribute("width", Math.min(100, 100 * gone / whole));
    /* Late is who is still on a slide that should have ended; early, who is past one that should not. */
    const until = 60 * Number(deck.slide().dataset.until), from = 60 * Number(before(deck.place()));
    const late = gone > until ? gone - until : gone < from ? gone - from : 0;
    page.getElementById("pace").dataset.pace = late > LATE ? "late" : late <= GOOD ? "good" : "";
    page.getElementById("said-pace").textContent = Math.abs(late) < 1 ? "" : (late > 0 ? say.behind : say.ahead).replace("{time}", clock(Math.abs(late)));
  }
  const before = (place) => (place > 0 && place < deck.count ? deck.slides[place - 1].dataset.until : 0);

  function preview(box, slide, next) {
    box.replaceChildren();
    if (!slide) return box.append(say.end);
    const marked = next ? deck.steps(slide)[deck.step(slide)] ?? [] : [];
    marked.forEach((it) => it.classList.add("coming"));
    const copy = box.ownerDocument.importNode(slide, true);
    marked.forEach((it) => it.classList.remove("coming"));
    if (!next) copy.querySelectorAll(".later").forEach((it) => it.classList.remove("later"));
    copy.querySelectorAll("script, aside").forEach((it) => it.remove());
    copy.hidden = false;
    copy.style.cssText = "";
    copy.removeAttribute("aria-hidden");
    copy.inert = true;
    copy.style.transform = `scale(${box.clientWidth / 1280})`;
    box.append(copy);
    return marked.length;
  }
  /* What is said comes first; how to read the numbers and the background are folded. */
  function notes(page, slide) {
    const given = Array.from(slide.querySelector("aside.notes")?.childNodes ?? [], (it) => page.importNode(it, true));
    const made = [];
    for (const it of given) {
      if (it.tagName === "H3") {
        if (it.nextElementSibling?.textContent === "") continue;
        made.push(element(page, "details", {}, element(page, "summary", {}, it.textContent)));
      } else (made.at(-1)?.tagName === "DETAILS" ? made.at(-1) : { append: (each) => made.push(each) }).append(it);
    }
    return made.length ? made : [say.no_notes];
  }
  function show() {
    if (!view || view.closed || lost()) return;
    const page = view.document, place = deck.place(), slide = deck.slide();
    page.getElementById("place").textContent = slide.dataset.question ?? `${place + 1} / ${deck.count}`;
    page.getElementById("planned").textContent = `${say.planned} ${clock(60 * Number(slide.dataset.until))}`;
    const coming = preview(page.getElementById("now"), slide, true);
    page.getElementById("coming").textContent = coming ? say.coming : "";
    preview(page.getElementById("after"), place + 1 < deck.count ? deck.slides[place + 1] : undefined, false);
    page.getElementById("notes").replaceChildren(...notes(page, slide));
    page.querySelector(".said").scrollTop = 0;
    tick();
  }
  deck.onChange(show);
  setInterval(tick, 500);
  /* From a file, a page loaded again cannot reach the window it had opened. */
  window.addEventListener("pagehide", () => view?.close());
  deck.ready.then(() => kept(OPEN) && open());
  return { open, start: (time) => { start(time); tick(); } };
})();
