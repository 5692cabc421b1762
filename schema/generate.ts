import { readFile, writeFile } from 'node:fs/promises'
import { generate } from '@graphql-codegen/cli'
import { compose, subgraphFolder, subgraphNames } from './compose.ts'
import { readSubgraphSdl } from './src/subgraph-sdl.ts'

/**
 * Writes what is generated from the subgraphs' SDL: supergraph.graphql, the public api.graphql and the resolvers' types.
 * With --check it writes nothing and fails when a checked-in file is another than it would write.
 */
const root = new URL('..', import.meta.url).pathname
const check = process.argv.includes('--check')

const { supergraphSdl, apiSdl } = await compose()
const files = [
  { filename: `${root}schema/supergraph.graphql`, content: supergraphSdl },
  { filename: `${root}schema/api.graphql`, content: apiSdl },
  ...(await generateResolverTypes()),
]
const stale: string[] = []
for (const { filename, content } of files) {
  const present = await readFile(filename, 'utf8').catch(() => null)
  if (present === content) continue
  stale.push(filename.slice(root.length))
  if (!check) await writeFile(filename, content)
}
if (check && stale.length > 0) {
  console.error(`Not what the SDL generates: ${stale.join(', ')}. Run: npm run generate`)
  process.exitCode = 1
} else {
  console.log(stale.length > 0 ? `Wrote ${stale.join(', ')}` : 'Generated files are up to date.')
}

async function generateResolverTypes(): Promise<{ filename: string; content: string }[]> {
  const subgraphs = await Promise.all(
    subgraphNames.map(async (name) => ({
      name,
      sdl: await readSubgraphSdl(subgraphFolder(name)),
      mappers: await readMappers(name),
    })),
  )
  const generates = Object.fromEntries(
    subgraphs.map(({ name, sdl, mappers }) => [
      `${root}subgraphs/${name}/src/resolver-types.generated.ts`,
      {
        schema: sdl,
        plugins: ['typescript', 'typescript-resolvers'],
        config: {
          federation: true,
          useTypeImports: true,
          enumsAsConst: true,
          contextType: './context.ts#Context',
          mapperTypeSuffix: 'Model',
          mappers,
          scalars: {
            ID: 'string',
            DateTime: { input: 'string', output: 'Date | string' },
            URL: 'string',
            EmailAddress: 'string',
          },
        },
      },
    ]),
  )
  const outputs: unknown = await generate({ generates, silent: true }, false)
  if (!Array.isArray(outputs)) throw new Error('The code generator gave no files.')
  return outputs.map(({ filename, content }: { filename: string; content: string }) => ({ filename, content }))
}

/** Which TypeScript type stands behind a GraphQL type, by the subgraph's own word: src/mappers.json. */
async function readMappers(name: string): Promise<Record<string, string>> {
  const text = await readFile(`${root}subgraphs/${name}/src/mappers.json`, 'utf8').catch(() => '{}')
  return JSON.parse(text)
}
