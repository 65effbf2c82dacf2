import { join } from './helpers'

export default { data: () => ({ text: join('own', 'files') }), methods: { tap() { this.text += '!' } } }
