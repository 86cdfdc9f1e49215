(function () {
  // A page may make script nodes anew, so a slider is found by what it is, not by its script.
  document.querySelectorAll(".kit-slider:not([data-ready])").forEach(prepare);
  function prepare(root) {
    const form = root.querySelector("form");
    const range = form.querySelector("[type=range]");
    const number = form.querySelector("[type=number]");
    const room = [...form.querySelectorAll("[data-room]")];
    const pictures = [...root.querySelectorAll("[role=img]")];
    const said = root.querySelector(".kit-said");
    const status = root.querySelector("[role=status]");
    const button = (name) => form.querySelector(`[data-do=${name}]`);
    const alternative = pictures[0].getAttribute("aria-label");
    const frames = root.dataset.frames.split("\n");
    // Each step: where its marks go, its text and, while the answer is covered, another text.
    const steps = root.dataset.steps.split("\n").map((line) => line.split("|"));
    const place = (value) => value - range.min;
    let covered = false;
    function text() {
      const [frame, ...values] = steps[place(range.value)][covered ? 2 : 1].split(" ");
      return frames[frame].replace(/\{\}/g, () => values.shift());
    }
    function show() {
      steps[place(range.value)][0].split(" ").forEach((move, mark) => {
        root.querySelectorAll(`.kit-move-${mark}`)
          .forEach((part) => part.setAttribute("transform", `translate(${move})`));
      });
      said.textContent = text();
    }
    function cover(wanted) {
      covered = wanted;
      root.toggleAttribute("data-covered", wanted);
      pictures.forEach((it) => it.setAttribute("aria-label", wanted ? root.dataset.cover : alternative));
      show();
    }
    function settle() {
      root.dataset.touched = "";
      number.value = range.value;
      status.textContent = said.textContent;
      const hash = new URLSearchParams(location.hash.slice(1));
      hash.set(root.dataset.panel, range.value);
      history.replaceState(null, "", "#" + hash.toString().replaceAll("%2C", ","));
    }
    function restore() {
      const given = new URLSearchParams(location.hash.slice(1)).get(root.dataset.panel)
        ?? new URLSearchParams(location.search).get(root.dataset.panel);
      if (!given || !steps[place(given)]) return;
      root.dataset.touched = "";
      number.value = range.value = given;
      show();
      for (let it = root.closest("details"); it; it = it.parentElement.closest("details")) it.open = true;
    }
    // The pin of a drawing can be drawn along it, as the range can.
    function draggable(svg) {
      const pin = svg.querySelector("[class*=kit-move]");
      const mark = /kit-move-(\d+)/.exec(pin.getAttribute("class"))[1];
      const ways = steps.map(([moves]) => parseFloat(moves.split(" ")[mark]));
      function follow(event) {
        const box = pin.getBBox();
        const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
        const far = (step) => Math.abs(box.x + box.width / 2 + ways[step] - at.x);
        const best = ways.reduce((least, _, step) => (far(step) < far(least) ? step : least), 0);
        number.value = range.value = Number(range.min) + best;
        show();
      }
      svg.dataset.preventSwipe = "";
      svg.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        svg.setPointerCapture(event.pointerId);
        follow(event);
      });
      svg.addEventListener("pointermove", (event) => {
        if (svg.hasPointerCapture(event.pointerId)) follow(event);
      });
      svg.addEventListener("pointerup", settle);
    }
    function drawRoom() {
      const hands = room.map((it) => Math.max(0, Number(it.value)));
      const most = Math.max(...hands);
      root.toggleAttribute("data-hands", most > 0);
      hands.forEach((count, place) => {
        root.querySelectorAll(`.kit-room-${place}`)
          .forEach((column) => { column.style.transform = `scaleY(${most && count / most})`; });
      });
    }
    const actions = {
      reveal() {
        root.dataset.revealed = "";
        cover(false);
        button("again").hidden = false;
        button("again").focus();
        button("reveal").hidden = true;
        settle();
      },
      again(event) {
        if (event.detail > 1) return; // the second half of a double click on "reveal"
        button("reveal").hidden = false;
        button("again").hidden = true;
        range.value = range.defaultValue;
        cover(true);
        settle();
        delete root.dataset.revealed;
        delete root.dataset.touched;
        range.focus();
      },
      next() {
        const before = range.value;
        range.stepUp();
        if (range.value === before) range.value = range.min;
        show();
        settle();
      },
    };
    range.addEventListener("input", () => { number.value = range.value; show(); });
    // The range brings a typed number within its bounds; half-typed ones change nothing.
    number.addEventListener("input", () => {
      if (number.value === "") return;
      range.value = number.value;
      show();
    });
    room.forEach((it) => {
      it.addEventListener("input", drawRoom);
      it.addEventListener("change", (event) => event.stopPropagation());
      it.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    });
    form.addEventListener("change", settle);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (covered) actions.reveal();
    });
    form.querySelectorAll("[type=button]").forEach((it) => {
      it.addEventListener("click", (event) => actions[it.dataset.do](event));
    });
    // What an input or a button uses itself must not turn a slide; Escape leaves the panel.
    form.addEventListener("keydown", (event) => {
      const own = event.target.tagName === "INPUT" ? event.key !== "Escape" : [" ", "Enter"].includes(event.key);
      if (own) event.stopPropagation();
    });
    if ("cover" in root.dataset) {
      let before;
      root.querySelectorAll(".kit-drawing svg").forEach(draggable);
      window.addEventListener("beforeprint", () => { before = covered; cover(false); });
      window.addEventListener("afterprint", () => cover(before));
      cover(true);
    }
    window.addEventListener("hashchange", restore);
    show();
    restore();
    form.hidden = false;
    root.dataset.ready = "";
  }
})();
