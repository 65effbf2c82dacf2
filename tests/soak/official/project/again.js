export { default } from './row'
export * from './mixin'
