import Drawing
import Judging
import Results

/// What the page of all figures has beyond the style of a figure's page.
package let paperStyle = """
    html { scroll-padding-top: .5rem; }
    a { color: #14508c; }
    :focus-visible { outline: 3px solid #14508c; outline-offset: 2px; }
    nav ul, .links, .counts { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; margin: 1.2rem 0; }
    .links { margin: .8rem 0 0; }
    .counts { margin: .6rem 0; gap: .5rem 1.2rem; }
    .deviations td:nth-child(-n+5) { white-space: nowrap; }
    section { border-top: 1px solid var(--line); margin-top: 3rem; }
    section > h2 { margin-top: 1.5rem; }
    h3 { margin-top: 2rem; }
    figure img { display: block; width: 100%; height: auto; }
    #filter { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: center; margin: 1.2rem 0 .8rem; }
    #filter[hidden] { display: none; }
    #filter select, #filter button { font: inherit; padding: .25rem .5rem; color: var(--ink); background: #fff;
      border: 1px solid #767676; border-radius: .3rem; max-width: 100%; }
    #shown { color: var(--quiet); }
    tbody th { font-weight: normal; border-bottom: 1px solid var(--line); }
    .claims th code { white-space: nowrap; }
    .claims td:nth-child(6) { white-space: nowrap; }
    .claims td:nth-child(3) { min-width: 24ch; }
    .claims td:nth-child(4), .claims td:nth-child(5) { min-width: 12ch; }
    .claims td:nth-child(7) { min-width: 22ch; }
    .claims tr:target { background: #fff6d6; }
    .hole { border: 2px dashed #767676; border-radius: .3rem; padding: 1.2rem 1rem; max-width: none; background: #fafafa; }
    dl { max-width: 90ch; margin: .3rem 0 .8rem; }
    dl div { display: grid; grid-template-columns: 6.5rem 1fr; margin: .3rem 0; }
    dt { color: var(--quiet); }
    dd { margin: 0; }
    @media screen and (max-width: 760px) {
      figure img { width: 720px; }
      .cards tbody th { display: block; border: 0; padding: .15rem 0; font-weight: bold; }
      .cards .number { text-align: left; }
      .cards tr[hidden] { display: none; }
      .cards td { overflow-wrap: anywhere; white-space: normal !important; }
      dl div { display: block; }
    }
    @media print {
      nav, #filter, .links { display: none !important; }
      tr[hidden] { display: table-row !important; }
      a { color: inherit; text-decoration: none; }
      section { margin-top: 1.5rem; }
      h2, h3, .source { break-after: avoid; break-inside: avoid; }
      .claims td { min-width: 0 !important; }
      table { font-size: 7.5pt; }
      th, td { padding: 3px 5px; }
      figure img { max-height: 235mm; width: auto; max-width: 100%; }
    }
    """
