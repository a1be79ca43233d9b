/** One durable step of a handover, or one act on a token, for its details. */
export interface StepView {
  readonly kind: string
  readonly at: number
  readonly detail?: string
  /** It was asked for, and its answer was lost. */
  readonly unanswered?: true
}
