/** Narrow windows and paper. */
export const SMALL_AND_PRINT: string = `
@media (max-width: 60rem) { .columns { grid-template-columns: 1fr; } .cards { grid-template-columns: 1fr 1fr; } }
@media (max-width: 46rem) {
  body { padding: 0 1rem 2rem; }
  main > section { margin-top: 2.25rem; }
  .verdict { padding: 1.35rem 1.25rem 1.5rem; }
  .length .note { margin-left: 0; width: 100%; }
  .cards { gap: .75rem; } .card { padding: .85rem 1rem .9rem; } .card .figure { font-size: 1.45rem; }
  .treemap.wide { display: none; } .treemap.narrow { display: block; }
  .binaries, .binaries tbody, .binaries tr, .binaries th, .binaries td { display: block; }
  .binaries thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .binaries tr { padding: .9rem 1.1rem; border-top: 1px solid var(--line); } .binaries tbody tr:first-child { border-top: 0; }
  .binaries tbody th, .binaries tbody td { border: 0; padding: 0 !important; max-width: none; width: auto; }
  .binaries tbody td { display: flex; gap: .5rem; align-items: baseline; text-align: left; font-size: .875rem; margin-top: .25rem; }
  .binaries tbody td::before { content: attr(data-label); color: var(--soft); flex: 0 0 6.5rem; }
  .binaries td.wide { display: block; width: 100%; margin: .4rem 0 .5rem; } .binaries td.wide::before { content: none; } .binaries td .under { display: inline; }
  .matrix th, .matrix td { padding: .45rem .4rem; } .matrix th:first-child { padding-left: .9rem; } .matrix tbody th { width: 37%; font-size: .875rem; }
  .matrix thead th { white-space: normal; } .matrix td { width: 21%; } .answer { font-size: .8125rem; gap: .35rem; }
  .matrix td { position: static; } .matrix tr { position: relative; } .why, .matrix td:last-child .why { left: .9rem; right: .9rem; width: auto; max-width: none; }
  .evidence .body { padding-inline: 1rem; } .identity > div { grid-template-columns: 1fr; gap: 0; }
  .command pre { padding-right: .9rem; padding-bottom: 2.6rem; } input[type=search] { width: 11rem; }
  .source > * + *::before { margin-right: .5rem; } .source { gap: 0 .5rem; }
}
@media (max-width: 23rem) { .answer svg { display: none; } .answer { margin-left: 0; padding-inline: 0; } .card .figure { font-size: 1.25rem; } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media (forced-colors: active) { .bar rect, .tile rect, .legend rect { forced-color-adjust: none; } }
@media print {
  :root { color-scheme: light; --paper: #fff; }
  html { font-size: 11px; } body { max-width: none; padding: 0; }
  .skip, .filter, .fold-all, .copy, .lead { display: none !important; }
  .card, .finding, .command, .map, tr, .claims li { break-inside: avoid; } h2, h3, summary { break-after: avoid; }
  .bar, .tile, .legend, .badge, .key { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .command pre { white-space: pre-wrap; overflow-wrap: anywhere; padding-right: .9rem; }
}
`;
