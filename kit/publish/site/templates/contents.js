/* In the list of contents, the section that is read is current, and those that were are ticked. */
(function (nav) {
  if (!nav || !("IntersectionObserver" in window)) return;
  const links = new Map(), details = nav.querySelector("details"), tick = nav.querySelector("template");
  nav.querySelectorAll("a").forEach((link) => links.set(decodeURIComponent(link.hash.slice(1)), link));
  const wide = matchMedia("(min-width: 1081px)");
  const fit = () => { details.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
  nav.addEventListener("click", (event) => { if (event.target.closest("a") && !wide.matches) details.open = false; });
  const unfold = () => {
    const about = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const story = about && about.querySelector(":scope > .kit-story");
    if (story) story.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
  let current = null;
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const link = links.get(target.id);
      if (!isIntersecting || link === current) continue;
      if (current) {
        current.removeAttribute("aria-current");
        if (!current.querySelector(".kit-seen")) current.append(tick.content.cloneNode(true));
      }
      current = link;
      link.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  links.forEach((_, id) => { const section = document.getElementById(id); if (section) seen.observe(section); });
})(document.querySelector(".kit-contents"));
