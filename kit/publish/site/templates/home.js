/* What the home page does without a kernel: one question after the other, and cards for an audience. */
(function () {
  /* The page of both languages that was here before had a part for each. */
  if (location.hash === "#lessons-en" && !document.getElementById("lessons-en")) {
    location.replace(document.getElementById("other-language").href + location.hash);
  }
  const questions = document.querySelector(".questions");
  function follow(question) {
    const panel = question.querySelector(".kit-slider"), onwards = question.querySelector(".onwards");
    const show = () => { onwards.hidden = panel.hasAttribute("data-covered"); };
    new MutationObserver(show).observe(panel, { attributeFilter: ["data-covered"] });
    show();
    onwards.querySelector("button")?.addEventListener("click", () => {
      question.hidden = true;
      question.nextElementSibling.hidden = false;
      question.nextElementSibling.querySelector("[type=range]").focus();
    });
  }
  if (questions) {
    document.querySelector(".without-script").hidden = true;
    questions.hidden = false;
    [...questions.children].forEach(follow);
  }

  const chips = document.querySelector(".chips");
  const cards = [...document.querySelectorAll("[data-audiences]")];
  const status = document.querySelector(".lessons [role=status]");
  function choose(chip) {
    const wanted = chip.dataset.audience;
    for (const it of chips.children) it.setAttribute("aria-pressed", it === chip);
    for (const it of cards) it.hidden = wanted !== "" && !it.dataset.audiences.split(" ").includes(wanted);
    const shown = cards.filter((it) => !it.hidden);
    document.querySelector(".using")?.toggleAttribute("hidden", !shown.some((it) => it.closest(".using-cards")));
    status.textContent = status.dataset.shown.replace("{count}", shown.length);
  }
  chips.hidden = false;
  for (const it of chips.children) it.addEventListener("click", () => choose(it));
})();
