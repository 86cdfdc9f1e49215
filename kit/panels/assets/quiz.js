(function () {
  // A page may make script nodes anew, so a quiz is found by what it is, not by its script.
  document.querySelectorAll(".kit-quiz:not([data-ready])").forEach(prepare);
  function prepare(root) {
    const forms = Array.from(root.querySelectorAll("form"));
    const steps = root.querySelector(".kit-steps");
    const end = root.querySelector(".kit-end");
    const first = new Map();
    let shown = 0;
    const button = (part, name) => part.querySelector(`[data-do=${name}]`);
    const text = (name) => root.querySelector(`.kit-texts [data-text="${name}"]`).cloneNode(true);
    const said = (form) => form.querySelector(".kit-said");
    function turn(place, focus) {
      shown = place;
      forms.forEach((form, number) => { form.hidden = number !== shown; });
      button(steps, "previous").hidden = shown === 0;
      button(steps, "next").hidden = shown === forms.length - 1;
      if (focus) forms[shown].querySelector("fieldset").focus();
    }
    function explain(form, inputs) {
      const pieces = [];
      let right = true;
      inputs.forEach((input) => {
        const answer = form.querySelector(`li[data-option=${input.value}]`);
        const correct = answer.dataset.correct === "yes";
        const missed = correct && !input.checked;
        if (missed || (input.checked && !correct)) right = false;
        if (!input.checked && !(missed && form.dataset.kind === "multiple")) return;
        const piece = document.createElement("div");
        if (missed) piece.append(text("missed"));
        piece.append(...answer.cloneNode(true).children);
        pieces.push(piece);
      });
      said(form).dataset.verdict = right ? "right" : "wrong";
      said(form).replaceChildren(text(said(form).dataset.verdict), ...pieces);
      button(form, "retry").hidden = right;
      return right;
    }
    function clear(form) {
      said(form).replaceChildren();
      delete said(form).dataset.verdict;
      button(form, "retry").hidden = true;
    }
    function score() {
      if (first.size < forms.length) return;
      const wrong = Array.from(first.entries()).filter(([, right]) => !right).map(([place]) => place);
      const places = wrong.sort((one, other) => one - other).map((place) => text(`reread-${place}`));
      const known = new Set();
      const distinct = places.filter((it) => !known.has(it.textContent) && known.add(it.textContent));
      end.replaceChildren(text(`score-${forms.length - wrong.length}`));
      if (wrong.length) end.append(text("reread"), ...distinct);
      button(steps, "restart").hidden = false;
    }
    forms.forEach((form, place) => {
      form.querySelector("details").hidden = true;
      form.querySelector(".kit-buttons").hidden = false;
      form.addEventListener("change", () => clear(form));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const inputs = Array.from(form.querySelectorAll("input"));
        if (!inputs.some((input) => input.checked)) {
          said(form).replaceChildren(text("empty"));
          return;
        }
        const right = explain(form, inputs);
        if (first.has(place)) return;
        first.set(place, right);
        score();
      });
      button(form, "retry").addEventListener("click", () => {
        form.reset();
        clear(form);
        form.querySelector("fieldset").focus();
      });
    });
    button(steps, "previous").addEventListener("click", () => turn(shown - 1, true));
    button(steps, "next").addEventListener("click", () => turn(shown + 1, true));
    button(steps, "restart").addEventListener("click", (event) => {
      forms.forEach((form) => { form.reset(); clear(form); });
      first.clear();
      end.replaceChildren();
      event.target.hidden = true;
      turn(0, true);
    });
    // What an input or a button uses itself must not turn a slide.
    root.addEventListener("keydown", (event) => {
      const arrows = event.key.startsWith("Arrow") && event.target.tagName === "INPUT";
      if (arrows || event.key === " " || event.key === "Enter") event.stopPropagation();
    });
    // JupyterLab takes keys for its own shortcuts, except from what is marked so.
    root.querySelectorAll("input, button, fieldset").forEach((it) => { it.dataset.lmSuppressShortcuts = "true"; });
    steps.hidden = false;
    turn(0, false);
    root.dataset.ready = "";
  }
})();
