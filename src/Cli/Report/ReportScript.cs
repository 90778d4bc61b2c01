namespace Pipeline.Cli.Report;

/// <summary>Sorts and filters the list, and opens what a link leads to. Everything can be read without it.</summary>
internal static class ReportScript
{
    public const string Text = """
        (() => {
          "use strict";
          const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
          const body = document.querySelector("#list tbody"), rows = [...body.rows], heads = all("#list th");
          const find = document.getElementById("q"), status = document.getElementById("s"), count = document.getElementById("n");
          const order = new Intl.Collator(undefined, { numeric: true }), texts = new Map();
          const key = (row, i) => row.cells[i].dataset.k ?? row.cells[i].textContent;
          heads.forEach((head, i) => head.firstChild.addEventListener("click", () => {
            const up = head.getAttribute("aria-sort") !== "ascending", number = head.classList.contains("n");
            heads.forEach(other => other.removeAttribute("aria-sort"));
            head.setAttribute("aria-sort", up ? "ascending" : "descending");
            rows.sort((a, b) => (number ? key(a, i) - key(b, i) : order.compare(key(a, i), key(b, i))) * (up ? 1 : -1));
            body.append(...rows);
          }));
          const text = row => {
            if (!texts.has(row)) {
              const values = all("#" + row.dataset.d + " .val").map(value => value.textContent);
              texts.set(row, (row.cells[0].textContent + " " + values.join(" ")).toLowerCase());
            }
            return texts.get(row);
          };
          const filter = () => {
            const sought = find.value.trim().toLowerCase();
            let shown = 0;
            for (const row of rows) {
              row.hidden = (status.value && row.dataset.s !== status.value) || (sought && !text(row).includes(sought));
              shown += row.hidden ? 0 : 1;
            }
            count.textContent = shown + " of " + rows.length;
          };
          const open = () => {
            const target = document.getElementById(location.hash.slice(1));
            for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
          };
          find.addEventListener("input", filter);
          status.addEventListener("change", filter);
          addEventListener("hashchange", open);
          addEventListener("click", event => {
            const box = event.target.closest?.("g[data-v]");
            if (box) location.hash = box.dataset.v;
          });
          addEventListener("keydown", event => {
            if (event.key === "Escape" && !event.target.matches?.("input,select")) location.hash = "top";
          });
          document.getElementById("controls").hidden = false;
          filter();
          open();
        })();
        """;
}
