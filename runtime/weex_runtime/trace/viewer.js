'use strict';
// Shows the trace of a test: steps, the screens after each step, and events on one time line.
(function () {
  const trace = JSON.parse(document.getElementById('trace').textContent);
  const kinds = [...new Set(trace.events.map((event) => event[3]))].sort();
  let current = trace.first;

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function seconds(value) {
    return value.toFixed(3) + ' s';
  }

  const list = make('ol', { ariaLabel: 'Steps' });
  const buttons = trace.steps.map((step, index) => {
    const took = step.end === null ? 'not ended' : seconds(step.end - step.start);
    const place = step.place ? step.place + ' · ' : '';
    const button = make('button', { type: 'button', onclick: () => choose(index) },
      make('code', { textContent: step.text }),
      make('small', { textContent: place + seconds(step.start) + ' · ' + took }));
    if (step.source) button.append(make('small', {}, make('code', { textContent: step.source })));
    if (step.error) button.append(make('pre', { textContent: step.error }));
    list.append(make('li', { className: step.error ? 'failed' : '' }, button));
    return button;
  });

  const screens = make('section', { id: 'screens', ariaLabel: 'Screens' });
  const search = make('input', { type: 'search', placeholder: 'search', ariaLabel: 'Search events', oninput: show });
  const only = make('input', { type: 'checkbox', onchange: show });
  const boxes = kinds.map((kind) => make('input', { type: 'checkbox', checked: true, name: kind, onchange: show }));
  const filters = make('div', { id: 'filters' }, search, make('label', {}, only, ' of this step only'),
    ...boxes.map((box) => make('label', {}, box, ' ' + box.name)));
  const body = make('tbody');
  const head = make('tr', {}, ...['time', 'clock', 'page', 'kind', 'event'].map((name) => make('th', { textContent: name })));
  const table = make('table', {}, make('thead', {}, head), body);
  const left = Object.entries(trace.leftOut).filter((entry) => entry[1]);
  const cut = left.length ? 'left out: ' + left.map((entry) => entry[1] + ' ' + entry[0]).join(', ') : '';

  function choose(index) {
    if (!trace.steps.length) return show();
    current = Math.min(Math.max(index, 0), trace.steps.length - 1);
    buttons.forEach((button, at) => {
      if (at === current) button.setAttribute('aria-current', 'step');
      else button.removeAttribute('aria-current');
    });
    buttons[current].scrollIntoView({ block: 'nearest' });
    const shown = Object.entries(trace.steps[current].screens);
    screens.replaceChildren(...shown.map(([page, picture]) => {
      const caption = make('figcaption', { textContent: trace.pages[page] || 'page ' + page });
      if (picture === null) return make('figure', {}, caption, 'this screen was left out');
      // The pattern matches only image elements: the SVG escapes every "<" in a page's text.
      const svg = trace.screens[picture].replace(/(<image [^>]*href=")image:(\d+)"/g,
        (whole, start, index) => start + trace.images[index] + '"');
      const address = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
      return make('figure', {}, caption, make('img', { src: address, alt: 'the screen after the step' }));
    }));
    show();
  }

  function show() {
    const text = search.value.toLowerCase();
    const chosen = new Set(boxes.filter((box) => box.checked).map((box) => box.name));
    const rows = [];
    trace.events.forEach(([at, clock, page, kind, what, step]) => {
      if (!chosen.has(kind) || (only.checked && step !== current)) return;
      if (text && !what.toLowerCase().includes(text)) return;
      const cells = [seconds(at), seconds(clock), page, kind, what].map((value) => make('td', { textContent: value }));
      const row = make('tr', { className: kind === 'error' ? 'error' : '', onclick: () => choose(step) }, ...cells);
      if (step === current) row.dataset.caused = '';
      rows.push(row);
    });
    body.replaceChildren(...rows);
    const first = body.querySelector('[data-caused]');
    if (first) first.scrollIntoView({ block: 'nearest' });
  }

  document.addEventListener('keydown', (event) => {
    if (event.target === search) return;
    const move = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
    if (move) {
      event.preventDefault();
      choose(current + move);
    }
  });

  const header = make('header', {}, make('h1', { textContent: trace.title }));
  if (trace.error) header.append(make('pre', { textContent: trace.error }));
  if (cut) header.append(make('small', { textContent: cut }));
  document.body.append(header, list, screens,
    make('section', { id: 'events', ariaLabel: 'Events' }, filters, make('div', { id: 'rows' }, table)));
  choose(current);
})();
