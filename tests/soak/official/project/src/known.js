import { word } from './word'
export function known(depth) { return `${word()} ${depth}` }
export const start = 'at'
