import { readFileSync } from 'node:fs'

const LINE = /^# ([A-Z][A-Z0-9_]*)=(.*?)(?: +#.*)?$/gm

/** The variables of `.env.example` with the defaults that it tells: a service that is given them is as if it were given nothing. */
export function exampleEnv(): Record<string, string> {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8')
  return Object.fromEntries([...text.matchAll(LINE)].map(([, name = '', value = '']) => [name, value]))
}
