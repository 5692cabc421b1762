import { OTPInput, REGEXP_ONLY_DIGITS } from 'input-otp'
import type { ComponentProps } from 'react'
import { cn } from './class-names.ts'

type OtpInputProps = Pick<
  ComponentProps<typeof OTPInput>,
  'ref' | 'value' | 'onChange' | 'onComplete' | 'disabled' | 'id'
> & {
  length: number
  'aria-describedby'?: string
  'aria-invalid'?: boolean
}

/** Digits in boxes over one real input, so that pasting and the phone's suggestion of a code from a message work. */
export function OtpInput({ length, ...props }: OtpInputProps) {
  return (
    <OTPInput
      {...props}
      maxLength={length}
      pattern={REGEXP_ONLY_DIGITS}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      pasteTransformer={(pasted) => pasted.replaceAll(/\D/g, '')}
      containerClassName="flex justify-between gap-2 has-disabled:opacity-60"
      render={({ slots }) =>
        slots.map(({ char, isActive, hasFakeCaret }, index) => (
          <div
            // oxlint-disable-next-line react/no-array-index-key -- the boxes have nothing but their place
            key={index}
            className={cn(
              'relative flex h-14 w-full items-center justify-center rounded-xl border bg-background text-2xl font-semibold tabular-nums transition-[border-color,box-shadow]',
              isActive && 'border-ring ring-3 ring-ring/25',
              props['aria-invalid'] && 'border-destructive',
            )}
          >
            {char}
            {hasFakeCaret && <span className="absolute h-6 w-px animate-pulse bg-foreground" />}
          </div>
        ))
      }
    />
  )
}
