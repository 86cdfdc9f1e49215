/* Say what of the slides is cut, scrolls, leaves its place or is written too small to be read:
   one after the other on the screen, or all of them as they are printed. */
(printed) => {
  const EDGE = 1.5, FOOT = 19.9, CHART = 23.4, CHOSEN = 13, TEXT = 23.9, CLAIM = 35.9;
  const found = [], root = document.documentElement;
  function measure(slide, chart = CHART) {
    const claim = slide.querySelector("h2"), most = slide.matches(".number") ? 3 : 2;
    if (claim && parseFloat(getComputedStyle(claim).fontSize) < CLAIM) found.push(`${slide.id}: its claim is too small`);
    if (claim) {
      const range = document.createRange();
      range.selectNodeContents(claim);
      const lines = new Set(Array.from(range.getClientRects(), (it) => Math.round(it.bottom / 4)));
      if (lines.size > most) found.push(`${slide.id}: its claim has ${lines.size} lines`);
    }
    const frame = slide.getBoundingClientRect(), scale = frame.width / 1280;
    const [body, foot] = [".body", ".foot"].map((part) => slide.querySelector(part)?.getBoundingClientRect());
    const say = (what) => found.push(`${innerWidth}×${innerHeight} ${slide.id}: ${what}`);
    if (!printed && (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight)) say("the page scrolls");
    if (!printed && (frame.left < -EDGE || frame.top < -EDGE || frame.right > innerWidth + EDGE || frame.bottom > innerHeight + EDGE)) say("it leaves the window");
    for (const it of slide.querySelectorAll("*")) {
      if (!it.checkVisibility({ visibilityProperty: true }) || it.closest("aside, .kit-status, .kit-reading")) continue;
      if ((it.matches("svg *") && it.tagName !== "text") || it.matches(".way")) continue;
      const style = getComputedStyle(it), box = it.getBoundingClientRect();
      if (!box.width || !box.height || style.clipPath !== "none") continue;
      const name = `${it.tagName} ${it.getAttribute("class") ?? ""} “${it.textContent.trim().slice(0, 30)}”`;
      const inner = it.closest(".body") ? body : it.closest(".foot") ? foot : frame;
      if (box.left < frame.left - EDGE || box.right > frame.right + EDGE || box.top < inner.top - EDGE || box.bottom > inner.bottom + EDGE) say(`${name} leaves its place`);
      if (style.overflowY !== "visible" && it.tagName !== "svg" && it.scrollHeight > it.clientHeight + 2) say(`${name} is cut`);
      if (!Array.from(it.childNodes).some((each) => each.nodeType === Node.TEXT_NODE && each.textContent.trim())) continue;
      const drawn = it.tagName === "text";
      const size = parseFloat(style.fontSize) * (drawn ? it.getScreenCTM().a / scale : it.currentCSSZoom ?? 1);
      const least = it.closest(".foot") ? FOOT : drawn ? chart : TEXT;
      if (size < least) say(`${name} is ${size.toFixed(1)} px high`);
    }
  }
  if (printed) {
    deck.slides.forEach((slide) => measure(slide));
    return found;
  }
  Reveal.layout();
  deck.slides.forEach((slide, place) => {
    Reveal.slide(place);
    measure(slide);
    // Every size shows the same stage, larger or smaller.
    const choices = slide.querySelector(".choices");
    const views = innerWidth === 1280 ? slide.querySelectorAll(".kit-view") : [];
    if (choices) choices.hidden = false;
    for (const view of views) {
      const form = view.parentElement.querySelector("form"), fields = Array.from(form.querySelectorAll("fieldset"));
      view.dataset.state.split(",").forEach((value, number) => {
        form.elements[fields[number].querySelector("input").name].value = value;
      });
      form.dispatchEvent(new Event("change", { bubbles: true }));
      measure(slide, CHOSEN);
    }
    for (const form of views.length ? slide.querySelectorAll(".choices form") : []) {
      form.reset();
      form.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (choices) choices.hidden = true;
  });
  return found;
}
