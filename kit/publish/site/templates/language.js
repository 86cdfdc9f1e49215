/* The other language opens the same panel state; a heading has another name there. */
(function (link) {
  function carry() {
    const names = Array.from(new URLSearchParams(location.hash.slice(1)).keys());
    const states = names.some((name) => document.querySelector(`[data-panel="${CSS.escape(name)}"]`));
    link.hash = states ? location.hash : "";
  }
  ["click", "auxclick", "contextmenu"].forEach((kind) => link.addEventListener(kind, carry));
})(document.getElementById("other-language"));
