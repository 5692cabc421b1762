import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPackage } from '../build.ts'
import { startProducts } from '../example/products.ts'
import { startReviews } from '../example/reviews.ts'
import { ask, freePort, startProgram } from './example.ts'

const INSTALL_MS = 300_000
const here = import.meta.dirname
const run = promisify(execFile)

const SERVER = `
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createFederation } from '@colloquy/federation'

const { PORT, PRODUCTS_URL, REVIEWS_URL, SUPERGRAPH } = process.env
const federation = createFederation({
  supergraph: readFileSync(SUPERGRAPH, 'utf8'),
  routingUrls: { products: PRODUCTS_URL, reviews: REVIEWS_URL },
  viewerOf: ({ request }) => request.headers['x-user'] ?? 'nobody',
  sharedViewer: 'nobody',
  headersFor: (viewer) => ({ 'x-user': viewer }),
})
const server = createServer(federation.handler)
federation.attachWebSocket(server)
server.listen(PORT, () => console.log('http://localhost:' + PORT + '/graphql'))
`

const TYPED = `
import { createFederation, FederationError } from '@colloquy/federation'
import type { Federation, FederationErrorCode, ViewerOf } from '@colloquy/federation'

interface User { id: string }
const viewerOf: ViewerOf<User | null> = ({ request }) => (request.headers.authorization ? { id: 'ann' } : null)
const federation: Federation<User | null> = createFederation({ supergraph: '', viewerOf, sharedViewer: null })
export const code: FederationErrorCode = new FederationError('FORBIDDEN', 'No.').code
// @ts-expect-error: who asks is a user or null
export const result = federation.execute({ query: '{ a }', viewer: 'ann' })
// @ts-expect-error: the list of codes is closed
export const error = new FederationError('TEAPOT', 'No.')
`

let open: AsyncDisposableStack
let folder: string
/** An empty folder, and in it the package as npm makes it of a tarball. */
beforeAll(async () => {
  open = new AsyncDisposableStack()
  const directory = open.adopt(await mkdtemp(join(tmpdir(), 'federation-')), (path) => rm(path, { recursive: true }))
  const built = join(directory, 'built')
  folder = join(directory, 'stranger')
  await mkdir(built)
  await mkdir(folder)
  buildPackage(built)
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: built })
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--silent']
  await run('npm', ['install', ...quietly, `./${stdout.trim()}`, '@types/node@24'], { cwd: folder })
}, INSTALL_MS)
afterAll(() => open.disposeAsync())

test('it holds JavaScript, types, its README and its licence, and no tests', async () => {
  const installed = join(folder, 'node_modules/@colloquy/federation')
  expect(await readFile(join(installed, 'LICENSE'), 'utf8')).toContain('Elastic License 2.0')
  expect(await readFile(join(installed, 'README.md'), 'utf8')).toContain('# Federation')
  expect(await readFile(join(installed, 'dist/index.js'), 'utf8')).not.toMatch(/from '[^']*\.ts'/)
  const files = globSync('dist/**/*.*', { cwd: installed })
  expect(files).toContain('dist/index.d.ts')
  expect(files.filter((path) => !/^[^.]+(\.d\.ts|\.js)$/.test(path))).toEqual([])
})

test('its types are known to a program that is checked strictly', async () => {
  await writeFile(join(folder, 'typed.ts'), TYPED)
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--skipLibCheck']
  const { stdout } = await run(join(here, '../../node_modules/.bin/tsc'), [...options, '--types', 'node', 'typed.ts'], {
    cwd: folder,
  })
  expect(stdout).toBe('')
}, 60_000)

test('it runs a supergraph of strangers, live too', async () => {
  await writeFile(join(folder, 'server.js'), SERVER)
  await using program = startProgram(
    join(folder, 'server.js'),
    {
      PORT: await freePort(),
      PRODUCTS_URL: await startProducts(),
      REVIEWS_URL: await startReviews(),
      SUPERGRAPH: join(here, '../example/supergraph.graphql'),
    },
    folder,
  )
  const url = await program.line()
  expect(await ask(url, '{ product(id: "lamp") { name reviews { stars } } }')).toEqual({
    data: { product: { name: 'A lamp', reviews: [{ stars: 4 }] } },
    extensions: { cost: { requested: 11, limit: 10_000, surcharge: 200 } },
  })
  const client = createClient({ url: url.replace(/^http/, 'ws') })
  const first = client.iterate({ query: 'subscription { reviewAdded { stars product { name } } }' }).next()
  const isLive = first.then(() => true)
  const notYet = Promise.resolve(false)
  for (let told = false; !told; told = await Promise.race([isLive, notYet])) {
    await ask(url, 'mutation { addReview(productId: "lamp", stars: 3) { id } }')
  }
  expect((await first).value).toEqual({ data: { reviewAdded: { stars: 3, product: { name: 'A lamp' } } } })
  await client.dispose()
}, 60_000)
