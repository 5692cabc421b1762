import { useMutation } from '@apollo/client/react'
import { TYPING_SHOWN_MS } from '@colloquy/schema/rules'
import { useCallback, useEffect, useRef } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'

/** So often is it renewed while somebody types on: before the others show it no more. */
const RENEW_MS = TYPING_SHOWN_MS - 2_000

const SetTypingMutation = graphql(`
  mutation SetTyping($conversationId: ID!, $typing: Boolean!) {
    setTyping(conversationId: $conversationId, typing: $typing)
  }
`)

/** Tells the others that the viewer is typing; call it at each change of the text. Whether it arrives does not matter. */
export function useTypingSignal(conversationId: string): (isTyping: boolean) => void {
  const [setTyping] = useMutation(SetTypingMutation)
  const toldAtMs = useRef(0)

  const signal = useCallback(
    (isTyping: boolean) => {
      const wasTold = Date.now() - toldAtMs.current < RENEW_MS
      if (isTyping ? wasTold : toldAtMs.current === 0) return
      toldAtMs.current = isTyping ? Date.now() : 0
      setTyping({ variables: { conversationId, typing: isTyping } }).catch(() => null)
    },
    [conversationId, setTyping],
  )

  useEffect(() => () => signal(false), [signal])
  return signal
}
