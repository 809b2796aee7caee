// What mdBook's pages lack for those who read with a keyboard or have a page read to them.
(() => {
    // Listings and tables that are wider than the page scroll: by the arrow keys too, once they are reached.
    const wide = document.querySelectorAll("main pre, main pre > code, main .table-wrapper");
    const reach = (element) => {
        if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
        else element.removeAttribute("tabindex");
    };
    const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));
    wide.forEach((element) => observer.observe(element));
    document.fonts.ready.then(() => wide.forEach(reach));

    // What opens the contents looks like a button, and is one.
    const toggle = document.getElementById("mdbook-sidebar-toggle");
    if (!toggle) return;
    toggle.setAttribute("role", "button");
    toggle.tabIndex = 0;
    toggle.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        toggle.click();
    });
})();
