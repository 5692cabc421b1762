import S3rver from '@20minutes/s3rver'
import type { Context } from '@20minutes/s3rver'
import AWSAccount from '@20minutes/s3rver/lib/models/account.js'
import { createKeyTurns } from './key-turns.ts'
import { replaceWhole } from './whole-objects.ts'

export interface S3Options {
  host: string
  port: number
  directory: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** Origins whose pages may put and get; `*` for all. */
  allowedOrigins: string[]
}

export interface S3Server extends AsyncDisposable {
  url: string
}

/**
 * Starts an S3 server with one bucket. It enforces what a presigned PUT or GET pins: signature, expiry, content type
 * and length. Requests without a signature, which s3rver would let in, are refused, and so are copies of what has changed.
 */
export async function startS3Server(options: S3Options): Promise<S3Server> {
  AWSAccount.DUMMY_ACCOUNT.revokeAccessKey('S3RVER')
  AWSAccount.DUMMY_ACCOUNT.createKeyPair(options.accessKeyId, options.secretAccessKey)
  const server = new S3rver({
    address: options.host,
    port: options.port,
    directory: options.directory,
    silent: true,
    vhostBuckets: false,
    configureBuckets: [{ name: options.bucket, configs: [corsXml(options.allowedOrigins)] }],
  })
  const inTurn = createKeyTurns()
  replaceWhole(server.store, inTurn)
  server.middleware.unshift(async (context, next) => {
    const isSigned = 'authorization' in context.headers || 'X-Amz-Algorithm' in context.query
    if (!isSigned && context.method !== 'OPTIONS') return refuse(context, 403, 'AccessDenied')
    const source = sourceOf(context)
    if (!source) return next()
    return inTurn(source.join('/'), async () => {
      if (await isAsExpected(context, source)) await next()
      else refuse(context, 412, 'PreconditionFailed')
    })
  })
  const { port } = await server.run()
  return { url: `http://${options.host}:${port}`, [Symbol.asyncDispose]: () => server.close() }
}

/** The bucket and the key that are to be copied; null when the request is no copy. */
function sourceOf({ headers }: Context): [string, string] | null {
  const source = headers['x-amz-copy-source']
  if (typeof source !== 'string') return null
  const [bucket = '', ...key] = decodeURI(source).replace(/^\//, '').split('/')
  return [bucket, key.join('/')]
}

/** Whether what is to be copied has the ETag that x-amz-copy-source-if-match asks for, which s3rver does not look at. */
async function isAsExpected({ headers, store }: Context, source: [string, string]): Promise<boolean> {
  const etag = headers['x-amz-copy-source-if-match']
  // What is missing is for the copy to say.
  if (etag === undefined || !(await store.existsObject(...source))) return true
  return (await store.getMetadata(...source)).etag === etag
}

function refuse(context: Context, status: number, code: string): void {
  context.status = status
  context.type = 'application/xml'
  context.body = `<Error><Code>${code}</Code><Message>${code}</Message></Error>`
}

const corsXml = (origins: string[]): string => `<CORSConfiguration><CORSRule>
${origins.map((origin) => `<AllowedOrigin>${origin}</AllowedOrigin>`).join('')}
<AllowedMethod>GET</AllowedMethod><AllowedMethod>HEAD</AllowedMethod><AllowedMethod>PUT</AllowedMethod>
<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3000</MaxAgeSeconds>
</CORSRule></CORSConfiguration>`
