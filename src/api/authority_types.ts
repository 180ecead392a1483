/** What the authority's commands show of a host key. Times are milliseconds since 1970. */
export interface KeyView {
  readonly serial: number;
  readonly kind: "host";
  /** Names of the products that hosts with this key activate. */
  readonly products: readonly string[];
  readonly issued: number;
  readonly blocked: boolean;
  readonly hostLimit: number;
  readonly activationLimit: number;
  readonly hosts: readonly ActivatedHostView[];
}

export interface ActivatedHostView {
  /** How often it was activated, the first time included. */
  readonly activations: number;
  /** 16 hexadecimal digits: four components of two bytes. */
  readonly hardware: string;
  /** When its newest certificate was issued, and when that ends. */
  readonly issued: number;
  readonly ends: number;
}
