import * as v from 'valibot'

const text = v.string()
const base = {
  /** In the description of the token it is about. */
  nonce: text,
  /** What the person called the laptop. */
  name: text,
  /** Owner of the token that was in use when it began. */
  by: text,
  /** Name of the user made for the laptop. */
  user: v.exactOptional(text),
}

/** Something to be seen through on the server, kept with its connection before the first request for it leaves. */
export const errandSchema = v.variant('kind', [
  /** A laptop token takes the stored token's place. Once it is made, the keychain tells which of the two counts. */
  v.object({
    kind: v.literal('swap'),
    ...base,
    made: v.exactOptional(
      v.object({
        authId: text,
        owner: v.object({ id: text, name: text }),
        /** SHA-256 of its text. */
        hash: text,
      }),
    ),
    /** The carried token it replaces, deleted afterwards. */
    carried: v.exactOptional(text),
  }),
  /** The stored token was carried here and is to be replaced by one of this laptop's own. */
  v.object({ kind: v.literal('take'), ...base, carried: text }),
  /** A token that was carried here, has been replaced and is to be deleted. */
  v.object({ kind: v.literal('remove'), ...base, carried: text }),
  /**
   * A token on its way to another laptop, revoked unless it is used until `until`, by the server's clock. Without that it was
   * never given to anybody.
   */
  v.object({ kind: v.literal('carried'), ...base, until: v.exactOptional(v.number()) }),
  /**
   * A token made in Tokens, which was asked for and whose text nobody has taken yet: what an earlier run left of it is
   * deleted. Here `name` is its description.
   */
  v.object({ kind: v.literal('new'), ...base }),
  /** What came of a request that failed is to be deleted. A lost one may still arrive, so it is looked for a while. */
  v.object({ kind: v.literal('undo'), ...base }),
  /** A laptop was lost: its owner's tokens are to be revoked, and then its password set at random. */
  v.object({ kind: v.literal('lost'), ...base, userId: text }),
])

/** An errand. */
export type Errand = v.InferOutput<typeof errandSchema>

/** An errand of one kind. */
export type ErrandOf<K extends Errand['kind']> = Extract<Errand, { readonly kind: K }>
