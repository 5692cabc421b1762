import type { ApolloClient } from '@apollo/client'
import { MAX_FILE_BYTES } from '@colloquy/schema/rules'
import { graphql } from '../../graphql/generated/gql.ts'
import { formatByteSize } from '../messages/format-byte-size.ts'
import type { Upload } from './kept-forms.ts'
import { putFile } from './put-file.ts'

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

/** A file that somebody attaches, as it is kept until it has been sent. */
export async function attachedFile(file: File): Promise<Upload> {
  return {
    key: crypto.randomUUID(),
    file,
    fileName: file.name || 'file',
    contentType: file.type || 'application/octet-stream',
    image: await sizeOfPicture(file),
    addedAtMs: Date.now(),
    attachmentId: null,
    problem: problemOf(file),
  }
}

function problemOf({ size }: File): string | null {
  if (size === 0) return 'The file is empty'
  return size > MAX_FILE_BYTES ? `Larger than ${formatByteSize(MAX_FILE_BYTES)}` : null
}

/** Asks where to put a file, and puts it there; gives what the API calls it. */
export async function uploadFile(
  apollo: ApolloClient,
  { file, fileName, contentType }: Upload,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const input = { fileName, contentType, byteSize: file.size }
  const { data } = await apollo.mutate({ mutation: CreateAttachmentUploadMutation, variables: { input } })
  if (!data) throw new Error('The gateway answered without data')
  const { id, url, headers } = data.createAttachmentUpload
  await putFile({ url, headers, file, onProgress, signal })
  return id
}

async function sizeOfPicture(file: File): Promise<Upload['image']> {
  if (!file.type.startsWith('image/')) return null
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  const { width, height } = bitmap
  bitmap.close()
  return { width, height }
}
