import { list, port, readEnv } from '@colloquy/platform/config'
import { run } from '@colloquy/platform/process'
import { z } from 'zod'
import { startS3Server } from './server.ts'

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port(),
  DATA_DIR: z.string(),
  S3_BUCKET: z.string(),
  S3_ACCESS_KEY_ID: z.string(),
  S3_SECRET_ACCESS_KEY: z.string(),
  ALLOWED_ORIGINS: list(),
})

// s3rver checks query values as encodeURIComponent writes them; signatures are of RFC 3986, which escapes !'()* as well.
const encodeLoosely = encodeURIComponent
globalThis.encodeURIComponent = (text) =>
  encodeLoosely(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

await run(() => {
  const env = readEnv(variables, process.env)
  return startS3Server({
    host: env.HOST,
    port: env.PORT,
    directory: env.DATA_DIR,
    bucket: env.S3_BUCKET,
    accessKeyId: env.S3_ACCESS_KEY_ID,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY,
    allowedOrigins: env.ALLOWED_ORIGINS,
  })
})
