// Tables of tests, as in Jest: test.each, it.only.each, describe.each and others. Source: Jest's
// page "Globals", test.each(table)(name, fn, timeout).
(function (native) {
  'use strict';
  // Returns the rows of a table: a list whose rows are lists or single values, or a template string
  // whose first line has the names of the columns.
  function rowsOf(call, table, values) {
    if (table && table.raw) {
      const names = table[0].split('|').map((name) => name.trim()).filter(Boolean);
      if (names.length === 0 || values.length % names.length !== 0) {
        throw new TypeError(`${call}: expected ${names.length || 'some'} values in each row, as the ` +
          `first line names, got ${values.length} in all`);
      }
      const rows = [];
      for (let i = 0; i < values.length; i += names.length) {
        rows.push([Object.fromEntries(names.map((name, j) => [name, values[i + j]]))]);
      }
      return rows;
    }
    if (!Array.isArray(table) || table.length === 0) {
      throw new TypeError(`${call}: expected a table with rows, like [[1, 2], [3, 4]], got ` +
        native.inspect(table));
    }
    return table.map((row) => (Array.isArray(row) ? row : [row]));
  }

  const asText = (value) => (typeof value === 'string' ? value : native.inspect(value));
  const FORMATS = {
    s: (value) => (typeof value === 'object' ? asText(value) : String(value)),
    d: (value) => String(Number(value)),
    i: (value) => String(parseInt(value, 10)),
    f: (value) => String(parseFloat(value)),
    j: (value) => JSON.stringify(value),
    p: native.inspect,
    o: native.inspect,
    O: native.inspect,
  };

  function titleOf(title, row, index) {
    const waiting = row.slice();
    const filled = title.replace(/%([sdifjpoO#%])/g, (whole, format) => {
      if (format === '%') return '%';
      if (format === '#') return String(index);
      return waiting.length ? FORMATS[format](waiting.shift()) : whole;
    });
    const [named] = row;
    if (row.length !== 1 || typeof named !== 'object' || named === null) return filled;
    return filled.replace(/\$(#|[A-Za-z_][\w.]*)/g, (whole, path) => {
      if (path === '#') return String(index);
      const [first, ...rest] = path.split('.');
      if (!(first in named)) return whole;
      const found = rest.reduce((value, name) => (value == null ? value : value[name]), named[first]);
      return asText(found);
    });
  }

  // Declares a test or suite for each row. The function gets the row's values as arguments, and
  // then `done` if it has a further parameter.
  const each = (declare, call) => (table, ...values) => {
    const rows = rowsOf(call, table, values);
    return (title, fn, ...rest) => {
      if (typeof title !== 'string' || typeof fn !== 'function') {
        throw new TypeError(`${call}(table): expected a title and a function, like ("adds %d", (n) => {…})`);
      }
      const seen = new Set();
      rows.forEach((row, index) => {
        let filled = titleOf(title, row, index);
        if (seen.has(filled)) filled += ` (${index + 1})`; // Jasmine requires different titles
        seen.add(filled);
        const body = fn.length > row.length ? function (done) { return fn.call(this, ...row, done); }
          : function () { return fn.apply(this, row); };
        declare(filled, body, ...rest);
      });
    };
  };

  native.addEach = (declare, call) => {
    for (const [suffix, form] of [['', declare], ['.only', declare.only], ['.skip', declare.skip]]) {
      form.each = each(form, `${call}${suffix}.each`);
    }
  };
})(globalThis.__native);
