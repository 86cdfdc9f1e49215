document.currentScript?.parentElement?.setAttribute("data-covered", "");
