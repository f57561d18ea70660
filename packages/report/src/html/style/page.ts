/** The page, its head and foot, and what stands in every section. */
export const PAGE: string = `
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { font: 16px/1.55 var(--sans); background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 70rem; padding: 0 1.5rem 3rem; font-variant-numeric: tabular-nums; }
main:focus { outline: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3, h4, p, dl, dd, ul, ol, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h2 { font-size: 1.25rem; line-height: 1.3; font-weight: 650; letter-spacing: -.012em; }
h3 { font-size: 1.0625rem; font-weight: 650; letter-spacing: -.006em; }
h4 { font-size: .875rem; font-weight: 650; }
a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px; }
code, pre { font-family: var(--mono); font-size: .86em; }
code { overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--card); padding: .5rem 1rem; border-radius: 6px; z-index: 10; }
.skip:focus { top: .75rem; }
.masthead { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .25rem 1.5rem; padding: 1.25rem 0; }
.wordmark { display: flex; align-items: center; gap: .5rem; font-weight: 650; letter-spacing: -.01em; }
.mark .half { fill: var(--accent); } .mark .other { fill: none; stroke: var(--accent); stroke-width: 1.5; }
.source { display: flex; flex-wrap: wrap; gap: 0 .75rem; color: var(--soft); font-size: .875rem; }
.source > * + *::before { content: "/"; margin-right: .75rem; color: var(--edge); font: 1rem var(--sans); }
main > section { margin-top: 3rem; }
main > .verdict { margin-top: 0; }
.verdict + section { margin-top: 1rem; }
.heading { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1.5rem; }
.lead, .note, .under { color: var(--soft); font-size: .875rem; }
.lead { margin-top: .25rem; }
.under { display: block; font-size: .8125rem; font-weight: 400; line-height: 1.35; white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; padding: .7rem .75rem; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-size: .8125rem; font-weight: 500; padding-block: .6rem; vertical-align: bottom; white-space: nowrap; }
tbody th { font-weight: 500; }
.number { text-align: right; white-space: nowrap; }
.filter { display: flex; align-items: center; gap: .5rem; font-size: .875rem; color: var(--soft); }
input[type=search] { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: 6px; padding: .3rem .6rem; width: 14rem; max-width: 100%; }
button { font: inherit; font-size: .8125rem; font-weight: 500; color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: 6px; padding: .2rem .65rem; cursor: pointer; }
button:hover { border-color: var(--accent); color: var(--accent); }
summary { cursor: pointer; }
footer { margin-top: 3.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .8125rem; }
footer p + p { margin-top: .35rem; }
`;
