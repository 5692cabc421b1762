import * as z from 'zod'
import { startEmbeddedMongodb } from './server.ts'

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(27_117),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1),
})

const parsed = environment.safeParse(process.env)
if (!parsed.success) {
  console.error(`mongodb: bad configuration\n${z.prettifyError(parsed.error)}`)
  process.exit(1)
}

const { PORT: port, HOST: host, DATA_DIR: dataDir } = parsed.data
const server = await startEmbeddedMongodb({ port, host, dataDir, log: (line) => console.error(line) }).catch(
  (error: unknown) => {
    console.error(`mongodb: cannot start: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  },
)
console.log(`mongodb: listening on ${server.url}`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void server[Symbol.asyncDispose]().then(() => process.exit(0))
  })
}
