import { ConfigError, port, readEnv } from '@colloquy/platform/config'
import { run } from '@colloquy/platform/process'
import { z } from 'zod'
import { startEmbeddedMongodb } from './server.ts'
import { DataDamaged } from './storage/require-whole.ts'

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port(),
  DATA_DIR: z.string(),
})

await run(async () => {
  const { HOST: host, PORT, DATA_DIR: dataDir } = readEnv(variables, process.env)
  try {
    const server = await startEmbeddedMongodb({ port: PORT, host, dataDir, log: (line) => console.error(line) })
    console.log(`mongodb: listening on ${server.url}`)
    return server
  } catch (error) {
    // For people to put right: its message alone is printed.
    if (error instanceof DataDamaged) throw new ConfigError(error.message)
    throw error
  }
})
