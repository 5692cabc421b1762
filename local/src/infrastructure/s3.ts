import { supervise } from '../processes/supervisor.ts'
import { answersAtAll } from '../processes/probes.ts'
import { makeDirectory, nodeCommand } from './stand-in.ts'
import type { Place, StandIn } from './stand-in.ts'

export interface S3Bucket {
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** Origins whose pages may put and get. */
  allowedOrigins: string[]
}

/** Starts the embedded S3 server with its bucket made. */
export async function startS3(port: number, bucket: S3Bucket, place: Place): Promise<StandIn> {
  await makeDirectory(place.directory)
  const server = await supervise(
    {
      name: 's3',
      command: nodeCommand('local/src/s3/main.ts', {
        PORT: String(port),
        DATA_DIR: place.directory,
        S3_BUCKET: bucket.bucket,
        S3_ACCESS_KEY_ID: bucket.accessKeyId,
        S3_SECRET_ACCESS_KEY: bucket.secretAccessKey,
        ALLOWED_ORIGINS: bucket.allowedOrigins.join(','),
      }),
      ports: [port],
      ready: () => answersAtAll(`http://127.0.0.1:${port}`),
      readyTimeoutMs: 30_000,
      graceMs: 5_000,
    },
    place,
  )
  return {
    url: `http://127.0.0.1:${port}`,
    processes: [server],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
