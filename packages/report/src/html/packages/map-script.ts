/** Draws the maps of packages: one canvas each, so that thousands of tiles stay smooth. Part of the page's only script. */
export const MAP_SCRIPT: string = `
  const sizeText = (bytes) => {
    const size = Math.abs(bytes), sign = bytes < 0 ? '\\u2212' : '';
    if (size < 1024) return sign + size + '\\u00a0B';
    if (size < 1048525) return sign + (size / 1024).toFixed(1) + '\\u00a0KiB';
    return sign + (size / 1048576).toFixed(1) + '\\u00a0MiB';
  };
  const deltaText = (bytes) => (bytes > 0 ? '+' : '') + sizeText(bytes);

  const startMap = (box) => {
    const data = JSON.parse(box.querySelector('script[type="application/json"]').textContent);
    const canvas = box.querySelector('canvas');
    const told = box.querySelector('.map-told');
    const input = box.querySelector('input[type=search]');
    const output = box.querySelector('output');
    const body = box.querySelector('.package-rows tbody');
    const count = data.rows.length;
    const compared = data.layouts.delta !== undefined;
    const texts = data.rows.map((row) => (row[0] + ' ' + row[1]).toLowerCase());
    const byNow = data.rows.map((_, row) => row).sort((a, b) => data.rows[b][4] - data.rows[a][4]);
    const byBefore = [...byNow].sort((a, b) => data.rows[b][3] - data.rows[a][3]);
    const moveOf = (row) => Math.abs(data.rows[row][4] - data.rows[row][3]);
    const byMove = [...byNow].sort((a, b) => moveOf(b) - moveOf(a));
    let view = 'after', matches = null, current = -1, waiting = false, colours = {};

    const readColours = () => {
      const style = getComputedStyle(document.documentElement);
      const of = (name) => style.getPropertyValue('--' + name).trim();
      colours = { owners: [of('p-codeAndData'), of('p-debug'), of('p-pclntab')], grew: of('p-debug'), shrank: of('good'),
        text: of('on-part'), edge: of('card'), ring: of('ink') };
    };
    const fits = (row) => matches === null || matches.has(row);
    const order = () => (view === 'delta' ? byMove : view === 'before' ? byBefore : byNow);
    const shade = (row) => {
      const [, , owner, before, after] = data.rows[row];
      return view === 'delta' ? (after > before ? colours.grew : colours.shrank) : colours.owners[owner];
    };
    const place = (row) => {
      const layout = data.layouts[view], at = row * 4;
      const sx = canvas.clientWidth / (data.width * 10), sy = canvas.clientHeight / (data.height * 10);
      return [layout[at] * sx, layout[at + 1] * sy, layout[at + 2] * sx, layout[at + 3] * sy];
    };
    const draw = () => {
      waiting = false;
      const scale = devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
      if (width === 0) return;
      if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
        canvas.width = Math.round(width * scale);
        canvas.height = Math.round(height * scale);
      }
      const pen = canvas.getContext('2d');
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.clearRect(0, 0, width, height);
      pen.font = '11px ' + getComputedStyle(document.body).fontFamily;
      pen.textBaseline = 'top';
      for (let row = 0; row < count; row++) {
        const [x0, y0, x1, y1] = place(row), w = x1 - x0, h = y1 - y0;
        if (w <= 0 || h <= 0) continue;
        pen.globalAlpha = fits(row) ? 1 : 0.18;
        pen.fillStyle = shade(row);
        const gap = w > 4 && h > 4 ? 0.5 : 0;
        pen.fillRect(x0 + gap, y0 + gap, w - 2 * gap, h - 2 * gap);
        if (w < 44 || h < 18) continue;
        const path = data.rows[row][0], room = w - 10;
        const name = [path, path.split('/').slice(-2).join('/'), path.split('/').at(-1)].find((text) => pen.measureText(text).width <= room);
        if (name === undefined) continue;
        pen.fillStyle = colours.text;
        pen.fillText(name, x0 + 5, y0 + 4);
        const bytes = view === 'delta' ? deltaText(data.rows[row][4] - data.rows[row][3]) : sizeText(data.rows[row][view === 'after' ? 4 : 3]);
        if (h >= 34 && pen.measureText(bytes).width <= room) pen.fillText(bytes, x0 + 5, y0 + 18);
      }
      pen.globalAlpha = 1;
      if (current >= 0) {
        const [x0, y0, x1, y1] = place(current);
        pen.lineWidth = 4; pen.strokeStyle = colours.edge;
        pen.strokeRect(x0 + 1, y0 + 1, x1 - x0 - 2, y1 - y0 - 2);
        pen.lineWidth = 2; pen.strokeStyle = colours.ring;
        pen.strokeRect(x0 + 1, y0 + 1, x1 - x0 - 2, y1 - y0 - 2);
      }
    };
    const redraw = () => { if (!waiting) { waiting = true; requestAnimationFrame(draw); } };
    const tell = (row) => {
      if (row === current) return;
      current = row;
      if (row < 0) told.textContent = '';
      else {
        const [path, module, , before, after] = data.rows[row];
        const change = before < 0 || before === after ? '' : before === 0 ? ', new' : after === 0 ? ', gone' : ', ' + deltaText(after - before);
        told.textContent = path + ': ' + sizeText(after) + change + (module === '' ? '' : ', of ' + module);
      }
      redraw();
    };
    const cell = (tag, text, name) => {
      const element = document.createElement(tag);
      if (name) element.className = name;
      if (tag === 'th') { element.scope = 'row'; }
      element.textContent = text;
      return element;
    };
    const list = () => {
      const shown = [];
      for (const row of order()) {
        if (shown.length === 100) break;
        if (fits(row) && (view !== 'delta' || moveOf(row) > 0)) shown.push(row);
      }
      body.replaceChildren(...shown.map((row) => {
        const [path, module, , before, after] = data.rows[row];
        const line = document.createElement('tr');
        line.append(cell('th', path, 'code'), cell('td', module, 'code'));
        if (compared) line.append(cell('td', sizeText(before), 'number'));
        line.append(cell('td', sizeText(after), 'number'));
        if (compared) line.append(cell('td', before === after ? '' : (before === 0 ? 'new, ' : '') + deltaText(after - before), 'number'));
        return line;
      }));
      const found = matches === null ? count : matches.size;
      output.textContent = (matches === null ? '' : found.toLocaleString('en') + ' of ') + count.toLocaleString('en') + ' packages' + (found > 100 ? ', the largest 100 listed' : '');
    };

    input.parentElement.hidden = false;
    box.querySelector('.views').hidden = !compared;
    canvas.hidden = false;
    box.querySelector('.owners').hidden = false;
    input.addEventListener('input', () => {
      const words = input.value.trim().toLowerCase().split(/\\s+/).filter(Boolean);
      matches = words.length === 0 ? null : new Set(texts.flatMap((text, row) => words.every((word) => text.includes(word)) ? [row] : []));
      list();
      redraw();
    });
    for (const choice of all('input[type=radio]', box)) choice.addEventListener('change', () => {
      view = choice.value;
      box.querySelector('.owners').hidden = view === 'delta';
      box.querySelector('.moves').hidden = view !== 'delta';
      tell(-1);
      list();
      redraw();
    });
    canvas.addEventListener('pointermove', (event) => {
      const { left, top } = canvas.getBoundingClientRect(), x = event.clientX - left, y = event.clientY - top;
      let hit = -1;
      for (let row = 0; row < count; row++) {
        const [x0, y0, x1, y1] = place(row);
        if (x >= x0 && x < x1 && y >= y0 && y < y1) { hit = row; break; }
      }
      tell(hit);
    });
    canvas.addEventListener('pointerleave', () => tell(-1));
    canvas.addEventListener('keydown', (event) => {
      const has = (row) => fits(row) && data.layouts[view][row * 4 + 2] > data.layouts[view][row * 4];
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === 'Escape') { tell(-1); return; }
      if (step === undefined && event.key !== 'Home') return;
      event.preventDefault();
      const rows = order();
      let at = event.key === 'Home' ? 0 : rows.indexOf(current) + step;
      while (at >= 0 && at < count && !has(rows[at])) at += step ?? 1;
      if (at >= 0 && at < count) tell(rows[at]);
    });
    new ResizeObserver(redraw).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readColours(); redraw(); });
    readColours();
    list();
    redraw();
  };
  for (const details of all('details.packages')) {
    const box = details.querySelector('[data-map]');
    let started = false;
    const start = () => { if (details.open && !started) { started = true; startMap(box); } };
    details.addEventListener('toggle', start);
    start();
  }
`;
