"use strict";
(() => {
  const root = document.documentElement;
  const theme = document.getElementById("theme");
  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (systemDark.matches ? "dark" : "light")) === "dark";
  const nameTheme = () => { theme.textContent = isDark() ? "light" : "dark"; };
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
  });
  systemDark.addEventListener("change", nameTheme);
  nameTheme();

  // A cell without a value goes to the end whichever way a column is sorted.
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v;
    if (text === "" || text === "–") {
      return null;
    }
    return Number.isNaN(Number(text)) ? text : Number(text);
  };
  const compare = (a, b) => {
    const number = typeof a === "number";
    if (number !== (typeof b === "number")) {
      return number ? -1 : 1; // ids of both kinds would have no order else
    }
    return number ? a - b : a.localeCompare(b);
  };
  const sort = (heading, column) => {
    const table = heading.closest("table");
    // Numbers start with the highest, texts with the first of the alphabet; a second click turns.
    const before = heading.getAttribute("aria-sort");
    const down = before === "none" ? heading.classList.contains("n") : before === "ascending";
    table.querySelectorAll("[aria-sort]").forEach((other) => other.setAttribute("aria-sort", "none"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.querySelectorAll("[aria-expanded=true]").forEach(close);
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row) => ({ row, value: valueOf(row, column) }));
    rows.sort((a, b) => {
      if (a.value === null || b.value === null) {
        return (a.value === null) - (b.value === null);
      }
      return down ? compare(b.value, a.value) : compare(a.value, b.value);
    });
    body.append(...rows.map((each) => each.row));
  };
  document.querySelectorAll("button.sort").forEach((button) => {
    button.addEventListener("click", () => sort(button.closest("th"), Number(button.dataset.c)));
  });

  const details = JSON.parse(document.getElementById("details").textContent);
  const headings = ["training", "fold", "support", "P", "R", "F1", "threshold", "tuned", "F1 tuned", "class weight"];
  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };
  const close = (button) => {
    button.setAttribute("aria-expanded", "false");
    button.closest("tr").nextElementSibling.remove();
  };
  const open = (button) => {
    const row = button.closest("tr");
    const table = document.createElement("table");
    table.append(element("caption", button.textContent + ": fold by fold"));
    const head = table.createTHead().insertRow();
    const rows = details[row.dataset.detail];
    const known = headings.map((heading, index) => rows.some((values) => values[index] !== "" && values[index] !== "–"));
    headings.filter((heading, index) => known[index]).forEach((heading) => {
      const cell = element("th", heading);
      cell.scope = "col";
      head.append(cell);
    });
    const body = table.createTBody();
    rows.forEach((values) => {
      const line = body.insertRow();
      values.filter((value, index) => known[index]).forEach((value, index) => {
        const cell = element("td", value);
        cell.className = index === 0 ? "" : "n";
        line.append(cell);
      });
    });
    const holder = document.createElement("tr");
    holder.className = "details";
    const cell = holder.insertCell();
    cell.colSpan = row.cells.length;
    cell.append(table);
    row.after(holder);
    button.setAttribute("aria-expanded", "true");
  };
  document.querySelectorAll("button.detail").forEach((button) => {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-expanded") === "true") {
        close(button);
      } else {
        open(button);
      }
    });
  });

  // Says which tables and figures are wider than the screen.
  const measure = () => {
    document.querySelectorAll(".scroll").forEach((box) => {
      const more = box.scrollWidth > box.clientWidth + 1;
      box.classList.toggle("more", more);
      if (more) {
        box.tabIndex = 0;
      } else {
        box.removeAttribute("tabindex");
      }
    });
  };
  window.addEventListener("resize", measure);
  measure();

  // The navigation names the section that is at the top of the screen.
  const nav = document.querySelector("nav");
  const links = new Map(Array.from(nav.querySelectorAll("a"), (link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      links.forEach((link) => link.removeAttribute("aria-current"));
      const link = links.get(entry.target.id);
      link.setAttribute("aria-current", "true");
      nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2;
    });
  }, { rootMargin: "-15% 0px -84% 0px" });
  document.querySelectorAll("main > section").forEach((section) => seen.observe(section));
})();
