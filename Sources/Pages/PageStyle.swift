import Drawing
import Judging
import Results

/// The page's style: one column on a phone, black on white on paper.
package let pageStyle = """
    :root { --ink: #222; --quiet: #595959; --line: #d9d9d9; color-scheme: light; }
    * { box-sizing: border-box; }
    body { margin: 0; background: #fff; color: var(--ink);
      font: 16px/1.5 "DejaVu Sans", Verdana, system-ui, sans-serif; }
    main { max-width: 1280px; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .4rem; }
    h2 { font-size: 1.25rem; margin: 2.5rem 0 .6rem; }
    h3 { font-size: 1rem; margin: 1.5rem 0 .3rem; }
    p { max-width: 75ch; margin: .3rem 0 .8rem; }
    .source, figcaption { color: var(--quiet); }
    figure { margin: 1.5rem 0 0; }
    figure svg { display: block; width: 100%; height: auto; }
    figcaption { max-width: 90ch; margin-top: .6rem; }
    ul { max-width: 90ch; padding-left: 1.2rem; }
    code { font-family: "DejaVu Sans Mono", ui-monospace, monospace; font-size: .85em; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; }
    th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
    th { border-bottom: 2px solid var(--ink); }
    .cards td:first-child code { white-space: nowrap; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    .verdict { display: inline-block; padding: .05rem .5rem; border: 1px solid; border-radius: .3rem;
      font-weight: bold; }
    .confirmed { color: #00573f; background: #e3f4ee; }
    .refuted { color: #8f2d00; background: #fdebe0; }
    .undecided { color: #5c4600; background: #fdf3d0; }
    .untested { color: #4d4d4d; background: #f2f2f2; }
    @media screen and (max-width: 760px) {
      figure { overflow-x: auto; }
      figure svg { min-width: 720px; }
      .cards thead { position: absolute; left: -9999px; }
      .cards, .cards tbody, .cards tr, .cards td { display: block; width: 100%; }
      .cards tr { border-bottom: 2px solid var(--ink); padding: .5rem 0; }
      .cards td { border: 0; padding: .15rem 0; }
      .cards td:empty { display: none; }
      .cards td::before { content: attr(data-label) ": "; color: var(--quiet); }
    }
    @media print {
      body { font-size: 10pt; }
      main { max-width: none; padding: 0; }
      table { font-size: 8pt; }
      tr, figure { break-inside: avoid; }
      .scroll { overflow: visible; }
      .verdict { background: none; }
    }
    """
