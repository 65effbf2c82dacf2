export const shout = { methods: { shout: (text) => text.toUpperCase() } }
