export default function twice(n) { return n * 2 }
export function join(...parts) { return parts.join('-') }
export let count = 0
