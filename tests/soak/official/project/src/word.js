import { start } from './known'
export const word = () => start
