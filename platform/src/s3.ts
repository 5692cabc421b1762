import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { serviceUnavailable } from './errors.ts'
import type { ReadyCheck } from './http-server.ts'

export interface S3Options {
  /** Left out for AWS, which follows from the region. */
  endpoint?: string
  /** The endpoint by which browsers reach the same bucket; presigned URLs are for this host. Default: `endpoint`. */
  publicEndpoint?: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** Whether the bucket's name is a part of the path rather than of the host. */
  forcePathStyle: boolean
}

export interface PresignedPut {
  url: string
  /** What the request must send, exactly: the bucket refuses another type or size. */
  headers: { name: string; value: string }[]
  expiresAt: Date
}

export interface ObjectStart {
  bytes: Uint8Array
  /** Of the whole object. */
  byteSize: number
  /** Names these very bytes: it changes when the object does. */
  etag: string
}

/**
 * One bucket. Bytes go between it and browsers by presigned URLs; a service itself reads only what it must check. A request
 * to an S3 that does not answer, or fails, throws DomainError SERVICE_UNAVAILABLE.
 */
export interface S3Bucket extends AsyncDisposable {
  /** One PUT of exactly `byteSize` bytes of `contentType` to `key`, valid for `ttlSeconds`. */
  presignPut: (upload: {
    key: string
    contentType: string
    byteSize: number
    ttlSeconds: number
  }) => Promise<PresignedPut>
  /**
   * A GET answered with the content type and disposition given, whatever the object says of itself. The same URL comes
   * back for a while, so that caches work: it stays valid for between half of `ttlSeconds` and all of it.
   */
  presignGet: (download: {
    key: string
    contentType: string
    disposition: string
    ttlSeconds: number
  }) => Promise<string>
  /** Copies an object as it was when it was read. False when it is gone or another by now. */
  copy: (from: { key: string; etag: string }, to: string) => Promise<boolean>
  /** The object's first bytes, at most `maxBytes`; null when there is none. */
  readStart: (key: string, maxBytes: number) => Promise<ObjectStart | null>
  /** Removes the object, if there is one. */
  remove: (key: string) => Promise<void>
  /** Whether the bucket is there and lets us read. */
  ready: ReadyCheck
}

/** How long one request to S3 may take. */
const REQUEST_TIMEOUT_MS = 5_000
/** A key that no object has: asking for it tells whether the bucket answers, on any S3 server. */
const PROBE_KEY = '.ready'

/**
 * Gives access to one bucket, which must exist; nothing is sent until it is used. The credentials must allow
 * s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket (without which S3 hides that an object is missing).
 */
export function createS3Bucket(options: S3Options): S3Bucket {
  const { bucket: Bucket, endpoint, publicEndpoint = endpoint } = options
  const client = createClient(options, endpoint)
  const signer = createClient(options, publicEndpoint)
  const within = () => ({ abortSignal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) })
  return {
    async presignPut({ key, contentType, byteSize, ttlSeconds }) {
      const command = new PutObjectCommand({
        Bucket,
        Key: key,
        ContentType: contentType,
        ContentLength: byteSize,
      })
      const url = await getSignedUrl(signer, command, {
        expiresIn: ttlSeconds,
        signableHeaders: new Set(['host', 'content-type', 'content-length']),
      })
      return {
        url,
        headers: [
          { name: 'content-type', value: contentType },
          { name: 'content-length', value: String(byteSize) },
        ],
        expiresAt: new Date(Date.now() + ttlSeconds * 1_000),
      }
    },
    async presignGet({ key, contentType, disposition, ttlSeconds }) {
      const command = new GetObjectCommand({
        Bucket,
        Key: key,
        ResponseContentType: contentType,
        ResponseContentDisposition: disposition,
      })
      const stepMs = (ttlSeconds * 1_000) / 2
      const signingDate = new Date(Math.floor(Date.now() / stepMs) * stepMs)
      return getSignedUrl(signer, command, { expiresIn: ttlSeconds, signingDate })
    },
    async copy({ key, etag }, to) {
      const CopySource = encodeURI(`${Bucket}/${key}`)
      try {
        await client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource, CopySourceIfMatch: etag }), within())
        return true
      } catch (error) {
        if (isMissing(error) || isChanged(error)) return false
        return fail(error)
      }
    },
    async readStart(key, maxBytes) {
      const limit = within()
      const read = async () => {
        const command = new GetObjectCommand({ Bucket, Key: key, Range: `bytes=0-${maxBytes - 1}` })
        const { Body, ContentRange, ContentLength, ETag } = await client.send(command, limit)
        if (!Body || ETag === undefined) throw new Error('S3 answered without a body or an ETag.')
        const byteSize = Number(ContentRange?.split('/').at(-1) ?? ContentLength)
        return { bytes: await Body.transformToByteArray(), byteSize, etag: ETag }
      }
      try {
        // The client repeats requests, but not the reading of a body: one may break off when the object is replaced.
        return await read().catch((error: unknown) => (isRefusal(error) ? fail(error) : read()))
      } catch (error) {
        if (isMissing(error)) return null
        return fail(error)
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }), within()).catch(fail)
    },
    async ready() {
      try {
        await client.send(new GetObjectCommand({ Bucket, Key: PROBE_KEY }), within())
      } catch (error) {
        if (!(error instanceof NoSuchKey)) throw error
      }
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
      signer.destroy()
    },
  }
}

function createClient({ region, accessKeyId, secretAccessKey, forcePathStyle }: S3Options, endpoint?: string) {
  return new S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle,
    ...(endpoint !== undefined && { endpoint }),
    // Checksums by default are of AWS alone: other servers refuse them, and a browser could not send one.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey')
}

const isChanged = (error: unknown): boolean => error instanceof Error && error.name === 'PreconditionFailed'

/** Whether S3 works and says no, which it will say again. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false
  const { httpStatusCode = 500 } = error.$metadata
  return httpStatusCode < 500 && httpStatusCode !== 429
}

/** @throws DomainError SERVICE_UNAVAILABLE, or the error itself when S3 refuses what was asked */
function fail(error: unknown): never {
  throw isRefusal(error) ? error : serviceUnavailable(error)
}
