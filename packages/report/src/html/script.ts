import { MAP_SCRIPT } from './packages/map-script.ts';

/** What the page does beyond HTML: filters, copying, folding, one tab stop per matrix. Everything reads without it. */
export const SCRIPT: string = `
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  for (const input of all('input[data-filters]')) {
    const rows = all(input.dataset.filters);
    const output = input.parentElement.querySelector('output');
    const noun = output.textContent.replace(/^[\\d,]+ /, '');
    const counted = rows.filter((row) => row.tagName === 'TR');
    input.parentElement.hidden = false;
    input.addEventListener('input', () => {
      const wanted = input.value.trim().toLowerCase().split(/\\s+/);
      for (const row of rows) {
        const text = row.dataset.binary ?? row.dataset.module;
        row.hidden = !wanted.every((word) => text.includes(word));
      }
      const shown = counted.filter((row) => !row.hidden).length;
      output.textContent = shown === counted.length ? shown + ' ' + noun : shown + ' of ' + counted.length + ' ' + noun;
    });
  }

  for (const button of all('button.copy')) {
    const figure = button.closest('figure');
    const code = figure.querySelector('code');
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.dataset.done = 'Copied';
      } catch {
        getSelection().selectAllChildren(code);
        button.dataset.done = 'Selected';
      }
      setTimeout(() => delete button.dataset.done, 1600);
    });
  }

  const evidence = all('details.evidence:not(.packages)');
  if (evidence.length > 1) {
    for (const box of all('.fold-all')) box.hidden = false;
    for (const button of all('button[data-fold]')) {
      button.addEventListener('click', () => {
        for (const details of evidence) details.open = button.dataset.fold === 'open';
      });
    }
  }
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
      target.scrollIntoView();
      target.querySelector('summary').focus({ preventScroll: true });
    }
  };
  addEventListener('hashchange', reveal);
  reveal();
  for (const link of all('a[href^="#binary-"]')) {
    link.addEventListener('click', () => { if (link.hash === location.hash) reveal(); });
  }

  for (const table of all('table.matrix')) {
    const lines = all('tbody tr', table).map((line) => all('.answer', line));
    const cells = lines.flat();
    cells.forEach((cell, at) => { cell.tabIndex = at === 0 ? 0 : -1; });
    table.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') { event.target.classList.add('quiet'); return; }
      const line = lines.findIndex((row) => row.includes(event.target));
      if (line < 0) return;
      const column = lines[line].indexOf(event.target);
      const next = {
        ArrowRight: lines[line][column + 1],
        ArrowLeft: lines[line][column - 1],
        ArrowDown: lines[line + 1]?.[column],
        ArrowUp: lines[line - 1]?.[column],
        Home: lines[line][0],
        End: lines[line].at(-1),
      }[event.key];
      if (!next) return;
      event.preventDefault();
      for (const cell of cells) cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
    table.addEventListener('focusout', (event) => event.target.classList.remove('quiet'));
  }

${MAP_SCRIPT}
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = all('details:not([open]):not(.table)');
    for (const details of folded) details.open = true;
  });
  addEventListener('afterprint', () => { for (const details of folded) details.open = false; });
})();
`;
