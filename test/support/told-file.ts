/** Where a process writes what its window would be told: beside its folder, so that no fault of that disk is in the way. */
export const toldFile = (folder: string) => `${folder}-told.jsonl`
