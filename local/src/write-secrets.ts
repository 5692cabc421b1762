import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { filesOf, makePasswords } from './compose-files.ts'
import { makeSecrets } from './make-secrets.ts'

/**
 * Makes the secrets and passwords of a Compose stack on its first start, keeps them, and writes for each container those that it
 * needs into a folder of its own, so that the stack needs no edits and has no secret in the repository. One given in the
 * environment goes before the one that is kept.
 */
const [directory = '/secrets'] = process.argv.slice(2)
const { env } = process
const keptPath = join(directory, 'kept/secrets.json')

const kept: Record<string, string> = existsSync(keptPath) ? JSON.parse(readFileSync(keptPath, 'utf8')) : {}
const known = <Values extends Record<string, string>>(made: Values): Values => {
  const values = { ...made }
  for (const name in made) Object.assign(values, { [name]: env[name] || kept[name] || made[name] })
  return values
}
const passwords = known(makePasswords())
const secrets = known(makeSecrets())
write(keptPath, JSON.stringify({ ...passwords, ...secrets }, null, 2), 0o600)

const { GATEWAY_PUBLIC_KEYS, CHAT_PUBLIC_KEYS, MONGODB_URL, REDIS_URL, RABBITMQ_URL, SMTP_URL } = env
const files = filesOf(secrets, passwords, {
  gatewayPublicKeys: GATEWAY_PUBLIC_KEYS,
  chatPublicKeys: CHAT_PUBLIC_KEYS,
  mongodb: MONGODB_URL,
  redis: REDIS_URL,
  rabbitmq: RABBITMQ_URL,
  smtp: SMTP_URL,
})
for (const [container, contents] of Object.entries(files)) {
  // Each volume is mounted by its container alone, whose user has another number than this one's.
  for (const [name, content] of Object.entries(contents)) write(join(directory, container, name), content, 0o444)
}

function write(path: string, content: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.part`, content, { mode })
  renameSync(`${path}.part`, path)
}
