const base = { props: { value: { type: Number, default: 0 }, step: { default: 1 } } }

export const counting = {
  extends: base,
  methods: {
    add() {
      this.$emit('input', this.value + this.step)
      this.$emit('update:value', this.value + this.step)
    },
  },
  destroyed() { console.log('destroyed') },
}
