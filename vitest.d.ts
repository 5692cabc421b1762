import 'vitest'

/** What tests in a workspace's tests/ folder get from inject('infrastructure'): the addresses of real servers. */
declare module 'vitest' {
  export interface ProvidedContext {
    infrastructure: {
      /** Without a database's name. */
      mongodbUrl: string
      redisUrl: string
      rabbitmqUrl: string
      s3: { endpoint: string; accessKeyId: string; secretAccessKey: string; region: string; bucket: string }
      smtpUrl: string
      mailApiUrl: string
    }

    /** What tests in e2e/ get from inject('system'): where a whole system is, as people and programs see it. */
    system: { webUrl: string; gatewayUrl: string; mailUrl: string }
  }
}
