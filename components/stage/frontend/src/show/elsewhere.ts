/** A call of this browser that this tab does not run: another one does, another one has taken it, or it is being fetched. */
export type Elsewhere = "running" | "taken" | "returning";
