/* One's own answers, below the charts of their question; where nothing can be kept, nothing is asked. */
(function (aside) {
  if (!aside) return;
  const place = "kit.own";
  try {
    localStorage.setItem(place, localStorage.getItem(place) ?? "{}");
  } catch {
    return;
  }
  const form = aside.querySelector("form"), line = form.querySelector("template");
  const sides = [...form.querySelectorAll("[name=own-side]")];
  const fields = [...form.querySelectorAll("[data-question]")];
  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(place));
      return { side: String(kept.side), answers: Object(kept.answers) };
    } catch {
      return { side: "", answers: {} };
    }
  }
  function show() {
    const { side, answers } = read();
    sides.forEach((it) => { it.checked = it.value === side; });
    document.querySelectorAll(".kit-own-line").forEach((it) => it.remove());
    for (const field of fields) {
      const given = [].concat(answers[field.dataset.question] ?? []);
      for (const label of field.querySelectorAll("label")) {
        const box = label.firstElementChild, told = label.dataset[side];
        box.checked = given.includes(box.value);
        if (!box.checked || !told) continue;
        document.querySelectorAll(`figure[data-question="${field.dataset.question}"]`).forEach((figure) => {
          if (figure.closest(".kit-panel")) return;
          const made = line.content.cloneNode(true);
          made.querySelector("span:last-child").textContent = `${label.lastElementChild.textContent} – ${told}`;
          figure.append(made);
        });
      }
    }
  }
  form.addEventListener("change", () => {
    const kept = read();
    kept.side = sides.find((it) => it.checked)?.value ?? "";
    for (const field of fields) {
      kept.answers[field.dataset.question] = [...field.querySelectorAll(":checked")].map((it) => it.value);
    }
    localStorage.setItem(place, JSON.stringify(kept));
    show();
  });
  form.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(place);
    show();
  });
  addEventListener("storage", show);
  show();
  aside.hidden = false;
})(document.querySelector(".kit-own"));
