import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startWorld } from './support/world.ts'

test('a new supergraph file takes over while the gateway runs, and a broken one does not', async () => {
  await using folder = await temporaryFolder()
  const supergraphPath = join(folder.path, 'supergraph.graphql')
  await copyFile(fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url)), supergraphPath)
  await using world = await startWorld({ supergraphPath })
  const describe = async () => {
    const response = await world.post({ query: '{ __type(name: "Query") { description } serverTime }' })
    return response.json()
  }
  const supergraph = await readFile(supergraphPath, 'utf8')

  await writeFile(supergraphPath, 'type Nonsense {')
  await writeFile(supergraphPath, supergraph.replace(/^type Query\b/m, '"Another." type Query'))
  await expect.poll(describe, { timeout: 10_000 }).toMatchObject({ data: { __type: { description: 'Another.' } } })
  await writeFile(supergraphPath, 'type Nonsense {')
  expect(await describe()).toMatchObject({ data: { serverTime: expect.any(String) } })
})

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'supergraph-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
