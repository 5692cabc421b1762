import S3rver from '@20minutes/s3rver'
import type { Context } from '@20minutes/s3rver'
import AWSAccount from '@20minutes/s3rver/lib/models/account.js'

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
  server.middleware.unshift(async (context, next) => {
    const isSigned = 'authorization' in context.headers || 'X-Amz-Algorithm' in context.query
    if (!isSigned && context.method !== 'OPTIONS') return refuse(context, 403, 'AccessDenied')
    if (!(await isSourceAsExpected(context))) return refuse(context, 412, 'PreconditionFailed')
    return next()
  })
  const { port } = await server.run()
  return { url: `http://${options.host}:${port}`, [Symbol.asyncDispose]: () => server.close() }
}

/** Whether what is to be copied has the ETag that x-amz-copy-source-if-match asks for, which s3rver does not look at. */
async function isSourceAsExpected({ headers, store }: Context): Promise<boolean> {
  const source = headers['x-amz-copy-source']
  const etag = headers['x-amz-copy-source-if-match']
  if (typeof source !== 'string' || etag === undefined) return true
  const [bucket = '', ...key] = decodeURI(source).replace(/^\//, '').split('/')
  // What is missing is for the copy to say.
  if (!(await store.existsObject(bucket, key.join('/')))) return true
  return (await store.getMetadata(bucket, key.join('/'))).etag === etag
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
