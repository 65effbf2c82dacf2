// Formats a value as lines of text, for console.log and for the difference of two values.
(function (native) {
  'use strict';
  const DEEPEST = 20;
  const isName = (key) => /^[A-Za-z_$][\w$]*$/.test(key);

  function members(value, depth, seen) {
    const inside = [...seen, value];
    if (Array.isArray(value)) return value.map((member) => lines(member, depth + 1, inside));
    if (value instanceof Map) {
      return [...value].map(([key, member]) =>
        `${lines(key, depth + 1, inside)} => ${lines(member, depth + 1, inside)}`);
    }
    if (value instanceof Set) return [...value].map((member) => lines(member, depth + 1, inside));
    return Object.keys(value).sort().map((key) =>
      `${isName(key) ? key : JSON.stringify(key)}: ${lines(value[key], depth + 1, inside)}`);
  }

  function lines(value, depth, seen) {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'function') return `[function ${value.name || 'anonymous'}]`;
    if (typeof value !== 'object' || value === null) {
      return Object.is(value, -0) ? '-0' : String(value);
    }
    if (native.objectIds.has(value)) return String(value);
    if (typeof value.jasmineToString === 'function') {
      return value.jasmineToString((inner) => lines(inner, depth, seen));
    }
    if (value instanceof Error) return `[${value.name}: ${value.message}]`;
    if (value instanceof RegExp || value instanceof Date) return String(value);
    if (ArrayBuffer.isView(value)) return `${value.constructor.name} [${[...value].join(', ')}]`;
    if (seen.includes(value)) return '[circular]';
    if (depth > DEEPEST) return '...';
    const isList = Array.isArray(value) || value instanceof Set;
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    const { constructor } = value;
    const isPlain = !constructor || constructor === Object || constructor === Array;
    const head = isPlain ? '' : `${constructor.name} `;
    const found = members(value, depth, seen);
    if (found.length === 0) return head + open + close;
    const indent = '  '.repeat(depth + 1);
    const body = found.map((member) => `\n${indent}${member},`).join('');
    return `${head}${open}${body}\n${'  '.repeat(depth)}${close}`;
  }

  native.inspect = (value) => lines(value, 0, []);
})(globalThis.__native);
