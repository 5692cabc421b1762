import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { filesOf, makePasswords } from './compose-files.ts'
import { repositoryRoot } from './infrastructure/stand-in.ts'
import { makeSecrets } from './make-secrets.ts'

const service = z.object({
  image: z.string().optional(),
  build: z.object({ target: z.string() }).optional(),
  user: z.string(),
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  privileged: z.boolean().default(false),
  scale: z.string().optional(),
  volumes: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
})
const composeFile = z.object({ services: z.record(z.string(), service) })

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')

/** A text with variables put in as Compose does it: `${NAME}` and `${NAME:-default}`, the inner ones first. */
function interpolate(text: string, variables: Record<string, string>): string {
  const put = text.replaceAll(/\$\{(\w+)(?::-([^${}]*))?\}/g, (_, name: string, byDefault = '') =>
    String(variables[name] ?? byDefault),
  )
  return put === text ? put : interpolate(put, variables)
}

function compose(variables: Record<string, string> = {}) {
  const file: unknown = parse(read('docker-compose.yml'), { merge: true })
  const filled: unknown = JSON.parse(JSON.stringify(file), (_, value: unknown) =>
    typeof value === 'string' ? interpolate(value, variables) : value,
  )
  return composeFile.parse(filled).services
}

const services = Object.entries(compose())

test.each(services)('%s cannot write to its own files, gain rights or run as root', (_, contained) => {
  expect(contained).toMatchObject({ read_only: true, cap_drop: ['ALL'], privileged: false })
  expect(contained.security_opt).toContain('no-new-privileges:true')
  expect(contained.user).not.toMatch(/^(root|0)(:|$)/)
})

test('each container gets its own secrets and no others', () => {
  for (const [name, { volumes }] of services.filter(([container]) => container !== 'secrets')) {
    const secrets = volumes.filter((volume) => volume.startsWith('secrets'))
    expect({ name, secrets }).toEqual({ name, secrets: secrets.length === 0 ? [] : [`secrets-${name}:/secrets:ro`] })
  }
})

test('who gives secrets out owns each folder to write to before a volume is mounted there', () => {
  const image =
    read('deploy/Dockerfile')
      .split(/^FROM /m)
      .find((stage) => stage.includes(' AS secrets\n')) ?? ''
  const [, names = ''] = /printf 'secrets\/%s ' ([a-z0-9 -]+)\)/.exec(image) ?? []
  const made = names.split(' ').map((name) => `/secrets/${name}`)
  const folders = (compose().secrets?.volumes ?? []).map((volume) => volume.split(':')[1] ?? '')
  expect(folders.filter((folder) => folder.startsWith('/secrets/')).toSorted()).toEqual(made.toSorted())
  for (const folder of folders.filter((path) => path.startsWith('/owned/'))) expect(image).toContain(folder)
  for (const container of Object.keys(filesOf(makeSecrets(), makePasswords())))
    expect(made).toContain(`/secrets/${container}`)
})

test('no secret is in the environment of a container but of the one that gives them out', () => {
  for (const [name, { environment }] of services.filter(([container]) => container !== 'secrets')) {
    const told = Object.keys(environment).filter((variable) =>
      /SECRET|KEY|PEPPER|MONGODB_URL|REDIS_URL|RABBITMQ_URL/.test(variable),
    )
    const allowed = ['ACCESS_TOKEN_OTHER_PUBLIC_KEYS']
    expect({ name, told: told.filter((variable) => !allowed.includes(variable)) }).toEqual({ name, told: [] })
  }
})

test('a port that moves takes with it what names it', () => {
  const moved = compose({ WEB_PORT: '8080', GATEWAY_PORT: '8081', S3_PORT: '8082' })
  expect(moved.web?.ports).toEqual(['127.0.0.1:8080:3000'])
  expect(moved.balancer?.ports).toEqual(['127.0.0.1:8081:4000'])
  expect(moved.s3?.ports).toEqual(['127.0.0.1:8082:8333'])
  expect(moved.web?.environment).toMatchObject({
    PUBLIC_GATEWAY_URL: 'http://localhost:8081/graphql',
    PUBLIC_S3_ORIGIN: 'http://localhost:8082',
  })
  expect(moved.gateway?.environment).toMatchObject({
    ALLOWED_ORIGINS: 'http://localhost:8080,http://127.0.0.1:8080',
    PLAYGROUND_URL: 'http://localhost:8080/playground',
  })
  expect(moved.chat?.environment).toMatchObject({ S3_PUBLIC_ENDPOINT: 'http://localhost:8082' })
  const defaults = JSON.stringify(Object.values(moved).map(({ environment, ports }) => ({ environment, ports })))
  expect(defaults).not.toMatch(/localhost:(3000|4000|9100)/)
})

test('every variable of .env.example works here, or is marked', () => {
  const used = new Set(Array.from(read('docker-compose.yml').matchAll(/\$\{(\w+)/g), ([, name]) => name))
  const lines = read('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]+)=(.*)$/gm)
  const unused = Array.from(lines).filter(([, name, rest = '']) => !used.has(name) && !rest.includes('not in Compose'))
  expect(unused.map(([, name]) => name)).toEqual([])
})

test('a server of one’s own takes the place of a container', () => {
  for (const name of ['mongodb', 'redis', 'rabbitmq', 's3', 'mail']) {
    expect(compose()[name]?.scale).toBe('1')
    expect(compose({ [`${name.toUpperCase()}_CONTAINERS`]: '0' })[name]?.scale).toBe('0')
  }
})

test('only the balancer is known by the gateways’ port, so that there can be several', () => {
  expect(compose().gateway?.ports).toEqual([])
  expect(read('deploy/balancer.conf')).toContain('server gateway:4000 resolve;')
})

test('the gateway believes what its balancer appends, and the web nobody', () => {
  expect(compose().gateway?.environment['TRUSTED_PROXY_HOPS']).toBe('1')
  expect(compose().web?.environment['WEB_TRUSTED_PROXY_HOPS']).toBe('0')
  expect(read('deploy/balancer.conf')).toContain('proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;')
})

test('no test goes into an image', () => {
  expect(read('.dockerignore').split('\n')).toEqual(
    expect.arrayContaining(['**/tests', '**/*.test.ts', '**/*.test.tsx']),
  )
})

test('the balancer holds as many sockets of one address as a gateway allows', () => {
  const [, connections] = /worker_connections (\d+);/.exec(read('deploy/balancer.conf')) ?? []
  const [, sockets] = /^# SOCKETS_PER_ADDRESS=(\d+)/m.exec(read('.env.example')) ?? []
  expect(Number(connections)).toBeGreaterThanOrEqual(2 * Number(sockets))
})
