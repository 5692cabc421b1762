/**
 * What compiled code gives where it meets what it is not made for: an error, a null where none may be, a promise. The general
 * way is gone then, which knows what is to be said of it. No value of JSON is undefined.
 */
export const IRREGULAR = undefined

/** Names that every object has already: objects with keys of these names are left to the general way. */
export const isInherited = (key: string): boolean => key in Object.prototype
