interface Key {
  key: string
  keyCode: number
  isComposing: boolean
  shiftKey: boolean
}

/** What browsers give as the code of a key that an input method took. */
const TAKEN_BY_INPUT_METHOD = 229

/**
 * Whether a key is an Enter that sends. One that confirms what an input method offers is not: most browsers say so by
 * isComposing; in Safari the composition has ended by then, and only the code tells.
 */
export const isSendingEnter = ({ key, keyCode, isComposing, shiftKey }: Key): boolean =>
  key === 'Enter' && !shiftKey && !isComposing && keyCode !== TAKEN_BY_INPUT_METHOD
