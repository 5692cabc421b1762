import S3rver from '@20minutes/s3rver'
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
 * and length. Requests without a signature, which s3rver would let in, are refused.
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
    if (isSigned || context.method === 'OPTIONS') return next()
    context.status = 403
    context.type = 'application/xml'
    context.body = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
  })
  const { port } = await server.run()
  return { url: `http://${options.host}:${port}`, [Symbol.asyncDispose]: () => server.close() }
}

const corsXml = (origins: string[]): string => `<CORSConfiguration><CORSRule>
${origins.map((origin) => `<AllowedOrigin>${origin}</AllowedOrigin>`).join('')}
<AllowedMethod>GET</AllowedMethod><AllowedMethod>HEAD</AllowedMethod><AllowedMethod>PUT</AllowedMethod>
<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>3000</MaxAgeSeconds>
</CORSRule></CORSConfiguration>`
