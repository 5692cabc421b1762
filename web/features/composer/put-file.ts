interface PutOptions {
  url: string
  headers: readonly { name: string; value: string }[]
  file: Blob
  onProgress: (fraction: number) => void
  signal: AbortSignal
}

/** The bucket answered, and did not take the file. */
export class BucketRefused extends Error {}

/** Browsers set these by themselves and refuse to be told. */
const SET_BY_BROWSER = ['content-length', 'host']

/** Puts a file to a signed URL. By XMLHttpRequest, since fetch does not tell how far an upload is. */
export function putFile({ url, headers, file, onProgress, signal }: PutOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const request = new XMLHttpRequest()
  request.open('PUT', url)
  for (const { name, value } of headers) {
    if (!SET_BY_BROWSER.includes(name.toLowerCase())) request.setRequestHeader(name, value)
  }
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total ? loaded / total : 0))
  request.addEventListener('load', () =>
    request.status < 300 ? resolve() : reject(new BucketRefused(`The bucket answered ${request.status}`)),
  )
  request.addEventListener('error', () => reject(new Error('The bucket could not be reached')))
  request.addEventListener('abort', () => reject(new Error('The upload was cancelled')))
  signal.addEventListener('abort', () => request.abort())
  if (signal.aborted) request.abort()
  else request.send(file)
  return promise
}
