declare module '@20minutes/s3rver' {
  import type { AddressInfo } from 'node:net'

  export interface Context {
    method: string
    headers: Record<string, string | string[] | undefined>
    query: Record<string, string | string[] | undefined>
    status: number
    type: string
    body: unknown
    store: {
      existsObject(bucket: string, key: string): Promise<boolean>
      getMetadata(bucket: string, key: string): Promise<{ etag: string }>
    }
  }

  interface Options {
    address: string
    port: number
    directory: string
    silent?: boolean
    vhostBuckets?: boolean
    configureBuckets?: { name: string; configs?: string[] }[]
  }

  export default class S3rver {
    constructor(options: Options)
    /** Koa's; the first runs first. */
    middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[]
    run(): Promise<AddressInfo>
    close(): Promise<void>
  }
}

declare module '@20minutes/s3rver/lib/models/account.js' {
  export default class AWSAccount {
    constructor(accountId: number, displayName: string)
    createKeyPair(accessKeyId: string, secretAccessKey: string): void
    revokeAccessKey(accessKeyId: string): void
    static DUMMY_ACCOUNT: AWSAccount
  }
}
