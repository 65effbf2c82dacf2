export { join } from './helpers'
export const words = ['from', 'index']
export default { name: 'folder' }
