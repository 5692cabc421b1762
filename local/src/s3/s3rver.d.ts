declare module '@20minutes/s3rver' {
  import type { AddressInfo } from 'node:net'

  export interface Context {
    method: string
    headers: Record<string, string | string[] | undefined>
    query: Record<string, string | string[] | undefined>
    status: number
    type: string
    body: unknown
    store: Store
  }

  /** Objects as files. */
  export interface Store {
    existsObject(bucket: string, key: string): Promise<boolean>
    getMetadata(bucket: string, key: string): Promise<{ etag: string }>
    getObject(bucket: string, key: string, options?: object): Promise<unknown>
    putObject(object: {
      bucket: string
      key: string
      content: unknown
      metadata: object
    }): Promise<{ size: number; md5: string }>
    getResourcePath(bucket: string, key: string, resource: 'object'): string
    /** Size and MD5 of what was written. */
    putContent(path: string, content: unknown): Promise<[number, string]>
    putMetadata(bucket: string, key: string, metadata: object, md5: string): Promise<void>
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
    store: Store
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
