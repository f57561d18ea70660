/** Changes, package maps, what-if and history. */
export const CHARTS: string = `
.sheet { margin-top: .9rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--round); border-collapse: separate; border-spacing: 0; font-size: .875rem; }
.sheet th, .sheet td { padding: .5rem .75rem; overflow-wrap: anywhere; } .sheet th:first-child { padding-left: 1.25rem; } .sheet thead th { padding-block: .6rem; } .sheet .number { overflow-wrap: normal; }
.sheet tbody th { min-width: 6.5rem; } .sheet td code { white-space: nowrap; } .sheet svg { vertical-align: middle; } .axis { stroke: var(--edge); stroke-width: 1; }
rect.grew { fill: var(--p-debug); } rect.shrank { fill: var(--good); } rect.layer { fill: var(--p-codeAndData); } .up { color: var(--bad); } .down { color: var(--good); }
.over-table { margin-top: 1.5rem; font-size: .9375rem; }
.packages .body { padding-top: .25rem; gap: .25rem; }
.map-bar { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content: space-between; margin-bottom: .75rem; }
.map-bar .filter { flex-wrap: wrap; }
.views { min-width: 0; border: 1px solid var(--edge); border-radius: 7px; padding: 0; margin: 0; display: flex; overflow: hidden; }
.views label { position: relative; font-size: .8125rem; font-weight: 500; padding: .28rem .8rem; cursor: pointer; } .views label + label { border-left: 1px solid var(--edge); }
.views input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; } .views label:has(:checked) { background: var(--accent-ground); color: var(--accent); } .views label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: -2px; }
.package-map { display: block; width: 100%; height: clamp(18rem, 42vw, 30rem); border-radius: 6px; }
.map-told { min-height: 1.5rem; margin-top: .4rem; font-size: .8125rem; overflow-wrap: anywhere; }
.o-0 { fill: var(--p-codeAndData); } .o-1 { fill: var(--p-debug); } .o-2 { fill: var(--p-pclntab); }
.scroll { margin-top: .9rem; max-height: 19rem; overflow: auto; border-top: 1px solid var(--line); } .scroll thead th { position: sticky; top: 0; background: var(--card); }
.package-rows { font-size: .8125rem; } .package-rows th, .package-rows td { padding: .3rem .6rem; overflow-wrap: anywhere; } .package-rows .code { font-family: var(--mono); font-size: .86em; font-weight: 500; } .package-rows .number { overflow-wrap: normal; }
.what-if, .histories { margin-top: .9rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1rem; }
.what-if figure, .history { background: var(--card); border: 1px solid var(--line); border-radius: var(--round); padding: 1rem 1.25rem; }
.what-if figcaption, .history figcaption { display: flex; justify-content: space-between; gap: 1rem; font-weight: 600; font-size: .9375rem; margin-bottom: .4rem; overflow-wrap: anywhere; } .history figcaption .note { white-space: nowrap; font-weight: 400; }
.bars th, .bars td { border: 0; padding: .3rem .4rem; vertical-align: middle; } .bars th { padding-left: 0; font-weight: 450; font-size: .8125rem; width: 10.5rem; } .bars td.number { padding-right: 0; font-size: .8125rem; width: 6rem; }
.bars .now th { font-weight: 600; } .bars .tag { display: block; width: max-content; padding: 0; color: var(--accent); font-weight: 500; }
.bars .disk { fill: color-mix(in srgb, var(--p-codeAndData) 45%, var(--card)); } .bars .now .disk { fill: color-mix(in srgb, var(--accent) 55%, var(--card)); } .bars .wire { fill: var(--p-codeAndData); } .bars .now .wire { fill: var(--accent); }
.history .grid { stroke: var(--line); stroke-width: 1; } .history .tick { fill: var(--soft); font-size: 11px; text-anchor: end; } .history .tick.date { text-anchor: start; }
.history .line { fill: none; stroke: var(--accent); stroke-width: 1.75; stroke-linejoin: round; } .history .limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 5 4; }
.history .past { fill: var(--accent); } .history .this { fill: var(--card); stroke: var(--accent); stroke-width: 2.25; }
.histories { grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); }
@media (max-width: 46rem) {
  .sheet { display: block; position: relative; overflow-x: auto; } .bars th { width: 7.5rem; } .package-rows th, .package-rows td { padding-inline: .3rem; }
  .package-rows td:nth-child(2), .package-rows th:nth-child(2) { display: none; }
}
@media print { .scroll { max-height: none; } .package-map, .map-told, .map-bar, .packages .legend { display: none; } }
`;
