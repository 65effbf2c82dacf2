// Throws an error.

export function fail (reason) {
  if (reason) {
    throw new Error(reason)
  }
}
