/** The unfolded part of each binary, and the list of modules. */
export const EVIDENCE: string = `
details.evidence, details.modules { margin-top: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--round); }
details.evidence > summary, details.modules > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .9rem; padding: .85rem 1.25rem; list-style: none; border-radius: var(--round); }
summary::-webkit-details-marker { display: none; }
details.evidence > summary::before, details.modules > summary::before, .table > summary::before { content: ""; width: .45rem; height: .45rem; border: solid var(--soft); border-width: 0 1.75px 1.75px 0; transform: rotate(-45deg) translate(-1px, -1px); flex: none; align-self: center; transition: transform .12s; }
details[open] > summary::before { transform: rotate(45deg) translate(-2px, -1px) !important; }
.summary-facts { color: var(--soft); font-size: .875rem; }
summary:hover h3, summary:hover h2 { color: var(--accent); }
details.evidence h3 { overflow-wrap: anywhere; }
.evidence .body { padding: .35rem 1.25rem 1.4rem; display: grid; gap: 1.75rem; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 1.75rem 2.5rem; } .columns > *, .block { min-width: 0; }
.map figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .2rem 1.5rem; margin-bottom: .5rem; }
.keys { display: flex; gap: 1.1rem; color: var(--soft); font-size: .8125rem; } .key { display: flex; align-items: center; gap: .4rem; }
.key::before { content: ""; width: 11px; height: 11px; border-radius: 2px; } .key.stays::before { background: var(--p-codeAndData); } .key.gone::before { border: 1.5px dashed var(--p-debug); }
.treemap { display: block; height: auto; border-radius: 4px; } .treemap.narrow { display: none; }
.tile rect { fill: var(--part); } .tile text { fill: var(--on-part); font: 600 11.5px var(--sans); } .tile .bytes { font-weight: 400; }
.tile.gone rect { fill: color-mix(in srgb, var(--part) 13%, var(--card)); stroke: var(--part); stroke-width: 1.25; stroke-dasharray: 4 2.5; } .tile.gone text { fill: var(--ink); }
.tile:hover rect { filter: brightness(1.12); }
.table > summary { display: inline-flex; align-items: center; gap: .6rem; margin-top: .5rem; color: var(--soft); font-size: .8125rem; list-style: none; } .table > summary:hover { color: var(--accent); }
.table table { font-size: .8125rem; margin-top: .4rem; } .table th, .table td { padding: .25rem .6rem; }
.claims { margin-top: .5rem; display: grid; gap: .5rem; font-size: .875rem; }
.claims li { display: grid; grid-template-columns: 1.35rem 1fr; } .claims li > * { grid-column: 2; } .claims b { text-transform: none; font-weight: 600; } .claims b::first-letter { text-transform: uppercase; } .claims li > span:last-child { color: var(--soft); overflow-wrap: anywhere; }
.claims li::before { content: "✓"; grid-column: 1; grid-row: 1; font-weight: 700; color: var(--good); } .claims li.bad::before { content: "✕"; color: var(--bad); } .claims li.bad b { color: var(--bad); }
.identity { margin-top: .5rem; display: grid; gap: .4rem; font-size: .875rem; } .identity > div { display: grid; grid-template-columns: 7.5rem 1fr; gap: .75rem; } .identity dt { color: var(--soft); } .identity dd { overflow-wrap: anywhere; min-width: 0; }
.receipts { margin: .5rem 0 0; display: grid; gap: .5rem; font-size: .9375rem; } .receipts .note { display: block; font-size: .8125rem; }
.command { position: relative; margin-top: .9rem; } .command figcaption { color: var(--soft); font-size: .8125rem; margin-bottom: .25rem; }
.command pre { margin: 0; background: var(--raised); border-radius: 8px; padding: .7rem 5.5rem .7rem .9rem; overflow-x: auto; line-height: 1.55; font-size: .8125rem; } .command pre code { font-size: 1em; overflow-wrap: normal; }
.copy { position: absolute; right: .5rem; bottom: .45rem; } .copy[data-done] { font-size: 0; color: var(--good); border-color: var(--good); } .copy[data-done]::before { content: attr(data-done); font-size: .8125rem; }
.warnings { margin-top: .4rem; font-size: .875rem; color: var(--soft); }
details.modules h2 { display: inline; } details.modules > .filter, details.modules > table { margin-inline: 1.25rem; width: calc(100% - 2.5rem); } details.modules > table { margin-bottom: 1rem; }
`;
