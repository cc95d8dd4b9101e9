import Drawing
import Judging
import Results

/// Filters the claims by figure and verdict. What is chosen stands behind the # of the address, so it can be linked; other such
/// anchors stay anchors, and one to a claim that is hidden shows all claims.
package let paperScript = #"""
    "use strict";
    (() => {
      const form = document.getElementById("filter");
      const shown = document.getElementById("shown");
      const rows = Array.from(document.querySelectorAll(".claims tbody tr"));
      const controls = [form.elements.figure, form.elements.verdict];

      function show() {
        const [figure, verdict] = controls.map(control => control.value);
        let number = 0;
        for (const row of rows) {
          const fits = (!figure || row.dataset.figures.split(" ").includes(figure))
            && (!verdict || row.dataset.verdict === verdict);
          row.hidden = !fits;
          if (fits) number += 1;
        }
        shown.textContent = number === rows.length ? `all ${number} shown` : `${number} of ${rows.length} shown`;
      }

      function choose(words) {
        for (const control of controls) {
          control.value = words.get(control.name) || "";
          if (control.selectedIndex < 0) control.value = "";
        }
        show();
      }

      function remember() {
        const words = new URLSearchParams();
        for (const control of controls) if (control.value) words.set(control.name, control.value);
        history.replaceState(null, "", "#" + (words.toString() || "claims"));
      }

      function follow() {
        const anchor = location.hash.slice(1);
        if (anchor.includes("=")) {
          choose(new URLSearchParams(anchor));
          document.getElementById("claims").scrollIntoView();
          return;
        }
        const row = document.getElementById(anchor);
        if (row && row.hidden) {
          choose(new URLSearchParams());
          row.scrollIntoView();
        }
      }

      form.hidden = false;
      form.addEventListener("change", () => { show(); remember(); });
      form.addEventListener("submit", event => event.preventDefault());
      form.addEventListener("reset", event => {
        event.preventDefault();
        choose(new URLSearchParams());
        remember();
      });
      addEventListener("hashchange", follow);
      // A browser may have kept what was chosen before the page was loaded again.
      choose(new URLSearchParams());
      follow();
    })();
    """#
