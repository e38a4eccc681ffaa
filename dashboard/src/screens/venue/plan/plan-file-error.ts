/** Why a file is no plan. */
export type PlanFault = "kind" | "large" | "unreadable" | "encrypted" | "pages" | "slow";

export class PlanFileError extends Error {
  readonly fault: PlanFault;
  constructor(fault: PlanFault, options?: ErrorOptions) {
    super(fault, options);
    this.name = "PlanFileError";
    this.fault = fault;
  }
}
