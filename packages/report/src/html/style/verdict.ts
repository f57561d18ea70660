/** Verdict, figures, findings. */
export const VERDICT: string = `
.verdict { background: var(--card); border: 1px solid var(--line); border-radius: var(--round); padding: 2rem 2.25rem 2.1rem; }
.badge { display: inline-flex; align-items: center; gap: .4rem; font-size: .875rem; font-weight: 600; padding: .2rem .75rem .2rem .55rem; border-radius: 99px; }
.badge svg { fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
.pass .badge { color: var(--good); background: var(--good-ground); } .fail .badge { color: var(--bad); background: var(--bad-ground); }
.unjudged .badge { color: var(--soft); background: var(--raised); }
h1 { margin-top: .9rem; font-size: clamp(1.6rem, 1.1rem + 2.3vw, 2.5rem); line-height: 1.14; font-weight: 680; letter-spacing: -.026em; text-wrap: balance; }
.sentence { margin-top: .65rem; max-width: 46rem; color: var(--soft); font-size: 1.03rem; text-wrap: pretty; }
.lengths { margin-top: 1.9rem; display: grid; gap: .95rem; }
.length p { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; margin-bottom: .3rem; }
.length .what { font-weight: 600; } .length .bytes { font-weight: 600; } .length .note { margin-left: auto; }
.bar { display: block; border-radius: 3px; overflow: hidden; }
.length .bar { border-radius: 5px; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; color: var(--soft); font-size: .8125rem; }
.legend li { display: flex; align-items: center; gap: .4rem; }
.cards { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: var(--round); padding: 1.1rem 1.25rem 1.15rem; }
.card dt { color: var(--soft); font-size: .875rem; }
.card .figure { font-size: 1.85rem; line-height: 1.25; font-weight: 640; letter-spacing: -.022em; margin-top: .15rem; white-space: nowrap; }
.card .figure small { font-size: .6em; font-weight: 550; letter-spacing: 0; color: var(--soft); }
.card.good .figure { color: var(--good); } .card.warn .figure { color: var(--warn); }
.card .note { margin-top: .15rem; font-size: .8125rem; line-height: 1.4; }
.findings { margin-top: .9rem; display: grid; gap: .75rem; }
.finding { background: var(--card); border: 1px solid var(--line); border-radius: var(--round); padding: 1rem 1.25rem; }
.finding .rule { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem .6rem; font-weight: 600; }
.tag { font-size: .75rem; font-weight: 600; padding: .05rem .55rem; border-radius: 99px; }
.error .tag { color: var(--bad); background: var(--bad-ground); } .warning .tag { color: var(--warn); background: var(--warn-ground); }
.notice .tag { color: var(--accent); background: var(--accent-ground); }
.finding .told { margin-top: .35rem; overflow-wrap: anywhere; } .finding .measured { color: var(--soft); font-size: .875rem; }
.finding .next { margin-top: .3rem; color: var(--soft); overflow-wrap: anywhere; } .finding .at { color: var(--ink); }
`;
