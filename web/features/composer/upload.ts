import type { ApolloClient } from '@apollo/client'
import { MAX_FILE_BYTES } from '@colloquy/schema/rules'
import { graphql } from '../../graphql/generated/gql.ts'
import { errorText } from '../../graphql/errors.ts'
import { formatByteSize } from '../messages/format-byte-size.ts'
import { putFile } from './put-file.ts'

/** A file on its way to the bucket, before the message that carries it is sent. */
export interface Upload {
  key: string
  fileName: string
  contentType: string
  byteSize: number
  /** For pictures: the file itself, to be shown meanwhile. */
  preview: Preview | null
  state:
    | { status: 'uploading'; fraction: number }
    | { status: 'done'; attachmentId: string }
    | { status: 'failed'; problem: string }
  cancel: () => void
}

export interface Preview {
  url: string
  width: number
  height: number
}

const CreateAttachmentUploadMutation = graphql(`
  mutation CreateAttachmentUpload($input: UploadInput!) {
    createAttachmentUpload(input: $input) {
      id
      url
      headers {
        name
        value
      }
    }
  }
`)

/** Starts to upload a file; onChange gets what has become of it, from the beginning on. */
export async function upload(apollo: ApolloClient, file: File, onChange: (upload: Upload) => void): Promise<void> {
  const canceling = new AbortController()
  const contentType = file.type || 'application/octet-stream'
  const started: Upload = {
    key: crypto.randomUUID(),
    fileName: file.name || 'file',
    contentType,
    byteSize: file.size,
    preview: await previewOf(file),
    state: { status: 'uploading', fraction: 0 },
    cancel: () => canceling.abort(),
  }
  const become = (state: Upload['state']) => onChange({ ...started, state })

  become(started.state)
  if (file.size === 0) return become({ status: 'failed', problem: 'The file is empty' })
  if (file.size > MAX_FILE_BYTES)
    return become({ status: 'failed', problem: `Larger than ${formatByteSize(MAX_FILE_BYTES)}` })
  try {
    const input = { fileName: started.fileName, contentType, byteSize: file.size }
    const { data } = await apollo.mutate({ mutation: CreateAttachmentUploadMutation, variables: { input } })
    if (!data) throw new Error('The gateway answered without data')
    const { id, url, headers } = data.createAttachmentUpload
    const onProgress = (fraction: number) => become({ status: 'uploading', fraction })
    await putFile({ url, headers, file, onProgress, signal: canceling.signal })
    become({ status: 'done', attachmentId: id })
  } catch (error) {
    if (!canceling.signal.aborted) become({ status: 'failed', problem: errorText(error) })
  }
}

async function previewOf(file: File): Promise<Preview | null> {
  if (!file.type.startsWith('image/')) return null
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  const { width, height } = bitmap
  bitmap.close()
  return { url: URL.createObjectURL(file), width, height }
}
