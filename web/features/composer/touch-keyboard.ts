/** Where Enter is a key of the screen, it makes a new line: there is a button to send. */
export function hasTouchKeyboard(): boolean {
  return typeof window !== 'undefined' && window.matchMedia('(pointer: coarse)').matches
}
