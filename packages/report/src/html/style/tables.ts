/** Table of binaries and capability matrix. */
export const TABLES: string = `
.binaries { margin-top: .9rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--round); border-collapse: separate; border-spacing: 0; }
.binaries th:first-child, .binaries td:first-child { padding-left: 1.25rem; } .binaries th:last-child, .binaries td:last-child { padding-right: 1.25rem; }
.binaries tbody th { font-weight: 600; max-width: 15rem; overflow-wrap: anywhere; } .binaries tbody th a { text-decoration-color: var(--line); color: var(--ink); }
.binaries tbody th a:hover { color: var(--accent); }
.binaries .wide { width: 30%; } .binaries td.wide .bar { margin-top: .4rem; } .binaries td.wide .bar + .bar { margin-top: .25rem; }
.binaries .error th a::before { content: "✕ "; color: var(--bad); } .binaries .warning th a::before { content: "! "; color: var(--warn); }
.levels { white-space: nowrap; color: var(--soft); } .level { color: var(--ink); font-weight: 600; }
.mark.good, .mark.bad, .mark.warn { font-weight: 550; white-space: nowrap; } span.mark.good { color: var(--good); } span.mark.bad { color: var(--bad); } span.mark.warn { color: var(--warn); } .mark.none { color: var(--soft); }
.matrix { margin-top: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--round); border-collapse: separate; border-spacing: 0; }
.matrix caption { text-align: left; padding: 0 0 .5rem .1rem; font-size: .9375rem; font-weight: 600; }
.matrix th, .matrix td { padding: .42rem .75rem; } .matrix th:first-child { padding-left: 1.25rem; } .matrix thead th { padding-block: .65rem; }
.matrix tbody th { font-weight: 450; width: 40%; } .matrix td { position: relative; width: 20%; }
.answer { display: inline-flex; align-items: center; gap: .5rem; padding: .05rem .5rem .05rem .3rem; margin-left: -.3rem; border-radius: 99px; cursor: help; font-size: .875rem; font-weight: 550; }
.answer svg { fill: currentColor; flex: none; } .answer .ring { fill: none; stroke: currentColor; stroke-width: 1.5; }
.answer.yes { color: var(--good); } .answer.partly { color: var(--warn); } .answer.no { color: var(--soft); }
.why { position: absolute; z-index: 5; left: .5rem; top: calc(100% - .2rem); width: max-content; max-width: 19rem; padding: .5rem .75rem; border-radius: 8px; background: var(--ink); color: var(--paper); font-size: .8125rem; line-height: 1.4; overflow-wrap: anywhere; visibility: hidden; opacity: 0; transition: opacity .12s; }
.matrix td:last-child .why { left: auto; right: .5rem; }
.answer:hover + .why, .answer:focus + .why, .why:hover { visibility: visible; opacity: 1; }
.answer.quiet + .why { visibility: hidden; }
table.modules { margin-top: .75rem; font-size: .875rem; } table.modules th, table.modules td { padding: .35rem .75rem; overflow-wrap: anywhere; } table.modules thead th { padding-block: .5rem; }
`;
