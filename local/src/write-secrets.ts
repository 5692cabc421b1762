import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { makeSecrets, publicKeysOf } from './make-secrets.ts'

/**
 * Makes the secrets of a Compose stack on its first start and keeps them in a file of variables, so that it needs no
 * edits and has no secret in the repository. One given in the environment goes before the one that is kept.
 */
const [path = '/secrets/secrets.env'] = process.argv.slice(2)
const made = makeSecrets()
const kept = existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {}
const given = (name: string, value: string) => process.env[name] || kept[name] || value
const secrets = {
  ...made,
  ...Object.fromEntries(Object.entries(made).map(([name, value]) => [name, given(name, value)])),
}
const variables = { ...secrets, ...publicKeysOf(secrets) }
const lines = Object.entries(variables).map(([name, value]) => `${name}='${process.env[name] || value}'`)
writeFileSync(`${path}.part`, `${lines.join('\n')}\n`)
renameSync(`${path}.part`, path)
